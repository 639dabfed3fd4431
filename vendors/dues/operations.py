"""Invoicing what vendors owe: each month, or by hand; reminding; taking back; paying back a credit."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ARRAY, BigInteger, ColumnElement, exists, func, insert, literal, select, update

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.documents.models import DocumentKind
from marketplace.documents.operations import issue
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.ledger.chart import AccountKind, Move, Purpose, of_vendor
from marketplace.ledger.operations import post
from marketplace.numbers import codes_in, memo_code
from marketplace.settings import settings
from vendors.dues.models import DuesClaim, DuesInvoice, DuesStatus
from vendors.dues.paper import paper_of
from vendors.dues.standing import free_of, free_transfers
from vendors.events import DuesIssued, DuesReminderDue, DuesWanted
from vendors.models import Vendor

PREFIX = "PH"
INTO_THE_MONTH = timedelta(days=5)
"""So long an invoice is still called by the month before."""
REMIND_BEFORE = timedelta(days=3)


class ReasonMissing(Invalid):
    """The vendor reads why an invoice was taken back."""

    sentence = _l("Hãy ghi lý do, nhà sản xuất đọc được.")


class PartlyPaid(MoveNotAllowed):
    """An invoice that something was paid of stands."""

    sentence = _l("Giấy này đã được trả một phần nên không rút lại được.")


class NoCredit(MoveNotAllowed):
    """The vendor has no credit, or owes more on open invoices."""

    sentence = _l("Nhà sản xuất không còn số dư để trả lại.")


def vendors_to_invoice() -> list[int]:
    """List the vendors with something on their debt account that stands on no invoice, and that is no credit."""
    free = free_transfers().subquery()
    owing = select(free.c.vendor_id).group_by(free.c.vendor_id).having(func.sum(free.c.dong) >= 0)
    return [vendor_id for vendor_id in db.session.scalars(owing.order_by(free.c.vendor_id)) if vendor_id is not None]


def want_invoices(*, by: User) -> int:
    """Ask for an invoice to every vendor that owes, without waiting for the month's end; give how many these are."""
    vendor_ids = vendors_to_invoice()
    for vendor_id in vendor_ids:
        outbox.record(DuesWanted(vendor_id))
    if vendor_ids:
        audit.record("dues wanted", by, by=by, vendors=len(vendor_ids))
    return len(vendor_ids)


def issue_dues(vendor_id: int) -> DuesInvoice | None:
    """Invoice all that the vendor owes and that stands on no invoice; None when it owes nothing, or has a credit.

    What was owed and set off to the đồng is closed by an invoice of nothing, which nobody is told of.
    """
    lock_vendor(vendor_id)
    free = free_of(vendor_id)
    if not free.ids or free.sum_dong < 0:
        return None
    invoice = _written(vendor_id, free.sum_dong)
    _claim(invoice, free.ids)
    if invoice.status is DuesStatus.OPEN:
        paper = paper_of(invoice)
        issue(DocumentKind.DUES_NOTICE, paper, subject=f"dues/{invoice.id}", owner_id=vendor_id)
        outbox.record(DuesIssued(invoice.id))
    return invoice


def to_remind() -> list[int]:
    """List open invoices that are due soon, or overdue, and whose vendor was not told so yet."""
    return list(db.session.scalars(select(DuesInvoice.id).where(_is_soon() | _is_late()).order_by(DuesInvoice.id)))


def remind(invoice_id: int) -> None:
    """Note that a vendor is reminded of an invoice: once before its day, once after."""
    query = select(DuesInvoice).where(DuesInvoice.id == invoice_id, _is_soon() | _is_late())
    invoice = db.session.scalar(query.with_for_update())
    if invoice is None:
        return
    if invoice.due_on < clock.today():
        invoice.reminded_after_at = clock.now()
    else:
        invoice.reminded_before_at = clock.now()
    outbox.record(DuesReminderDue(invoice.id))


def withdraw(invoice: DuesInvoice, *, reason: str, by: User) -> None:
    """Take an open invoice back of which nothing was paid; what stood on it comes onto the next.

    Raises ReasonMissing, PartlyPaid, and MoveNotAllowed for one that is not open.
    """
    if not (said := reason.strip()):
        raise ReasonMissing(field="reason")
    lock_vendor(invoice.vendor_id)
    db.session.refresh(invoice)
    if invoice.status is not DuesStatus.OPEN:
        raise MoveNotAllowed
    if db.session.scalar(select(exists().where(DuesClaim.invoice_id == invoice.id, DuesClaim.settles))):
        raise PartlyPaid
    invoice.status, invoice.settled_at, invoice.withdrawn_because = DuesStatus.WITHDRAWN, clock.now(), said
    claims = update(DuesClaim).where(DuesClaim.invoice_id == invoice.id)
    db.session.execute(claims.values(released_at=clock.now()))
    audit.record("dues withdrawn", invoice, by=by, reason=said, amount_dong=invoice.amount_dong)


def pay_back_credit(vendor: Vendor, *, by: User) -> int:
    """Let the next payout carry what the vendor paid beyond its debt; give how much. Raises NoCredit."""
    lock_vendor(vendor.id)
    free = free_of(vendor.id)
    if free.sum_dong >= 0:
        raise NoCredit
    credit = -free.sum_dong
    debt, payable = of_vendor(AccountKind.VENDOR_DEBT, vendor.id), of_vendor(AccountKind.VENDOR_PAYABLE, vendor.id)
    reference = f"vendor-credit/{vendor.id}/{max(free.ids)}"
    post(reference, [Move(debt, payable, credit, Purpose.DEBT)], words="Trả lại số dư của nhà sản xuất")
    audit.record("dues credit paid back", vendor, by=by, amount_dong=credit)
    return credit


def invoice_named(content: str) -> DuesInvoice | None:
    """The one invoice whose memo the words of a transfer hold; None for none, and for more than one."""
    codes = codes_in(content, PREFIX)
    found = db.session.scalars(select(DuesInvoice).where(DuesInvoice.reference.in_(codes))).all() if codes else []
    return found[0] if len(found) == 1 else None


def lock_vendor(vendor_id: int) -> None:
    """Lock the vendor's row against other invoices, payments of debt and payouts, not against new orders."""
    db.session.execute(select(Vendor.id).where(Vendor.id == vendor_id).with_for_update(key_share=True))


def _written(vendor_id: int, amount_dong: int) -> DuesInvoice:
    invoice = DuesInvoice(
        reference=memo_code(PREFIX),
        vendor_id=vendor_id,
        month=_month(),
        amount_dong=amount_dong,
        due_on=clock.today() + timedelta(days=settings().dues_days),
        status=DuesStatus.OPEN if amount_dong else DuesStatus.SET_OFF,
        issued_at=clock.now(),
        settled_at=None if amount_dong else clock.now(),
    )
    db.session.add(invoice)
    db.session.flush()
    return invoice


def _month() -> date:
    return (clock.today() - INTO_THE_MONTH).replace(day=1)


def _claim(invoice: DuesInvoice, transfer_ids: Sequence[int]) -> None:
    each = func.unnest(literal(list(transfer_ids), ARRAY(BigInteger)))
    rows = select(literal(invoice.id), each, literal(value=False))
    db.session.execute(insert(DuesClaim).from_select(["invoice_id", "transfer_id", "settles"], rows))


def _is_soon() -> ColumnElement[bool]:
    open_ = DuesInvoice.status == DuesStatus.OPEN
    soon = DuesInvoice.due_on <= clock.today() + REMIND_BEFORE
    return open_ & soon & (DuesInvoice.due_on >= clock.today()) & DuesInvoice.reminded_before_at.is_(None)


def _is_late() -> ColumnElement[bool]:
    open_ = DuesInvoice.status == DuesStatus.OPEN
    return open_ & (DuesInvoice.due_on < clock.today()) & DuesInvoice.reminded_after_at.is_(None)
