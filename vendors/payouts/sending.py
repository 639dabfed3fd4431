"""A payout's way to the bank by the transfer service: handed over once, confirmed, or failed and payable again.

Each verb looks at the payout again under its lock, so it may be repeated, and be broken off anywhere: the next sweep
goes on from what was committed.
"""

from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.gateways.bank import sending
from marketplace.gateways.bank.payouts import BankTransfer, TransferOutcome, TransferState
from vendors.events import PayoutSent
from vendors.payouts.models import Payout, PayoutAccount, PayoutStatus, PayoutWay
from vendors.payouts.settling import confirm, fail, move_to


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
    payout = _lock_ours(payout_id)
    if payout and payout.status is PayoutStatus.REQUESTED and not _is_objected(payout):
        move_to(payout, PayoutStatus.SENDING)
    return payout is not None and payout.status is PayoutStatus.SENDING


def hand_over(payout_id: int) -> None:
    """Hand the payout to the bank under its reference: however often this is repeated, the bank pays once."""
    payout = _lock_ours(payout_id)
    if payout is None or payout.status is not PayoutStatus.SENDING:
        return
    outcome = sending.hand_over(_transfer(payout))
    if outcome is None:
        return
    if outcome.state is not TransferState.FAILED:
        payout.sent_at, payout.bank_reference = clock.now(), outcome.provider_id
        move_to(payout, PayoutStatus.SENT)
        outbox.record(PayoutSent(payout.id))
    _follow(payout, outcome)


def ask_about(payout_id: int) -> None:
    """Ask the bank what became of a payout that it has."""
    payout = _lock_ours(payout_id)
    if payout is None or payout.status is not PayoutStatus.SENT:
        return
    if outcome := sending.ask_about(payout.reference):
        _follow(payout, outcome)


def withdraw(payout_id: int, *, reason: str) -> None:
    """Take back a payout that nobody has begun to send: its earnings are payable again."""
    payout = _lock(payout_id)
    if payout and payout.status is PayoutStatus.REQUESTED:
        fail(payout, reason)


def _follow(payout: Payout, outcome: TransferOutcome) -> None:
    if outcome.state is TransferState.SUCCEEDED:
        confirm(payout, bank_reference=outcome.bank_reference)
    elif outcome.state is TransferState.FAILED:
        fail(payout, outcome.reason or "")


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
    query = select(Payout.id).where(Payout.status.in_(statuses), Payout.way == PayoutWay.PROVIDER)
    return list(db.session.scalars(query.order_by(Payout.id)))


def _lock_ours(payout_id: int) -> Payout | None:
    """Lock the payout if the transfer service sends it: what stands in a file is never handed over by it too."""
    payout = _lock(payout_id)
    return payout if payout and payout.way is PayoutWay.PROVIDER else None


def _lock(payout_id: int) -> Payout | None:
    """Lock the payout; None when somebody else has it just now, who does the same."""
    query = select(Payout).where(Payout.id == payout_id).with_for_update(skip_locked=True)
    return db.session.scalar(query.execution_options(populate_existing=True))
