"""Checks of the payouts, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import case, func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.models import Account, Transfer
from marketplace.ledger.queries import balance, balances_of
from vendors.payouts.models import OPEN, Payout, PayoutClaim, PayoutStatus
from vendors.payouts.operations import free_transfers


@check
def payouts_settle_what_they_claim() -> Iterator[str]:
    """The transfers that a standing payout has claimed add up to its amount."""
    signed = case((Account.id == Transfer.credit_account_id, Transfer.amount_dong), else_=-Transfer.amount_dong)
    touches = (Account.id == Transfer.credit_account_id) | (Account.id == Transfer.debit_account_id)
    claimed = (
        select(func.coalesce(func.sum(signed), 0))
        .select_from(PayoutClaim)
        .join(Transfer, Transfer.id == PayoutClaim.transfer_id)
        .join(Account, touches & (Account.kind == AccountKind.VENDOR_PAYABLE) & (Account.owner_id == Payout.vendor_id))
        .where(PayoutClaim.payout_id == Payout.id, PayoutClaim.released_at.is_(None))
        .correlate(Payout)
        .scalar_subquery()
    )
    standing = select(Payout.reference, Payout.amount_dong, claimed).where(
        Payout.status != PayoutStatus.FAILED, Payout.amount_dong != claimed
    )
    for reference, amount, settled in db.session.execute(standing):
        yield f"payout {reference} is of {amount} đồng, what it settles adds up to {settled}"


@check
def payouts_on_their_way_are_in_the_books() -> Iterator[str]:
    """What is on its way to vendors is the sum of the open payouts."""
    open_ = select(func.coalesce(func.sum(Payout.amount_dong), 0)).where(Payout.status.in_(OPEN))
    expected, booked = db.session.scalar(open_) or 0, balance(market(AccountKind.PAYOUTS_ON_WAY))
    if expected != booked:
        yield f"open payouts add up to {expected} đồng, the books have {booked} on its way"


@check
def what_is_payable_can_be_claimed() -> Iterator[str]:
    """What each vendor's payable account holds is the sum of the transfers that no standing payout has claimed."""
    free = free_transfers().subquery()
    rows = db.session.execute(select(free.c.vendor_id, func.sum(free.c.dong)).group_by(free.c.vendor_id))
    claimable = {vendor_id: int(dong) for vendor_id, dong in rows}
    for vendor_id, booked in balances_of(AccountKind.VENDOR_PAYABLE).items():
        if booked != claimable.get(vendor_id, 0):
            yield f"vendor {vendor_id} has {booked} đồng payable, {claimable.get(vendor_id, 0)} can be claimed"
