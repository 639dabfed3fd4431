"""Who joins a vendor's team, with which role, and who leaves it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.accounts.operations import read_login
from marketplace.accounts.queries import find_person
from marketplace.database import db
from marketplace.errors import Invalid, Refusal
from vendors.models import Member, MemberRole, Vendor
from vendors.moves import lock
from vendors.team.queries import owners_of


class NoSuchPerson(Invalid):
    """Nobody has an account with this phone number or e-mail address."""

    sentence = _l("Chưa có tài khoản nào với email hoặc số điện thoại này. Hãy nhờ người ấy mở tài khoản trước.")


class AlreadyMember(Invalid):
    """The person is in the team."""

    sentence = _l("Người này đã ở trong nhóm.")


class LastOwner(Refusal):
    """A vendor always has an owner."""

    sentence = _l("Gian hàng phải luôn có ít nhất một chủ. Hãy giao quyền chủ cho người khác trước.")


def add_member(vendor: Vendor, login: str, role: MemberRole, *, by: User) -> Member:
    """Let the person with this phone number or e-mail address act for the vendor.

    Raises NoLogin when it is neither, NoSuchPerson when nobody has it, AlreadyMember (all of field `login`).
    """
    person = find_person(*read_login(login))
    if person is None or not person.active:
        raise NoSuchPerson(field="login")
    lock(vendor)
    of_vendor = select(Member.id).where(Member.vendor_id == vendor.id, Member.user_id == person.id)
    if db.session.scalar(of_vendor) is not None:
        raise AlreadyMember(field="login")
    member = Member(vendor_id=vendor.id, user_id=person.id, role=role, since=clock.now())
    db.session.add(member)
    audit.record("member added", vendor, by=by, person=person.id, role=role)
    return member


def change_role(vendor: Vendor, member: Member, role: MemberRole, *, by: User) -> None:
    """Give a member another role. Raises LastOwner when the vendor would have no owner."""
    lock(vendor)
    if role is not MemberRole.OWNER:
        _keep_an_owner(vendor, without=member)
    member.role = role
    audit.record("member role changed", vendor, by=by, person=member.user_id, role=role)


def remove_member(vendor: Vendor, member: Member, *, by: User) -> None:
    """Let a member act for the vendor no longer. Raises LastOwner when it is the only owner."""
    lock(vendor)
    _keep_an_owner(vendor, without=member)
    db.session.delete(member)
    audit.record("member removed", vendor, by=by, person=member.user_id)


def _keep_an_owner(vendor: Vendor, *, without: Member) -> None:
    if not [owner for owner in owners_of(vendor) if owner.id != without.id]:
        raise LastOwner
