"""From payable earnings to the vendor's bank: claimed, sent, confirmed; or failed and payable again."""

import structlog
from sqlalchemy import case, func, insert, literal, select, update

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.bank.connection import BankUnavailable
from marketplace.gateways.bank.payouts import BankTransfer, TransferOutcome, TransferRefused, TransferState
from marketplace.gateways.wiring import gateways
from marketplace.ledger.chart import AccountKind, Move, market, of_vendor
from marketplace.ledger.models import Account, Posting, Transfer
from marketplace.ledger.operations import post
from marketplace.ledger.queries import balances
from marketplace.numbers import memo_code
from marketplace.settings import settings
from vendors.events import PayoutConfirmed, PayoutFailed, PayoutRequested, PayoutSent
from vendors.models import Vendor
from vendors.payouts.models import PAYOUT_MOVES, Payout, PayoutAccount, PayoutClaim, PayoutStatus

log = structlog.get_logger()
PREFIX = "CT"
BANK = market(AccountKind.BANK)
ON_WAY = market(AccountKind.PAYOUTS_ON_WAY)
OPEN = (PayoutStatus.REQUESTED, PayoutStatus.SENDING, PayoutStatus.SENT)


def due_vendors() -> list[int]:
    """List vendors whose payable earnings reach the minimum, whose account is verified, and without an open payout."""
    signed = func.sum(
        case((Transfer.credit_account_id == Account.id, Transfer.amount_dong), else_=-Transfer.amount_dong)
    )
    touches = (Transfer.credit_account_id == Account.id) | (Transfer.debit_account_id == Account.id)
    verified = select(PayoutAccount.vendor_id).where(
        PayoutAccount.replaced_at.is_(None), PayoutAccount.verified_at.is_not(None)
    )
    busy = select(Payout.vendor_id).where(Payout.status.in_(OPEN))
    query = (
        select(Account.owner_id)
        .join(Transfer, touches)
        .where(
            Account.kind == AccountKind.VENDOR_PAYABLE, Account.owner_id.in_(verified), Account.owner_id.not_in(busy)
        )
        .group_by(Account.owner_id)
        .having(signed >= settings().payout_minimum_dong)
        .order_by(Account.owner_id)
    )
    return [owner for owner in db.session.scalars(query) if owner is not None]


def request_payout(vendor_id: int, *, by: User | None = None) -> Payout | None:
    """Claim all that is payable to the vendor, less its debt; None when there is nothing, or too little, to pay.

    The vendor's row is locked, so that two runs at once make one payout. Amounts are whole đồng.
    """
    vendor = _lock_vendor(vendor_id)
    account = _account_of(vendor)
    if account is None or _has_open_payout(vendor):
        return None
    payable, debt = of_vendor(AccountKind.VENDOR_PAYABLE, vendor.id), of_vendor(AccountKind.VENDOR_DEBT, vendor.id)
    standing = balances([payable, debt])
    offset = min(standing[payable], standing[debt])
    amount = standing[payable] - offset
    if amount < settings().payout_minimum_dong:
        return None
    payout = _written(vendor, account, amount)
    if offset:
        post(f"vendor-debt/{payout.id}/offset", [Move(payable, debt, offset)], words="Trừ khoản còn nợ")
    _claim(payout)
    post(f"payout/{payout.id}/requested", [Move(payable, ON_WAY, amount)], words=f"Lệnh chi {payout.reference}")
    audit.record("payout requested", payout, by=by, amount_dong=amount)
    outbox.record(PayoutRequested(payout.id))
    return payout


def begin_sending(payout_id: int) -> None:
    """Note that the payout is about to be handed to the bank; committed before `hand_over`."""
    payout = _lock(payout_id)
    if payout.status is PayoutStatus.REQUESTED:
        _move(payout, PayoutStatus.SENDING)


def hand_over(payout_id: int) -> None:
    """Hand the payout to the bank under its reference: however often this is repeated, the bank pays once."""
    payout = _lock(payout_id)
    if payout.status is not PayoutStatus.SENDING:
        return
    try:
        outcome = gateways().payouts.send(_transfer(payout))
    except BankUnavailable:
        log.warning("bank_unavailable", payout=payout.id)
    except TransferRefused as refused:
        _fail(payout, str(refused))
    else:
        payout.sent_at, payout.bank_reference = clock.now(), outcome.provider_id
        _move(payout, PayoutStatus.SENT)
        outbox.record(PayoutSent(payout.id))
        _follow(payout, outcome)


def ask_about(payout_id: int) -> None:
    """Ask the bank what became of a payout that it has."""
    payout = _lock(payout_id)
    if payout.status is not PayoutStatus.SENT:
        return
    try:
        outcome = gateways().payouts.find(payout.reference)
    except BankUnavailable:
        return
    if outcome:
        _follow(payout, outcome)


def with_status(*statuses: PayoutStatus) -> list[int]:
    """List the payouts in these states, oldest first."""
    return list(db.session.scalars(select(Payout.id).where(Payout.status.in_(statuses)).order_by(Payout.id)))


def _follow(payout: Payout, outcome: TransferOutcome) -> None:
    if outcome.state is TransferState.SUCCEEDED:
        payout.confirmed_at = clock.now()
        _move(payout, PayoutStatus.CONFIRMED)
        words = f"Ngân hàng xác nhận {payout.reference}"
        post(f"payout/{payout.id}/confirmed", [Move(ON_WAY, BANK, payout.amount_dong)], words=words)
        outbox.record(PayoutConfirmed(payout.id))
    elif outcome.state is TransferState.FAILED:
        _fail(payout, outcome.reason or "")


def _fail(payout: Payout, reason: str) -> None:
    """Make the earnings payable again; the account waits for a person's look before the next payout."""
    payout.failed_at, payout.failure = clock.now(), reason[:500]
    _move(payout, PayoutStatus.FAILED)
    payable = of_vendor(AccountKind.VENDOR_PAYABLE, payout.vendor_id)
    words = f"Lệnh chi {payout.reference} không thành"
    post(f"payout/{payout.id}/failed", [Move(ON_WAY, payable, payout.amount_dong)], words=words)
    db.session.execute(
        update(PayoutClaim).where(PayoutClaim.payout_id == payout.id).values(released_at=payout.failed_at)
    )
    db.session.execute(update(PayoutAccount).where(PayoutAccount.id == payout.account_id).values(verified_at=None))
    outbox.record(PayoutFailed(payout.id))


def _move(payout: Payout, status: PayoutStatus) -> None:
    if status not in PAYOUT_MOVES[payout.status]:
        raise RuntimeError(f"payout {payout.id} cannot move from {payout.status} to {status}")
    payout.status = status


def _written(vendor: Vendor, account: PayoutAccount, amount_dong: int) -> Payout:
    payout = Payout(
        reference=memo_code(PREFIX),
        vendor_id=vendor.id,
        account_id=account.id,
        amount_dong=amount_dong,
        status=PayoutStatus.REQUESTED,
        requested_at=clock.now(),
    )
    db.session.add(payout)
    db.session.flush()
    return payout


def _claim(payout: Payout) -> None:
    """Claim every transfer on the vendor's payable account that no standing payout has claimed."""
    account = select(Account.id).where(Account.kind == AccountKind.VENDOR_PAYABLE, Account.owner_id == payout.vendor_id)
    claimed = select(PayoutClaim.id).where(PayoutClaim.transfer_id == Transfer.id, PayoutClaim.released_at.is_(None))
    free = (
        select(literal(payout.id), Transfer.id)
        .join(Posting, Posting.id == Transfer.posting_id)
        .where(
            Transfer.debit_account_id.in_(account) | Transfer.credit_account_id.in_(account),
            Posting.reference.not_like("payout/%"),
            ~claimed.exists(),
        )
    )
    db.session.execute(insert(PayoutClaim).from_select(["payout_id", "transfer_id"], free))


def _transfer(payout: Payout) -> BankTransfer:
    account = db.session.get_one(PayoutAccount, payout.account_id)
    return BankTransfer(
        reference=payout.reference,
        amount_dong=payout.amount_dong,
        to_bin=account.bank_bin,
        to_account=account.number,
        description=f"Chi tra {payout.reference}",
    )


def _lock_vendor(vendor_id: int) -> Vendor:
    return db.session.scalars(
        select(Vendor).where(Vendor.id == vendor_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _account_of(vendor: Vendor) -> PayoutAccount | None:
    return db.session.scalar(
        select(PayoutAccount).where(
            PayoutAccount.vendor_id == vendor.id,
            PayoutAccount.replaced_at.is_(None),
            PayoutAccount.verified_at.is_not(None),
        )
    )


def _has_open_payout(vendor: Vendor) -> bool:
    found = select(Payout.id).where(Payout.vendor_id == vendor.id, Payout.status.in_(OPEN))
    return db.session.scalar(found.limit(1)) is not None


def _lock(payout_id: int) -> Payout:
    return db.session.scalars(
        select(Payout).where(Payout.id == payout_id).with_for_update().execution_options(populate_existing=True)
    ).one()
