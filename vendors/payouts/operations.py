"""Claiming what is payable to a vendor: once, by one payout, to its verified account."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, BigInteger, Select, case, func, insert, literal, select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger.chart import AccountKind, Move, Till, market, of_vendor
from marketplace.ledger.models import Account, Posting, Transfer
from marketplace.ledger.operations import post
from marketplace.ledger.queries import balance
from marketplace.numbers import memo_code
from marketplace.settings import settings
from vendors.dues.models import DuesStatus
from vendors.dues.settling import lower_debt
from vendors.events import PayoutRequested
from vendors.models import Vendor
from vendors.payouts.due import usable
from vendors.payouts.models import OPEN, Payout, PayoutAccount, PayoutClaim, PayoutStatus, PayoutWay
from vendors.payouts.terms import terms_of

PREFIX = "CT"
ON_WAY = market(AccountKind.PAYOUTS_ON_WAY)


def request_payout(vendor_id: int, *, by: User | None = None, way: PayoutWay | None = None) -> Payout | None:
    """Claim all that is payable to the vendor, less its debt; None when there is nothing, or too little, to pay.

    The vendor's row is locked, so that two runs at once make one payout. What is counted is what is claimed, whatever
    becomes payable meanwhile. It leaves as PAYOUT_WAY says, unless another `way` is named. Amounts are whole đồng; the
    number of statements does not depend on that of the orders.
    """
    vendor = _lock(vendor_id)
    account = _usable_account(vendor)
    if account is None or _has_open_payout(vendor):
        return None
    free = _free_transfers(vendor)
    payable, debt = of_vendor(AccountKind.VENDOR_PAYABLE, vendor.id), of_vendor(AccountKind.VENDOR_DEBT, vendor.id)
    offset = max(min(free.sum_dong, balance(debt)), 0)
    amount = free.sum_dong - offset
    if amount < terms_of(vendor.id).minimum_dong or not _till_holds(amount):
        return None
    payout = _written(vendor, account, amount, way or PayoutWay(settings().payout_way))
    _claim(payout, free.ids)
    if offset:
        reference, words = f"vendor-debt/{payout.id}/offset", "Trừ khoản còn nợ"
        posting = lower_debt(reference, payable, vendor.id, offset, words=words, settled_as=DuesStatus.SET_OFF)
        _claim_all_of(payout, posting)
    post(f"payout/{payout.id}/requested", [Move(payable, ON_WAY, amount)], words=f"Lệnh chi {payout.reference}")
    audit.record("payout requested", payout, by=by, amount_dong=amount)
    outbox.record(PayoutRequested(payout.id))
    return payout


def free_transfers() -> Select[int | None, int, int]:
    """Select (vendor, transfer, đồng) of all on payable accounts that no standing payout has claimed.

    A payout's own postings are left out: what it takes is said by its claims.
    """
    signed = case((Transfer.credit_account_id == Account.id, Transfer.amount_dong), else_=-Transfer.amount_dong)
    claimed = select(PayoutClaim.id).where(PayoutClaim.transfer_id == Transfer.id, PayoutClaim.released_at.is_(None))
    return (
        select(Account.owner_id.label("vendor_id"), Transfer.id.label("transfer_id"), signed.label("dong"))
        .select_from(Account)
        .join(Transfer, (Transfer.credit_account_id == Account.id) | (Transfer.debit_account_id == Account.id))
        .join(Posting, Posting.id == Transfer.posting_id)
        .where(Account.kind == AccountKind.VENDOR_PAYABLE, Posting.reference.not_like("payout/%"), ~claimed.exists())
    )


def _till() -> Till:
    return Till.AT_PARTNER if settings().holding == "partner" else Till.BANK


def _till_holds(amount_dong: int) -> bool:
    """Whether the partner has so much, where it pays; what it does not have waits until somebody brings it."""
    if _till() is Till.BANK:
        return True
    on_way = select(func.coalesce(func.sum(Payout.amount_dong), 0)).where(
        Payout.paid_from == Till.AT_PARTNER, Payout.status.in_(OPEN)
    )
    return balance(Till.AT_PARTNER.account) - (db.session.scalar(on_way) or 0) >= amount_dong


@dataclass(frozen=True)
class _Free:
    """Transfers that can be claimed, and what they come to in đồng."""

    ids: Sequence[int]
    sum_dong: int


def _free_transfers(vendor: Vendor) -> _Free:
    rows = db.session.execute(free_transfers().where(Account.owner_id == vendor.id)).all()
    return _Free([transfer_id for _, transfer_id, _ in rows], sum(dong for _, _, dong in rows))


def _claim(payout: Payout, transfer_ids: Sequence[int]) -> None:
    each = func.unnest(literal(list(transfer_ids), ARRAY(BigInteger)))
    db.session.execute(insert(PayoutClaim).from_select(["payout_id", "transfer_id"], select(literal(payout.id), each)))


def _claim_all_of(payout: Payout, posting: Posting) -> None:
    own = select(literal(payout.id), Transfer.id).where(Transfer.posting_id == posting.id)
    db.session.execute(insert(PayoutClaim).from_select(["payout_id", "transfer_id"], own))


def _written(vendor: Vendor, account: PayoutAccount, amount_dong: int, way: PayoutWay) -> Payout:
    payout = Payout(
        reference=memo_code(PREFIX),
        vendor_id=vendor.id,
        account_id=account.id,
        amount_dong=amount_dong,
        paid_from=_till(),
        way=way,
        status=PayoutStatus.REQUESTED,
        requested_at=clock.now(),
    )
    db.session.add(payout)
    db.session.flush()
    return payout


def _lock(vendor_id: int) -> Vendor:
    """Lock the vendor's row against other payouts and changes of its account, not against new orders."""
    query = select(Vendor).where(Vendor.id == vendor_id).with_for_update(key_share=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _usable_account(vendor: Vendor) -> PayoutAccount | None:
    return db.session.scalar(select(PayoutAccount).where(PayoutAccount.vendor_id == vendor.id, usable(clock.now())))


def _has_open_payout(vendor: Vendor) -> bool:
    found = select(Payout.id).where(Payout.vendor_id == vendor.id, Payout.status.in_(OPEN))
    return db.session.scalar(found.limit(1)) is not None
