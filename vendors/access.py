"""Who may act for a vendor, for which one just now, and which vendors staff may see."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, abort, current_app, g, redirect, request, session
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import HTTPException

from marketplace import audit, clock
from marketplace.accounts.models import OfficerCommune, StaffRole, User
from marketplace.database import db
from marketplace.errors import Forbidden, MoveNotAllowed, NotFound
from marketplace.policies.asking import page_to_accept
from marketplace.web.audience import MARK, Params, Result, View, for_audience, require_login
from marketplace.web.transaction import FIRST_ERROR_STATUS
from vendors.models import Member, MemberRole, OfficerConsent, Vendor, VendorStatus
from vendors.permissions import Capacity, Right, may
from vendors.words import weekday_name

CHOSEN = "vendor_id"
HELPED = "helped_vendor_id"
"""In the session of an officer: the vendor in whose name the officer acts."""
SELLER = "/seller"
IN_BUSINESS = frozenset({VendorStatus.APPROVED, VendorStatus.SUSPENDED})
WITH_APPLICATION = frozenset(VendorStatus) - {VendorStatus.CLOSED}


class NoShop(NotFound):
    """The person acts for no vendor."""

    sentence = _l("Bạn chưa có gian hàng nào. Hãy đăng ký bán hàng cùng chợ.")


class NotApprovedYet(MoveNotAllowed):
    """The vendor is not approved, so it has no goods and no orders to look after."""

    sentence = _l("Gian hàng này chưa được duyệt. Hãy hoàn tất hồ sơ đăng ký trước.")


@dataclass(frozen=True)
class Standing:
    """For which vendor a person acts, and as what; an officer reads orders as a packer does."""

    vendor: Vendor
    capacity: Capacity
    member: Member


@dataclass(frozen=True)
class Gate:
    """Lets members of a vendor of these states pass who have the right (roles may be named for pages outside it)."""

    needed: tuple[Right | MemberRole, ...]
    states: frozenset[VendorStatus]

    def __call__(self) -> None:
        """Let the person of this request in, or send them where they can go on. Raises Forbidden, NoShop."""
        require_login()
        standing = _standing()
        if standing is None:
            _send_to_landing()
            raise NoShop
        if standing.vendor.status not in self.states:
            _send_to_application()
        if not self.opens_to(standing.capacity):
            raise Forbidden
        if standing.capacity is not Capacity.OFFICER and (page := page_to_accept()):
            abort(redirect(page))
        _act_as(standing)

    def opens_to(self, capacity: Capacity) -> bool:
        """Whether somebody who acts in this capacity passes."""
        rights = [each for each in self.needed if isinstance(each, Right)]
        if rights or not self.needed:
            return all(may(capacity, right) for right in rights)
        return capacity is Capacity.OWNER or capacity in {str(each) for each in self.needed}

    def offers(self) -> bool:
        """Whether the page may be offered to the person of this request."""
        standing = _standing() if current_user.is_authenticated else None
        return standing is not None and standing.vendor.status in self.states and self.opens_to(standing.capacity)


def seller(*needed: Right | MemberRole) -> Callable[[View[Params, Result]], View[Params, Result]]:
    """Mark a view for those who act for a vendor in business and have this right."""
    return for_audience(Gate(needed, IN_BUSINESS))


def applicant(*needed: Right | MemberRole) -> Callable[[View[Params, Result]], View[Params, Result]]:
    """Mark a view for those who act for a vendor that applies or is in business and have this right."""
    return for_audience(Gate(needed, WITH_APPLICATION))


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


def has(right: Right) -> bool:
    """Whether the person of this request has the right for the vendor for which they act."""
    standing = _standing() if current_user.is_authenticated else None
    return standing is not None and may(standing.capacity, right)


def may_open(endpoint: str) -> bool:
    """Whether the person of this request may open a seller's page: what they may not is not offered to them."""
    gate = getattr(current_app.view_functions[endpoint], MARK, None)
    return isinstance(gate, Gate) and gate.offers()


def same_kind_of_page(path: str) -> str:
    """Give the nearest page above this path that names no record and may be opened for the vendor chosen just now."""
    adapter = current_app.create_url_adapter(request)
    while adapter and path.startswith(f"{SELLER}/"):
        try:
            endpoint, arguments = adapter.match(path, method="GET")
        except HTTPException:
            endpoint, arguments = "", {}
        if endpoint and not arguments and may_open(endpoint):
            return path
        path = path.rpartition("/")[0]
    return SELLER


def choose_vendor(vendor_id: int) -> None:
    """Act for another of the person's vendors, or in the name of one that consented, from now on. Raises NoShop."""
    _forget_standing()
    if vendor_id in {member.vendor_id for member in _memberships()}:
        session.pop(HELPED, None)
        session[CHOSEN] = vendor_id
        return
    vendor = _helped(vendor_id)
    if vendor is None:
        raise NoShop
    session[HELPED] = vendor_id
    audit.act_on_behalf_of(vendor_id)
    audit.record("help begun", vendor, by=current_user)


def stop_helping() -> None:
    """Act in nobody's name but one's own from now on."""
    vendor = helped_vendor()
    session.pop(HELPED, None)
    _forget_standing()
    if vendor:
        audit.act_on_behalf_of(vendor.id)
        audit.record("help ended", vendor, by=current_user)


def helped_vendor() -> Vendor | None:
    """Give the vendor in whose name the person acts just now: its consent must still stand."""
    vendor_id = session.get(HELPED)
    if not vendor_id or not current_user.is_authenticated:
        return None
    if "helped_vendor" not in g:
        g.helped_vendor = _helped(vendor_id)
    vendor: Vendor | None = g.helped_vendor
    return vendor


def consents_to(officer: User) -> Select[OfficerConsent]:
    """Select the consents by which this officer may act today: given, not withdrawn, and in a commune of theirs."""
    theirs = select(OfficerCommune.commune_code).where(OfficerCommune.user_id == officer.id)
    return (
        select(OfficerConsent)
        .join(OfficerConsent.vendor)
        .where(
            OfficerConsent.officer_id == (officer.id if officer.staff_role is StaffRole.OFFICER else None),
            OfficerConsent.withdrawn_at.is_(None),
            OfficerConsent.ends_on >= clock.today(),
            Vendor.commune_code.in_(theirs),
            Vendor.status != VendorStatus.CLOSED,
        )
        .options(joinedload(OfficerConsent.vendor).joinedload(Vendor.commune))
        .order_by(Vendor.name_sort_key)
    )


def seen_by(person: User) -> ColumnElement[bool]:
    """Give the condition on Vendor for what a member of staff may see: officers see only their communes."""
    if person.is_administrator:
        return true()
    communes = select(OfficerCommune.commune_code).where(OfficerCommune.user_id == person.id)
    return Vendor.commune_code.in_(communes)


def bind(app: Flask) -> None:
    """Let the layouts of `app` show the vendor and the person's other ones; note what officers do in its name."""
    app.context_processor(_shops)
    app.after_request(_note_help)
    app.jinja_env.globals.update(may_open=may_open)
    app.jinja_env.filters.update(weekday=weekday_name)


def _standing() -> Standing | None:
    """Find once in a request for which vendor the person acts."""
    if "standing" not in g:
        g.standing = _found_standing()
    standing: Standing | None = g.standing
    return standing


def _found_standing() -> Standing | None:
    if vendor := helped_vendor():
        reader = Member(vendor_id=vendor.id, user_id=current_user.id, role=MemberRole.PACKER)
        return Standing(vendor, Capacity.OFFICER, reader)
    memberships = _memberships()
    chosen = (member for member in memberships if member.vendor_id == session.get(CHOSEN))
    member = next(chosen, memberships[0] if memberships else None)
    return Standing(member.vendor, Capacity(member.role), member) if member else None


def _forget_standing() -> None:
    g.pop("standing", None)
    g.pop("helped_vendor", None)


def _act_as(standing: Standing) -> None:
    g.member, g.vendor = standing.member, standing.vendor
    g.vendors = [each.vendor for each in _memberships()]
    if standing.capacity is Capacity.OFFICER:
        g.vendors = [each.vendor for each in db.session.scalars(consents_to(current_user))] + g.vendors
        audit.act_on_behalf_of(standing.vendor.id)


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


def _helped(vendor_id: int) -> Vendor | None:
    consent = db.session.scalar(consents_to(current_user).where(OfficerConsent.vendor_id == vendor_id))
    return consent.vendor if consent else None


def _send_to_landing() -> None:
    """Show those who only look what selling here means; whoever sends a form is told instead."""
    if request.method == "GET":
        abort(redirect("/sell"))


def _send_to_application() -> None:
    if request.method == "GET":
        abort(redirect("/seller/application"))
    raise NotApprovedYet


def _note_help(response: Response) -> Response:
    """Write into the trail what an officer sent in the vendor's name, if the act itself did not."""
    sent = request.method != "GET" and response.status_code < FIRST_ERROR_STATUS
    if sent and "vendor" in g and helped_vendor() is not None and not audit.was_recorded():
        audit.record("helped", g.vendor, by=current_user, page=request.path)
    return response


def _shops() -> dict[str, object]:
    """Give the vendors, not the memberships: a refusal is drawn after the rollback, which forgets relationships."""
    shops = {"vendor": g.vendor, "vendors": g.vendors} if "vendor" in g else {}
    return {**shops, "helped": helped_vendor()}
