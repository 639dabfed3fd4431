"""Reads of what vendors owe, for themselves and for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.documents.models import Document, DocumentKind
from marketplace.errors import NotFound
from marketplace.ledger.chart import AccountKind, Purpose
from marketplace.ledger.models import Account, Posting, Transfer
from marketplace.settings import settings
from marketplace.transfers import Transfer as TransferToMake
from vendors.dues.models import DuesClaim, DuesInvoice, DuesStatus
from vendors.dues.standing import free_transfers, left_of, signed
from vendors.models import Vendor


@dataclass(frozen=True)
class DuesLine:
    """A transfer on an invoice: what it is for, in words; above zero what raises the debt, below what lowers it."""

    words: str
    purpose: Purpose
    amount_dong: int
    at: datetime


@dataclass(frozen=True)
class Credit:
    """A vendor that has paid more than it owes, and how much, in đồng."""

    vendor: Vendor
    amount_dong: int


def charges_of(invoice: DuesInvoice) -> Sequence[DuesLine]:
    """List what an invoice is made of, oldest first; it adds up to its amount."""
    return _lines(invoice, settles=False)


def settlements_of(invoice: DuesInvoice) -> Sequence[DuesLine]:
    """List what was paid or set off of an invoice, oldest first."""
    return _lines(invoice, settles=True)


def invoices_of(vendor: Vendor) -> Select[DuesInvoice]:
    """Select the vendor's invoices, newest first; those of nothing are left out."""
    query = select(DuesInvoice).where(DuesInvoice.vendor_id == vendor.id, DuesInvoice.amount_dong > 0)
    return query.order_by(DuesInvoice.id.desc())


def invoice_of(vendor: Vendor, reference: str) -> DuesInvoice:
    """Give one of the vendor's own invoices. Raises NotFound for anybody else's."""
    return _found(invoices_of(vendor).where(DuesInvoice.reference == reference))


def all_invoices(*, open_only: bool = False, overdue: bool = False) -> Select[DuesInvoice]:
    """Select everybody's invoices for the desk: all newest first, open ones by their day."""
    query = select(DuesInvoice).options(joinedload(DuesInvoice.vendor)).where(DuesInvoice.amount_dong > 0)
    if not open_only and not overdue:
        return query.order_by(DuesInvoice.id.desc())
    query = query.where(DuesInvoice.status == DuesStatus.OPEN).order_by(DuesInvoice.due_on, DuesInvoice.id)
    return query.where(DuesInvoice.due_on < clock.today()) if overdue else query


def invoice_referenced(reference: str) -> DuesInvoice:
    """Give an invoice for the desk. Raises NotFound."""
    return _found(all_invoices().where(DuesInvoice.reference == reference))


def overdue_count() -> int:
    """Count the open invoices whose day is over."""
    late = (DuesInvoice.status == DuesStatus.OPEN) & (DuesInvoice.due_on < clock.today())
    return db.session.scalar(select(func.count()).select_from(DuesInvoice).where(late)) or 0


def is_overdue(invoice: DuesInvoice) -> bool:
    """Whether an invoice should have been paid by now."""
    return invoice.status is DuesStatus.OPEN and invoice.due_on < clock.today()


def credits_of_vendors() -> list[Credit]:
    """List the vendors that have paid more than they owe."""
    free = free_transfers().subquery()
    total = func.sum(free.c.dong)
    query = select(Vendor, -total).join(free, free.c.vendor_id == Vendor.id).group_by(Vendor.id).having(total < 0)
    return [Credit(vendor, int(dong)) for vendor, dong in db.session.execute(query.order_by(Vendor.name_sort_key))]


def credit_holder(vendor_id: int) -> Vendor:
    """Give the vendor whose credit is paid back. Raises NotFound."""
    vendor = db.session.get(Vendor, vendor_id)
    if vendor is None:
        raise NotFound
    return vendor


def transfer_for(invoice: DuesInvoice) -> TransferToMake | None:
    """The transfer to the market's bank that an open invoice still needs."""
    due = left_of([invoice.id]).get(invoice.id, 0)
    if invoice.status is not DuesStatus.OPEN or not due:
        return None
    running = settings()
    return TransferToMake(
        bank_bin=running.bank_bin,
        account=running.bank_account,
        holder=running.bank_holder,
        due_dong=due,
        memo=invoice.reference,
    )


def document_of(invoice: DuesInvoice) -> Document:
    """Give the numbered document of an invoice. Raises NotFound."""
    about = (Document.kind == DocumentKind.DUES_NOTICE) & (Document.subject == f"dues/{invoice.id}")
    document = db.session.scalar(select(Document).where(about))
    if document is None:
        raise NotFound
    return document


def _lines(invoice: DuesInvoice, *, settles: bool) -> Sequence[DuesLine]:
    query = (
        select(Posting.words, Transfer.purpose, signed(), Posting.posted_at)
        .select_from(DuesClaim)
        .join(Transfer, Transfer.id == DuesClaim.transfer_id)
        .join(Transfer.posting)
        .join(Account, (Account.kind == AccountKind.VENDOR_DEBT) & (Account.owner_id == invoice.vendor_id))
        .where(DuesClaim.invoice_id == invoice.id, DuesClaim.settles.is_(settles))
        .order_by(Transfer.id)
    )
    return [DuesLine(words, purpose, int(dong), at) for words, purpose, dong, at in db.session.execute(query)]


def _found(query: Select[DuesInvoice]) -> DuesInvoice:
    invoice = db.session.scalar(query)
    if invoice is None:
        raise NotFound
    return invoice
