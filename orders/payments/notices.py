"""The bank's notices: stored raw, once, and then acted on, whatever order they come in."""

import json
from dataclasses import asdict

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.gateways.bank.notices import BankMovement, find_memos
from marketplace.gateways.wiring import gateways
from marketplace.ledger.chart import AccountName
from marketplace.ledger.operations import post
from marketplace.settings import settings
from orders import settlement
from orders.events import BankNoticeReceived
from orders.locking import lock_order
from orders.models import Order
from orders.payments.models import BankNotice, NoticeOutcome, Payment, PaymentStatus
from orders.payments.paid import cover
from orders.payments.refunds import open_refund_of_money

log = structlog.get_logger()
PROVIDER = "sepay"


def receive(movement: BankMovement) -> bool:
    """Store what the bank told, once for each movement; True when it was not known before."""
    notice_id = db.session.scalar(
        insert(BankNotice)
        .values(
            provider=PROVIDER,
            provider_id=str(movement.transaction_id),
            raw=json.loads(json.dumps(asdict(movement), default=str)),
            amount_dong=movement.amount_dong,
            content=movement.content,
            outcome=_first_look(movement),
            received_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["provider", "provider_id"])
        .returning(BankNotice.id)
    )
    if notice_id is None:
        return False
    outbox.record(BankNoticeReceived(notice_id))
    return True


def _first_look(movement: BankMovement) -> NoticeOutcome:
    ours = movement.is_incoming and movement.amount_dong > 0 and movement.account == settings().bank_account
    return NoticeOutcome.NEW if ours else NoticeOutcome.IGNORED


def pull() -> int:
    """Read the bank's own list again and store what no notice told us; give how many were new."""
    newest = db.session.scalars(
        select(BankNotice.provider_id).where(BankNotice.provider == PROVIDER).order_by(BankNotice.id.desc()).limit(200)
    )
    since = max(min((int(number) for number in newest), default=1) - 1, 0)
    return sum(receive(movement) for movement in gateways().statement.transactions(since_id=since))


def act_on(notice_id: int) -> None:
    """Do what a stored notice means; a notice that was acted on before is left as it is."""
    notice = db.session.get_one(BankNotice, notice_id)
    payment = _payment_named(notice.content)
    if payment is None:
        _leave_to_a_person(notice_id)
    else:
        settle(notice_id, lock_order(payment.order_id))


def _payment_named(content: str) -> Payment | None:
    memos = find_memos(content)
    found = list(db.session.scalars(select(Payment).where(Payment.memo.in_(memos)))) if memos else []
    return found[0] if len(found) == 1 else None


def _leave_to_a_person(notice_id: int) -> None:
    notice = _lock(notice_id, NoticeOutcome.NEW)
    if notice:
        _book(notice, settlement.UNMATCHED)
        notice.outcome = NoticeOutcome.UNMATCHED


def settle(notice_id: int, order: Order) -> None:
    """Give the notice's money to the (locked) order: it covers it, or a part of it, or goes back."""
    notice = _lock(notice_id, NoticeOutcome.NEW)
    if notice is None:
        return
    payment = payment_of(order)
    if payment.status is PaymentStatus.AWAITING:
        _book(notice, settlement.RECEIPTS)
    else:
        _book(notice, settlement.REFUNDS_DUE)
    _give(notice, payment, order)


def match(notice: BankNotice, order: Order) -> bool:
    """Give money that nobody could place to a (locked) order, as a person decided; False when it was placed before."""
    locked = _lock(notice.id, NoticeOutcome.UNMATCHED)
    if locked is None:
        return False
    payment = payment_of(order)
    entry = settlement.money_placed(locked, awaited=payment.status is PaymentStatus.AWAITING)
    post(entry.reference, entry.moves, words=entry.words)
    _give(locked, payment, order)
    return True


def _give(notice: BankNotice, payment: Payment, order: Order) -> None:
    notice.payment_id, notice.settled_at = payment.id, clock.now()
    if payment.status is not PaymentStatus.AWAITING:
        paid = payment.status is PaymentStatus.PAID
        notice.outcome = NoticeOutcome.DUPLICATE if paid else NoticeOutcome.LATE
        open_refund_of_money(notice, payment, notice.amount_dong)
        return
    payment.received_dong += notice.amount_dong
    notice.outcome = _outcome(payment)
    if payment.received_dong >= payment.amount_dong:
        cover(order, payment)
    if notice.outcome is NoticeOutcome.OVER:
        open_refund_of_money(notice, payment, payment.received_dong - payment.amount_dong)


def _outcome(payment: Payment) -> NoticeOutcome:
    if payment.received_dong < payment.amount_dong:
        return NoticeOutcome.UNDER
    return NoticeOutcome.EXACT if payment.received_dong == payment.amount_dong else NoticeOutcome.OVER


def _book(notice: BankNotice, into: AccountName) -> None:
    entry = settlement.money_came(notice, into=into)
    post(entry.reference, entry.moves, words=entry.words)


def payment_of(order: Order) -> Payment:
    """Give the payment of a locked order as it is now."""
    query = select(Payment).where(Payment.order_id == order.id).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def _lock(notice_id: int, outcome: NoticeOutcome) -> BankNotice | None:
    return db.session.scalar(
        select(BankNotice)
        .where(BankNotice.id == notice_id, BankNotice.outcome == outcome)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
