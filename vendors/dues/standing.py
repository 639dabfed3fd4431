"""What a vendor owes, read from its debt account: not yet invoiced, or left of its open invoices."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, select

from marketplace.database import db
from marketplace.ledger.chart import AccountKind
from marketplace.ledger.models import Account, Transfer
from vendors.dues.models import DuesClaim, DuesInvoice, DuesStatus


@dataclass(frozen=True)
class Free:
    """Transfers of a vendor that stand on no invoice, and what they come to (below zero: the vendor's credit)."""

    ids: Sequence[int]
    sum_dong: int


def free_transfers() -> Select[int | None, int, int]:
    """Select (vendor, transfer, đồng) of all on debt accounts that no standing invoice has claimed."""
    claimed = select(DuesClaim.id).where(DuesClaim.transfer_id == Transfer.id, DuesClaim.released_at.is_(None))
    touches = (Transfer.credit_account_id == Account.id) | (Transfer.debit_account_id == Account.id)
    return (
        select(Account.owner_id.label("vendor_id"), Transfer.id.label("transfer_id"), signed().label("dong"))
        .select_from(Account)
        .join(Transfer, touches)
        .where(Account.kind == AccountKind.VENDOR_DEBT, ~claimed.exists())
    )


def free_of(vendor_id: int) -> Free:
    """Give what stands on no invoice of the vendor."""
    rows = db.session.execute(free_transfers().where(Account.owner_id == vendor_id).order_by(Transfer.id)).all()
    return Free([transfer_id for _, transfer_id, _ in rows], sum(dong for _, _, dong in rows))


def left_of(invoice_ids: Collection[int]) -> dict[int, int]:
    """Give by invoice what is left to pay of it, in đồng."""
    query = (
        select(DuesClaim.invoice_id, func.sum(signed()))
        .join(Transfer, Transfer.id == DuesClaim.transfer_id)
        .join(DuesInvoice, DuesInvoice.id == DuesClaim.invoice_id)
        .join(Account, (Account.kind == AccountKind.VENDOR_DEBT) & (Account.owner_id == DuesInvoice.vendor_id))
        .where(DuesClaim.invoice_id.in_(invoice_ids), DuesClaim.released_at.is_(None))
        .group_by(DuesClaim.invoice_id)
    )
    return {invoice_id: int(dong) for invoice_id, dong in db.session.execute(query)}


def open_invoices(vendor_id: int) -> Sequence[DuesInvoice]:
    """List the vendor's open invoices, the one that is due first before the others."""
    query = select(DuesInvoice).where(DuesInvoice.vendor_id == vendor_id, DuesInvoice.status == DuesStatus.OPEN)
    ordered = query.order_by(DuesInvoice.due_on, DuesInvoice.id)
    return db.session.scalars(ordered.execution_options(populate_existing=True)).all()


def signed() -> ColumnElement[int]:
    """Give a transfer's amount as it changes the debt: above zero when it raises it."""
    return case((Transfer.debit_account_id == Account.id, Transfer.amount_dong), else_=-Transfer.amount_dong)
