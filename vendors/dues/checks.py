"""Checks of what vendors owe, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from marketplace.ledger.chart import AccountKind
from marketplace.ledger.models import Account, Transfer
from marketplace.ledger.queries import balances_of
from vendors.dues.models import DuesClaim, DuesInvoice, DuesStatus
from vendors.dues.standing import free_transfers, signed


@check
def dues_are_made_of_what_they_claim() -> Iterator[str]:
    """The transfers that a standing invoice is made of add up to its amount; nothing is left of a settled one."""
    sums = (
        select(
            DuesClaim.invoice_id,
            func.sum(signed()).filter(~DuesClaim.settles).label("charged"),
            func.sum(signed()).label("left"),
        )
        .join(Transfer, Transfer.id == DuesClaim.transfer_id)
        .join(DuesInvoice, DuesInvoice.id == DuesClaim.invoice_id)
        .join(Account, (Account.kind == AccountKind.VENDOR_DEBT) & (Account.owner_id == DuesInvoice.vendor_id))
        .where(DuesClaim.released_at.is_(None))
        .group_by(DuesClaim.invoice_id)
        .subquery()
    )
    stands = DuesInvoice.status != DuesStatus.WITHDRAWN
    charged, left = func.coalesce(sums.c.charged, 0), func.coalesce(sums.c.left, 0)
    is_open = DuesInvoice.status == DuesStatus.OPEN
    wrong = (stands & (charged != DuesInvoice.amount_dong)) | (is_open != (left > 0)) | (left < 0)
    query = select(DuesInvoice.reference).outerjoin(sums, sums.c.invoice_id == DuesInvoice.id).where(wrong)
    for reference in db.session.scalars(query):
        yield f"invoice {reference} does not agree with the transfers that it claims"


@check
def what_vendors_owe_is_invoiced_or_free() -> Iterator[str]:
    """What each vendor owes is what stands on no invoice and what is left of its open ones."""
    free = free_transfers().subquery()
    expected = {
        vendor_id: int(dong)
        for vendor_id, dong in db.session.execute(
            select(free.c.vendor_id, func.sum(free.c.dong)).group_by(free.c.vendor_id)
        )
    }
    claimed = (
        select(Account.owner_id, func.sum(signed()))
        .select_from(DuesClaim)
        .join(Transfer, Transfer.id == DuesClaim.transfer_id)
        .join(DuesInvoice, DuesInvoice.id == DuesClaim.invoice_id)
        .join(Account, (Account.kind == AccountKind.VENDOR_DEBT) & (Account.owner_id == DuesInvoice.vendor_id))
        .where(DuesClaim.released_at.is_(None), DuesInvoice.status == DuesStatus.OPEN)
        .group_by(Account.owner_id)
    )
    for vendor_id, dong in db.session.execute(claimed):
        expected[vendor_id] = expected.get(vendor_id, 0) + int(dong)
    for vendor_id, booked in balances_of(AccountKind.VENDOR_DEBT).items():
        if booked != expected.get(vendor_id, 0):
            yield f"vendor {vendor_id} owes {booked} đồng, invoices and the rest add up to {expected.get(vendor_id, 0)}"
