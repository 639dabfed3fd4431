"""Who acts for which vendor, and what staff sees."""

from collections.abc import Callable

import pytest
from flask import Flask, session
from flask_login import login_user
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Forbidden
from marketplace.web.audience import MARK
from tests.factories.people import a_person, an_administrator, an_officer
from tests.factories.vendors import BINH_LIEU, a_member, a_vendor
from tests.statements import watch_statements
from vendors import access
from vendors.models import MemberRole, Vendor, VendorStatus

HOANH_MO = "06841"


@access.seller()
def shop() -> str:
    return access.current_vendor().name


@access.seller(MemberRole.ACCOUNTANT)
def money() -> str:
    return access.current_member().role


@access.applicant(MemberRole.OWNER)
def papers() -> str:
    return access.current_vendor().status


def visit(
    app: Flask, view: Callable[[], str], person: User | None, *, method: str = "GET", chosen: int | None = None
) -> str:
    """What the person gets to see, or where the person is sent."""
    db.session.commit()
    with app.app_context(), app.test_request_context("/seller", method=method):
        if person:
            login_user(db.session.get(User, person.id))
            session[access.CHOSEN] = chosen
        try:
            getattr(view, MARK)()
        except HTTPException as elsewhere:
            return str(elsewhere.get_response().headers["Location"])
        return view()


def test_a_visitor_signs_in_first(app: Flask) -> None:
    assert "/login" in visit(app, shop, None)


def test_who_sells_nothing_is_shown_how_to_begin(app: Flask) -> None:
    assert visit(app, shop, a_person()) == "/sell"
    with pytest.raises(access.NoShop):
        visit(app, shop, a_person(), method="POST")


def test_a_member_acts_for_the_vendor(app: Flask) -> None:
    packer = a_member(a_vendor("Cơ sở Tâm Hương"), role=MemberRole.PACKER)
    assert visit(app, shop, packer) == "Cơ sở Tâm Hương"


@pytest.mark.parametrize("role", [MemberRole.OWNER, MemberRole.ACCOUNTANT])
def test_a_page_for_a_role_is_for_it_and_for_owners(app: Flask, role: MemberRole) -> None:
    assert visit(app, money, a_member(a_vendor(), role=role)) == role


@pytest.mark.parametrize("role", [MemberRole.PACKER, MemberRole.MANAGER])
def test_a_page_for_a_role_is_not_for_others(app: Flask, role: MemberRole) -> None:
    with pytest.raises(Forbidden):
        visit(app, money, a_member(a_vendor(), role=role))


@pytest.mark.parametrize("status", [VendorStatus.APPLYING, VendorStatus.SUBMITTED, VendorStatus.REJECTED])
def test_who_is_not_approved_is_sent_to_the_application(app: Flask, status: VendorStatus) -> None:
    owner = a_member(a_vendor(status=status))
    assert visit(app, shop, owner) == "/seller/application"
    assert visit(app, papers, owner) == status
    with pytest.raises(access.NotApprovedYet):
        visit(app, shop, owner, method="POST")


def test_a_suspended_vendor_still_looks_after_its_orders(app: Flask) -> None:
    vendor = a_vendor(status=VendorStatus.SUSPENDED)
    assert visit(app, shop, a_member(vendor)) == vendor.name


def test_a_closed_vendor_has_no_pages(app: Flask) -> None:
    assert visit(app, papers, a_member(a_vendor(status=VendorStatus.CLOSED))) == "/sell"


def test_the_vendor_is_the_chosen_one_else_the_first_in_business(app: Flask) -> None:
    person = a_person()
    applying = a_vendor("Đang đăng ký", status=VendorStatus.APPLYING, owner=person)
    a_vendor("Đang bán", owner=person)
    foreign = a_vendor("Của người khác")
    assert visit(app, shop, person) == "Đang bán"
    assert visit(app, shop, person, chosen=applying.id) == "/seller/application"
    assert visit(app, shop, person, chosen=foreign.id) == "Đang bán"


def test_one_statement_tells_for_whom_a_person_acts(app: Flask) -> None:
    person = a_person()
    for name in ("Một", "Hai", "Ba"):
        a_vendor(name, owner=person)
    with watch_statements() as statements:
        visit(app, shop, person)
    assert len([text for text in statements.texts if "FROM member" in text]) == 1


def test_officers_see_only_vendors_of_their_communes(app: Flask) -> None:
    here, there = a_vendor(commune_code=BINH_LIEU), a_vendor(commune_code=HOANH_MO)

    def seen(person: User) -> set[int]:
        return set(db.session.scalars(select(Vendor.id).where(access.seen_by(person))))

    assert seen(an_officer(BINH_LIEU)) == {here.id}
    assert seen(an_administrator()) == {here.id, there.id}
    assert seen(an_officer()) == set()
