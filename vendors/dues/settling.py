"""What lowers a vendor's debt, given to its invoices: the oldest first, and what is left over is its credit.

Whoever calls holds the vendor's row, so that one đồng never settles two invoices.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.ledger.chart import AccountKind, AccountName, Move, Purpose, of_vendor
from marketplace.ledger.models import Posting, Transfer
from marketplace.ledger.operations import post
from vendors.dues.models import DuesClaim, DuesInvoice, DuesStatus
from vendors.dues.standing import left_of, open_invoices
from vendors.events import DuesSettled


@dataclass(frozen=True)
class _Portion:
    """So much for an invoice (none: the vendor's credit), and whether nothing is left of it then."""

    invoice: DuesInvoice | None
    amount_dong: int
    is_rest: bool


def lower_debt(
    reference: str,
    source: AccountName,
    vendor_id: int,
    amount_dong: int,
    *,
    words: str,
    settled_as: DuesStatus,
    first: int | None = None,
) -> Posting:
    """Post so much from `source` to what the vendor owes, and settle its open invoices with it, `first` before others.

    What no invoice needs lowers what the next one will say; beyond that it is the vendor's credit. Amounts in đồng.
    """
    portions = _portions(vendor_id, amount_dong, first)
    debt = of_vendor(AccountKind.VENDOR_DEBT, vendor_id)
    moves = [Move(source, debt, portion.amount_dong, Purpose.DEBT) for portion in portions]
    posting = post(reference, moves, words=words)
    if any(portion.invoice for portion in portions):
        made = select(Transfer.id).where(Transfer.posting_id == posting.id).order_by(Transfer.id)
        for transfer_id, portion in zip(db.session.scalars(made).all(), portions, strict=True):
            _settle(portion, transfer_id, settled_as)
    return posting


def _portions(vendor_id: int, amount_dong: int, first: int | None) -> Sequence[_Portion]:
    invoices = sorted(open_invoices(vendor_id), key=lambda invoice: invoice.id != first)
    left = left_of([invoice.id for invoice in invoices]) if invoices else {}
    portions, rest = list[_Portion](), amount_dong
    for invoice in invoices:
        if taken := min(rest, left[invoice.id]):
            portions.append(_Portion(invoice, taken, taken == left[invoice.id]))
            rest -= taken
    return [*portions, _Portion(None, rest, is_rest=False)] if rest else portions


def _settle(portion: _Portion, transfer_id: int, settled_as: DuesStatus) -> None:
    if portion.invoice is None:
        return
    db.session.add(DuesClaim(invoice_id=portion.invoice.id, transfer_id=transfer_id, settles=True))
    db.session.flush()
    if portion.is_rest:
        portion.invoice.status, portion.invoice.settled_at = settled_as, clock.now()
        outbox.record(DuesSettled(portion.invoice.id))
