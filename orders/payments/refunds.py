"""Giving money back: opened for a cause, sent once to the account that the buyer names."""

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.gateways.bank.connection import BankUnavailable
from marketplace.gateways.bank.payouts import BankTransfer, TransferOutcome, TransferRefused, TransferState
from marketplace.gateways.banks import bank_by_bin
from marketplace.gateways.wiring import gateways
from marketplace.ledger.operations import post
from marketplace.numbers import memo_code
from marketplace.text import capitals_without_marks
from orders import settlement
from orders.events import RefundDue, RefundFailed, RefundSent
from orders.models import VendorOrder
from orders.payments.models import BankNotice, Payment, Refund, RefundStatus

log = structlog.get_logger()
PREFIX = "HT"
SHORTEST_ACCOUNT = 4
LONGEST_ACCOUNT = 19


class NotAnAccount(Invalid):
    """The account number is not made of 4 to 19 digits."""

    sentence = _l("Số tài khoản chỉ gồm 4 đến 19 chữ số.")


class UnknownBank(Invalid):
    """No bank that can receive transfers has this number."""

    sentence = _l("Hãy chọn một ngân hàng trong danh sách.")


def open_refund(vendor_order: VendorOrder) -> Refund:
    """Owe the buyer a paid part that ended unsold; its order must be locked. The ledger follows in the same step."""
    entry = settlement.ended_unsold(vendor_order)
    post(entry.reference, entry.moves, words=entry.words)
    return _opened(vendor_order.order_id, vendor_order.total_dong, vendor_order_id=vendor_order.id)


def open_refund_of_money(notice: BankNotice, payment: Payment, amount_dong: int) -> Refund:
    """Owe the buyer money that came beyond what was due, or too late; the ledger must hold it as refunds due."""
    return _opened(payment.order_id, amount_dong, notice_id=notice.id)


def _opened(order_id: int, amount_dong: int, **cause: int) -> Refund:
    refund = Refund(
        reference=memo_code(PREFIX),
        order_id=order_id,
        amount_dong=amount_dong,
        status=RefundStatus.ACCOUNT_NEEDED,
        created_at=clock.now(),
        **cause,
    )
    db.session.add(refund)
    db.session.flush()
    outbox.record(RefundDue(refund.id))
    return refund


def give_account(refund: Refund, *, bank_bin: str, number: str, holder: str) -> None:
    """Say where the refund goes. Raises UnknownBank, NotAnAccount, or MoveNotAllowed when it is on its way."""
    locked = _lock(refund.id)
    if locked.status not in (RefundStatus.ACCOUNT_NEEDED, RefundStatus.FAILED):
        raise MoveNotAllowed
    digits = "".join(number.split())
    if not digits.isdecimal() or not digits.isascii() or not SHORTEST_ACCOUNT <= len(digits) <= LONGEST_ACCOUNT:
        raise NotAnAccount(field="number")
    if bank_by_bin(bank_bin) is None:
        raise UnknownBank(field="bank_bin")
    if locked.status is RefundStatus.FAILED:
        locked.attempt += 1
    locked.bank_bin, locked.account_number = bank_bin, digits
    locked.account_holder, locked.failure = capitals_without_marks(holder), ""
    locked.status = RefundStatus.DUE


def to_send() -> list[int]:
    """List refunds whose account is known and which the bank does not surely have, oldest first."""
    return _ids(RefundStatus.DUE, RefundStatus.SENDING)


def to_ask_about() -> list[int]:
    """List refunds that the bank has and has not yet settled."""
    return _ids(RefundStatus.SENT)


def begin_sending(refund_id: int) -> bool:
    """Note that the refund is about to be handed to the bank; to be committed before `hand_over`."""
    refund = _lock(refund_id)
    if refund.status is RefundStatus.DUE:
        refund.status = RefundStatus.SENDING
    return refund.status is RefundStatus.SENDING


def hand_over(refund_id: int) -> None:
    """Hand the refund to the bank under its own reference: however often this is repeated, the bank pays once."""
    refund = _lock(refund_id)
    if refund.status is not RefundStatus.SENDING:
        return
    try:
        outcome = gateways().payouts.send(_transfer(refund))
    except BankUnavailable:
        log.warning("bank_unavailable", refund=refund.id)
    except TransferRefused as refused:
        _fail(refund, str(refused))
    else:
        refund.status, refund.sent_at = RefundStatus.SENT, clock.now()
        _follow(refund, outcome)


def ask_about(refund_id: int) -> None:
    """Ask the bank what became of a refund that it has."""
    refund = _lock(refund_id)
    if refund.status is not RefundStatus.SENT:
        return
    try:
        outcome = gateways().payouts.find(_reference(refund))
    except BankUnavailable:
        return
    if outcome:
        _follow(refund, outcome)


def _follow(refund: Refund, outcome: TransferOutcome) -> None:
    if outcome.state is TransferState.SUCCEEDED:
        entry = settlement.refund_arrived(refund)
        post(entry.reference, entry.moves, words=entry.words)
        refund.status, refund.done_at = RefundStatus.DONE, clock.now()
        outbox.record(RefundSent(refund.id))
    elif outcome.state is TransferState.FAILED:
        _fail(refund, outcome.reason or "")


def _fail(refund: Refund, reason: str) -> None:
    refund.status, refund.failure = RefundStatus.FAILED, reason[:500]
    outbox.record(RefundFailed(refund.id))


def _transfer(refund: Refund) -> BankTransfer:
    return BankTransfer(
        reference=_reference(refund),
        amount_dong=refund.amount_dong,
        to_bin=refund.bank_bin or "",
        to_account=refund.account_number or "",
        description=f"Hoan tien {refund.reference}",
    )


def _reference(refund: Refund) -> str:
    return f"{refund.reference}-{refund.attempt}"


def _ids(*statuses: RefundStatus) -> list[int]:
    return list(db.session.scalars(select(Refund.id).where(Refund.status.in_(statuses)).order_by(Refund.id)))


def _lock(refund_id: int) -> Refund:
    return db.session.scalars(
        select(Refund).where(Refund.id == refund_id).with_for_update().execution_options(populate_existing=True)
    ).one()
