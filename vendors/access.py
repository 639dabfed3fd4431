"""Who may act for a vendor, for which one just now, and which vendors staff may see."""

from collections.abc import Callable

from flask import Flask, abort, g, redirect, request, session
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import OfficerCommune, User
from marketplace.database import db
from marketplace.errors import Forbidden, MoveNotAllowed, NotFound
from marketplace.web.audience import Check, Params, Result, View, for_audience, require_login
from vendors.models import Member, MemberRole, Vendor, VendorStatus

CHOSEN = "vendor_id"
IN_BUSINESS = frozenset({VendorStatus.APPROVED, VendorStatus.SUSPENDED})
WITH_APPLICATION = frozenset(VendorStatus) - {VendorStatus.CLOSED}


class NoShop(NotFound):
    """The person acts for no vendor."""

    sentence = _l("Bạn chưa có gian hàng nào. Hãy đăng ký bán hàng cùng chợ.")


class NotApprovedYet(MoveNotAllowed):
    """The vendor is not approved, so it has no goods and no orders to look after."""

    sentence = _l("Gian hàng này chưa được duyệt. Hãy hoàn tất hồ sơ đăng ký trước.")


def seller(*roles: MemberRole) -> Callable[[View[Params, Result]], View[Params, Result]]:
    """Mark a view for members of a vendor in business: for these roles (none named: for all) and for owners."""
    return for_audience(_require_member(roles, IN_BUSINESS))


def applicant(*roles: MemberRole) -> Callable[[View[Params, Result]], View[Params, Result]]:
    """Mark a view for members of a vendor that applies or is in business: for these roles and for owners."""
    return for_audience(_require_member(roles, WITH_APPLICATION))


def current_vendor() -> Vendor:
    """Give the vendor for which the person acts in this request, with its commune. Raises NoShop on others' pages."""
    vendor: Vendor | None = g.get("vendor")
    if vendor is None:
        raise NoShop
    return vendor


def current_member() -> Member:
    """Give the membership by which the person acts in this request. Raises NoShop on pages that are not a seller's."""
    member: Member | None = g.get("member")
    if member is None:
        raise NoShop
    return member


def choose_vendor(vendor_id: int) -> None:
    """Act for another of the person's vendors from now on. Raises NoShop when the person is no member of it."""
    if vendor_id not in {member.vendor_id for member in _memberships()}:
        raise NoShop
    session[CHOSEN] = vendor_id


def seen_by(person: User) -> ColumnElement[bool]:
    """Give the condition on Vendor for what a member of staff may see: officers see only their communes."""
    if person.is_administrator:
        return true()
    communes = select(OfficerCommune.commune_code).where(OfficerCommune.user_id == person.id)
    return Vendor.commune_code.in_(communes)


def bind(app: Flask) -> None:
    """Let the seller's layout of `app` show the vendor and the person's other ones."""
    app.context_processor(_shops)


def _require_member(roles: tuple[MemberRole, ...], standing: frozenset[VendorStatus]) -> Check:
    def check() -> None:
        require_login()
        member = _chosen_of(_memberships())
        if member.vendor.status not in standing:
            _send_to_application()
        if roles and member.role not in {*roles, MemberRole.OWNER}:
            raise Forbidden
        g.member, g.vendor = member, member.vendor
        g.vendors = [each.vendor for each in _memberships()]

    return check


def _memberships() -> list[Member]:
    """Read the person's memberships with their vendors: one statement in a request."""
    if "memberships" not in g:
        query = (
            select(Member)
            .join(Member.vendor)
            .where(Member.user_id == current_user.id, Vendor.status != VendorStatus.CLOSED)
            .options(joinedload(Member.vendor).joinedload(Vendor.commune))
            .order_by(Vendor.status == VendorStatus.REJECTED, Vendor.status.not_in(IN_BUSINESS), Member.id)
        )
        g.memberships = list(db.session.scalars(query))
    memberships: list[Member] = g.memberships
    return memberships


def _chosen_of(memberships: list[Member]) -> Member:
    if not memberships:
        _send_to_landing()
        raise NoShop
    chosen = (member for member in memberships if member.vendor_id == session.get(CHOSEN))
    return next(chosen, memberships[0])


def _send_to_landing() -> None:
    """Show those who only look what selling here means; whoever sends a form is told instead."""
    if request.method == "GET":
        abort(redirect("/sell"))


def _send_to_application() -> None:
    if request.method == "GET":
        abort(redirect("/seller/application"))
    raise NotApprovedYet


def _shops() -> dict[str, object]:
    """Give the vendors, not the memberships: a refusal is drawn after the rollback, which forgets relationships."""
    return {"vendor": g.vendor, "vendors": g.vendors} if "vendor" in g else {}
