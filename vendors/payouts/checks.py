"""Checks of the payouts, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import BigInteger, Select, String, case, cast, func, or_, select

from marketplace.database import db
from marketplace.documents.models import Document, DocumentKind
from marketplace.ledger.audit import check
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.models import Account, Posting, Transfer
from marketplace.ledger.queries import balance, balances_of
from vendors.payouts.models import GIVEN_BACK, OPEN, Payout, PayoutClaim, PayoutStatus
from vendors.payouts.operations import free_transfers
from vendors.payouts.queries import SUBJECT
from vendors.payouts.statements import RELEASED

ARRIVED = (PayoutStatus.CONFIRMED, PayoutStatus.RETURNED)


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
        Payout.status.not_in(GIVEN_BACK), Payout.amount_dong != claimed
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


@check
def what_was_released_is_what_was_earned() -> Iterator[str]:
    """Each order that was released has taken from the pending account what it had put there: statements explain it."""
    signed = case((Account.id == Transfer.credit_account_id, Transfer.amount_dong), else_=-Transfer.amount_dong)
    subject = func.substring(Posting.reference, SUBJECT)
    query = (
        select(subject, func.sum(signed))
        .select_from(Account)
        .join(Transfer, (Transfer.credit_account_id == Account.id) | (Transfer.debit_account_id == Account.id))
        .join(Transfer.posting)
        .where(Account.kind == AccountKind.VENDOR_PENDING)
        .group_by(subject)
        .having(func.bool_or(Posting.reference.endswith(RELEASED)), func.sum(signed) != 0)
    )
    for about, left in db.session.execute(query):
        yield f"{about} was released, and {left} đồng of it are still pending"


@check
def statements_say_what_was_paid() -> Iterator[str]:
    """Every issued statement is of a payout that has arrived, and of its amount; or of nothing once it came back."""
    about = func.concat("payout/", cast(Payout.id, String))
    said = cast(Document.figures["lead"]["amount_dong"].astext, BigInteger)
    query = (
        select(Document.full_number, said, Payout.reference, Payout.amount_dong)
        .outerjoin(Payout, (about == Document.subject) & Payout.status.in_(ARRIVED))
        .where(Document.kind == DocumentKind.PAYOUT_STATEMENT, Document.subject.startswith("payout/"))
        .where(said.is_distinct_from(Payout.amount_dong))
        .where(or_(said != 0, Payout.status.is_distinct_from(PayoutStatus.RETURNED)))
    )
    for number, told, reference, paid in db.session.execute(query):
        yield f"statement {number} says {told} đồng, payout {reference} is of {paid}"


@check
def each_earning_is_paid_out_once() -> Iterator[str]:
    """No transfer is claimed by two payouts that stand, and no payout that was given back still claims any."""
    standing = select(PayoutClaim.transfer_id).where(PayoutClaim.released_at.is_(None))
    twice = standing.group_by(PayoutClaim.transfer_id).having(func.count() > 1)
    for transfer_id in db.session.scalars(twice):
        yield f"transfer {transfer_id} is claimed by two payouts"
    kept = select(Payout.reference).where(Payout.status.in_(GIVEN_BACK), _claims_of_payout().exists())
    for reference in db.session.scalars(kept):
        yield f"payout {reference} was given back and still claims earnings"


def _claims_of_payout() -> Select[int]:
    return select(PayoutClaim.id).where(PayoutClaim.payout_id == Payout.id, PayoutClaim.released_at.is_(None))
