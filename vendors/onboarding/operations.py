"""From an application to a shop that sells, and out of business and back again."""

import secrets
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.accounts.operations import check_commune
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed, Refusal
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from marketplace.policies.models import ACCEPTED_BY_SELLERS
from marketplace.policies.operations import accept
from marketplace.text import slug, sort_key
from vendors.delivery.operations import write_default_rates
from vendors.events import (
    VendorApproved,
    VendorReinstated,
    VendorRejected,
    VendorReturned,
    VendorSubmitted,
    VendorSuspended,
)
from vendors.models import USUAL_TAX_STATUS, Member, MemberRole, Vendor, VendorKind, VendorStatus
from vendors.moves import expect, lock, move_to
from vendors.onboarding.checklist import ANSWERED, CHECKLIST
from vendors.onboarding.models import Paper, PaperState
from vendors.onboarding.queries import checklist_of, papers_of
from vendors.payouts.accounts import verify_account

WRITING = frozenset({VendorStatus.APPLYING, VendorStatus.RETURNED})
"""States in which the vendor may change its application."""

OPEN = WRITING | {VendorStatus.SUBMITTED}
_COMES_FROM = {
    VendorStatus.RETURNED: VendorStatus.SUBMITTED,
    VendorStatus.REJECTED: VendorStatus.SUBMITTED,
    VendorStatus.SUSPENDED: VendorStatus.APPROVED,
}
"""A decision answers what its maker saw: who rejects just after another returned is told so."""

_NAMES_ARE_GIVEN = 20_26


class OpenApplication(Refusal):
    """The person has an application that is not decided yet."""

    sentence = _l("Bạn đang có một hồ sơ chưa xong. Hãy hoàn tất hồ sơ ấy trước khi mở gian hàng khác.")


class NotForWriting(MoveNotAllowed):
    """The application lies with the market, or is decided."""

    sentence = _l("Hồ sơ đang chờ duyệt hoặc đã có quyết định nên không sửa được nữa.")


class Incomplete(Refusal):
    """Something of the application is missing."""

    sentence = _l("Hồ sơ còn thiếu giấy tờ hoặc tài khoản ngân hàng.")


class PapersUnanswered(Refusal):
    """Some papers are neither accepted nor waived."""

    sentence = _l("Hãy nhận hoặc miễn từng giấy tờ trước khi duyệt.")


class ReasonMissing(Invalid):
    """An act against a vendor needs its reason."""

    sentence = _l("Hãy ghi lý do, nhà sản xuất sẽ đọc được.")


@dataclass(frozen=True)
class Profile:
    """Who a producer is: `phone` is E.164, the commune is one of the home province."""

    kind: VendorKind
    name: str
    representative: str
    phone: str
    commune_code: str
    street: str
    tax_code: str | None = None
    email: str | None = None


def apply(user: User, profile: Profile) -> Vendor:
    """Begin an application: the person owns the vendor and accepts the rules for sellers; its checklist is open.

    Raises OpenApplication when the person has begun another, UnknownCommune when the commune is not of the province.
    """
    check_commune(HOME_PROVINCE_CODE, profile.commune_code)
    _refuse_second_application(user)
    vendor = Vendor(status=VendorStatus.APPLYING, applied_at=clock.now(), minimum_order_dong=0)
    _describe(vendor, profile)
    db.session.add(vendor)
    db.session.flush()
    db.session.add(Member(vendor_id=vendor.id, user_id=user.id, role=MemberRole.OWNER, since=clock.now()))
    _open_checklist(vendor)
    db.session.flush()
    accept(user, ACCEPTED_BY_SELLERS)
    return vendor


def change_profile(vendor: Vendor, profile: Profile, *, by: User) -> None:
    """Change who the producer is while the application is being written; another kind asks for other papers.

    Raises NotForWriting, and UnknownCommune when the commune is not of the province.
    """
    check_commune(HOME_PROVINCE_CODE, profile.commune_code)
    lock_for_writing(vendor)
    _describe(vendor, profile)
    _open_checklist(vendor)
    audit.record("application changed", vendor, by=by)


def submit(vendor: Vendor, *, by: User) -> None:
    """Hand the application in. Raises Incomplete unless every paper and the bank account are there."""
    lock(vendor)
    if vendor.status in WRITING and checklist_of(vendor).missing:
        raise Incomplete
    move_to(vendor, VendorStatus.SUBMITTED, by=by)
    vendor.submitted_at = clock.now()
    outbox.record(VendorSubmitted(vendor.id))


def approve(vendor: Vendor, *, by: User, reason: str = "") -> None:
    """Let the vendor sell: its bank account counts as verified, and it has delivery rates to begin with.

    Raises StateChanged when it does not wait for a decision (any more), PapersUnanswered and NoAccount.
    """
    lock(vendor)
    expect(vendor, VendorStatus.SUBMITTED)
    if any(paper.state not in ANSWERED for paper in papers_of(vendor)):
        raise PapersUnanswered
    verify_account(vendor, by=by)
    move_to(vendor, VendorStatus.APPROVED, by=by, reason=reason.strip())
    vendor.approved_at = clock.now()
    write_default_rates(vendor)
    audit.record("vendor approved", vendor, by=by, reason=reason.strip())
    outbox.record(VendorApproved(vendor.id))


def return_with_notes(vendor: Vendor, *, by: User, reason: str) -> None:
    """Send the application back to be mended. Raises ReasonMissing and StateChanged."""
    _decide(vendor, VendorStatus.RETURNED, by=by, reason=reason)
    audit.record("vendor returned", vendor, by=by, reason=reason.strip())
    outbox.record(VendorReturned(vendor.id))


def reject(vendor: Vendor, *, by: User, reason: str) -> None:
    """Refuse the application for good. Raises ReasonMissing and StateChanged."""
    _decide(vendor, VendorStatus.REJECTED, by=by, reason=reason)
    audit.record("vendor rejected", vendor, by=by, reason=reason.strip())
    outbox.record(VendorRejected(vendor.id))


def suspend(vendor: Vendor, *, by: User, reason: str) -> None:
    """Stop the vendor's sales at once; its open orders are finished. Raises ReasonMissing and StateChanged."""
    _decide(vendor, VendorStatus.SUSPENDED, by=by, reason=reason)
    audit.record("vendor suspended", vendor, by=by, reason=reason.strip())
    outbox.record(VendorSuspended(vendor.id))


def reinstate(vendor: Vendor, *, by: User, reason: str = "") -> None:
    """Let a suspended vendor sell again. Raises StateChanged when it is not suspended."""
    lock(vendor)
    expect(vendor, VendorStatus.SUSPENDED)
    move_to(vendor, VendorStatus.APPROVED, by=by, reason=reason.strip())
    audit.record("vendor reinstated", vendor, by=by, reason=reason.strip())
    outbox.record(VendorReinstated(vendor.id))


def lock_for_writing(vendor: Vendor) -> None:
    """Hold the vendor's row for a change of its application. Raises NotForWriting."""
    lock(vendor)
    if vendor.status not in WRITING:
        raise NotForWriting


def _decide(vendor: Vendor, status: VendorStatus, *, by: User, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(field="reason")
    lock(vendor)
    expect(vendor, _COMES_FROM[status])
    move_to(vendor, status, by=by, reason=reason.strip())


def _refuse_second_application(user: User) -> None:
    """Hold the person's row meanwhile, so that a double click begins one application."""
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
    open_ones = select(Vendor.id).join(Vendor.members).where(Member.user_id == user.id, Vendor.status.in_(OPEN))
    if db.session.scalar(open_ones.limit(1)) is not None:
        raise OpenApplication


def _describe(vendor: Vendor, profile: Profile) -> None:
    name = " ".join(profile.name.split())
    if name != vendor.name:
        vendor.name, vendor.name_sort_key, vendor.slug = name, sort_key(name)[:200], _free_slug(name)
    vendor.kind, vendor.tax_status = profile.kind, USUAL_TAX_STATUS[profile.kind]
    vendor.commune_code = profile.commune_code
    vendor.representative, vendor.street = profile.representative.strip(), profile.street.strip()
    vendor.phone, vendor.email, vendor.tax_code = profile.phone, profile.email or None, profile.tax_code or None


def _free_slug(name: str) -> str:
    """Give an address word that no vendor has; names are given one at a time until the transaction ends."""
    db.session.execute(select(func.pg_advisory_xact_lock(_NAMES_ARE_GIVEN)))
    plain = slug(name)[:180] or "shop"
    taken = db.session.scalar(select(Vendor.id).where(Vendor.slug == plain))
    return plain if taken is None else f"{plain}-{secrets.token_hex(4)}"


def _open_checklist(vendor: Vendor) -> None:
    """Have a row for each paper that the vendor's kind needs, and no other."""
    needed = CHECKLIST[vendor.kind]
    there = papers_of(vendor)
    for paper in there:
        if paper.kind not in needed:
            db.session.delete(paper)
    missing = set(needed) - {paper.kind for paper in there}
    db.session.add_all(Paper(vendor_id=vendor.id, kind=kind, state=PaperState.OPEN) for kind in missing)
