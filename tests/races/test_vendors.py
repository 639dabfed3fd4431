"""Two people act on one vendor, or one person twice, in the same moment."""

from collections.abc import Callable
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.database import db
from tests.factories.applications import a_profile, a_submitted_application
from tests.factories.people import a_person, an_administrator
from tests.factories.vendors import a_member, a_vendor
from tests.races.running import SECONDS, race
from vendors.models import MemberRole, Vendor, VendorStatus, VendorStatusChange
from vendors.moves import move_to
from vendors.onboarding import operations
from vendors.team.invitations import accept, invite
from vendors.team.operations import remove_member
from vendors.team.queries import find_invitation, member_of, members_of


def deciding(vendor_id: int, act: Callable[..., None]) -> Callable[[], None]:
    """The verb of one more administrator who decides on this vendor."""
    staff_id = an_administrator().id
    db.session.commit()
    return lambda: act(
        db.session.get_one(Vendor, vendor_id), by=db.session.get_one(User, staff_id), reason="Thiếu giấy"
    )


def decisions_on(vendor_id: int) -> int:
    steps = select(func.count(VendorStatusChange.id)).where(VendorStatusChange.vendor_id == vendor_id)
    return db.session.scalar(steps.where(VendorStatusChange.from_status == VendorStatus.SUBMITTED)) or 0


def test_one_of_two_decisions_counts(market: Flask) -> None:
    """The control below shows that without the lock both would."""
    vendor_id = a_submitted_application().id
    verbs = [deciding(vendor_id, act) for act in (operations.return_with_notes, operations.reject)]
    assert race(market, verbs) == ["StateChanged", "done"]
    assert decisions_on(vendor_id) == 1


def test_without_the_lock_both_decisions_would_count(market: Flask) -> None:
    """The control: two administrators who read without locking."""
    vendor_id = a_submitted_application().id
    both_have_read = Barrier(2)

    def carelessly(vendor: Vendor, *, by: User, reason: str) -> None:
        assert vendor.status is VendorStatus.SUBMITTED
        both_have_read.wait(SECONDS)
        move_to(vendor, VendorStatus.RETURNED, by=by, reason=reason)

    assert race(market, [deciding(vendor_id, carelessly) for _ in range(2)]) == ["done", "done"]
    assert decisions_on(vendor_id) == 2


def test_a_double_click_begins_one_application(market: Flask) -> None:
    person_id = a_person().id
    db.session.commit()

    def click() -> None:
        operations.apply(db.session.get_one(User, person_id), a_profile())

    assert race(market, [click] * 2) == ["OpenApplication", "done"]
    assert db.session.scalar(select(func.count(Vendor.id))) == 1


def test_people_who_choose_one_name_have_two_addresses(market: Flask) -> None:
    people = [a_person().id for _ in range(4)]
    db.session.commit()

    def applying(person_id: int) -> Callable[[], object]:
        return lambda: operations.apply(db.session.get_one(User, person_id), a_profile("Cơ sở Tâm Hương"))

    assert race(market, [applying(person_id) for person_id in people]) == ["done"] * 4


def test_two_owners_cannot_leave_at_once(market: Flask) -> None:
    vendor = a_vendor()
    a_member(vendor)
    vendor_id, owners = vendor.id, [member.id for member in members_of(vendor)]
    db.session.commit()

    def leaving(member_id: int) -> Callable[[], object]:
        def leave() -> None:
            vendor = db.session.get_one(Vendor, vendor_id)
            member = member_of(vendor, member_id)
            remove_member(vendor, member, by=member.user)

        return leave

    assert race(market, [leaving(member_id) for member_id in owners]) == ["LastOwner", "done"]


def test_one_link_lets_one_person_in(market: Flask) -> None:
    vendor = a_vendor()
    invitation_id = invite(vendor, "moi@example.vn", MemberRole.PACKER, by=members_of(vendor)[0].user).id
    people = [a_person().id for _ in range(2)]
    db.session.commit()

    def accepting(person_id: int) -> Callable[[], object]:
        def act() -> None:
            invitation = find_invitation(invitation_id)
            assert invitation is not None
            accept(invitation, by=db.session.get_one(User, person_id))

        return act

    assert race(market, [accepting(person_id) for person_id in people]) == ["InvitationEnded", "done"]
