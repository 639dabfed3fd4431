"""A payout's way to the bank: handed over under its own reference, confirmed, or failed and payable again.

Each verb looks at the payout again under its lock, so it may be repeated, and be broken off anywhere: the next sweep
goes on from what was committed.
"""

from sqlalchemy import select, update

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.gateways.bank import sending
from marketplace.gateways.bank.payouts import BankTransfer, TransferOutcome, TransferState
from marketplace.ledger.chart import AccountKind, Move, market, of_vendor
from marketplace.ledger.operations import post
from vendors.events import PayoutConfirmed, PayoutFailed, PayoutSent
from vendors.payouts.models import PAYOUT_MOVES, Payout, PayoutAccount, PayoutClaim, PayoutStatus

ON_WAY = market(AccountKind.PAYOUTS_ON_WAY)
LONGEST_REASON = 500


def to_send() -> list[int]:
    """List payouts that the bank does not surely have, oldest first."""
    return _ids(PayoutStatus.REQUESTED, PayoutStatus.SENDING)


def to_ask_about() -> list[int]:
    """List payouts that the bank has and has not yet settled."""
    return _ids(PayoutStatus.SENT)


def begin_sending(payout_id: int) -> bool:
    """Note that the payout is about to be handed to the bank; to be committed before `hand_over`.

    One to an account that an owner objects to waits until staff has looked.
    """
    payout = _lock(payout_id)
    if payout and payout.status is PayoutStatus.REQUESTED and not _is_objected(payout):
        _move(payout, PayoutStatus.SENDING)
    return payout is not None and payout.status is PayoutStatus.SENDING


def hand_over(payout_id: int) -> None:
    """Hand the payout to the bank under its reference: however often this is repeated, the bank pays once."""
    payout = _lock(payout_id)
    if payout is None or payout.status is not PayoutStatus.SENDING:
        return
    outcome = sending.hand_over(_transfer(payout))
    if outcome is None:
        return
    if outcome.state is not TransferState.FAILED:
        payout.sent_at, payout.bank_reference = clock.now(), outcome.provider_id
        _move(payout, PayoutStatus.SENT)
        outbox.record(PayoutSent(payout.id))
    _follow(payout, outcome)


def ask_about(payout_id: int) -> None:
    """Ask the bank what became of a payout that it has."""
    payout = _lock(payout_id)
    if payout is None or payout.status is not PayoutStatus.SENT:
        return
    if outcome := sending.ask_about(payout.reference):
        _follow(payout, outcome)


def withdraw(payout_id: int, *, reason: str) -> None:
    """Take back a payout that nobody has begun to send: its earnings are payable again."""
    payout = _lock(payout_id)
    if payout and payout.status is PayoutStatus.REQUESTED:
        _fail(payout, reason)


def _follow(payout: Payout, outcome: TransferOutcome) -> None:
    if outcome.state is TransferState.SUCCEEDED:
        _confirm(payout, outcome.bank_reference)
    elif outcome.state is TransferState.FAILED:
        _fail(payout, outcome.reason or "")


def _confirm(payout: Payout, bank_reference: str | None) -> None:
    payout.confirmed_at = clock.now()
    payout.bank_reference = bank_reference or payout.bank_reference
    _move(payout, PayoutStatus.CONFIRMED)
    words = f"Ngân hàng xác nhận {payout.reference}"
    post(f"payout/{payout.id}/confirmed", [Move(ON_WAY, payout.paid_from.account, payout.amount_dong)], words=words)
    outbox.record(PayoutConfirmed(payout.id))


def _fail(payout: Payout, reason: str) -> None:
    """Make the earnings payable again; the account waits for a person's look before the next payout."""
    payout.failed_at, payout.failure = clock.now(), reason[:LONGEST_REASON]
    _move(payout, PayoutStatus.FAILED)
    payable = of_vendor(AccountKind.VENDOR_PAYABLE, payout.vendor_id)
    words = f"Lệnh chi {payout.reference} không thành"
    post(f"payout/{payout.id}/failed", [Move(ON_WAY, payable, payout.amount_dong)], words=words)
    claims = update(PayoutClaim).where(PayoutClaim.payout_id == payout.id)
    db.session.execute(claims.values(released_at=payout.failed_at))
    db.session.execute(update(PayoutAccount).where(PayoutAccount.id == payout.account_id).values(verified_at=None))
    outbox.record(PayoutFailed(payout.id))


def _move(payout: Payout, status: PayoutStatus) -> None:
    if status not in PAYOUT_MOVES[payout.status]:
        raise RuntimeError(f"payout {payout.id} cannot move from {payout.status} to {status}")
    payout.status = status


def _is_objected(payout: Payout) -> bool:
    objected = select(PayoutAccount.objected_at).where(PayoutAccount.id == payout.account_id)
    return db.session.scalar(objected) is not None


def _transfer(payout: Payout) -> BankTransfer:
    account = db.session.get_one(PayoutAccount, payout.account_id)
    return BankTransfer(
        reference=payout.reference,
        amount_dong=payout.amount_dong,
        to_bin=account.bank_bin,
        to_account=account.number,
        description=f"Chi tra {payout.reference}",
    )


def _ids(*statuses: PayoutStatus) -> list[int]:
    return list(db.session.scalars(select(Payout.id).where(Payout.status.in_(statuses)).order_by(Payout.id)))


def _lock(payout_id: int) -> Payout | None:
    """Lock the payout; None when somebody else has it just now, who does the same."""
    query = select(Payout).where(Payout.id == payout_id).with_for_update(skip_locked=True)
    return db.session.scalar(query.execution_options(populate_existing=True))
