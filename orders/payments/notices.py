"""Notices of money: the bank's stored raw, once; all of them acted on, whatever order they come in."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, timedelta

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.gateways.bank.notices import BankMovement, find_memos
from marketplace.gateways.bank.statement import MOST_AT_ONCE
from marketplace.gateways.wiring import gateways
from marketplace.ledger.chart import AccountName, Till
from marketplace.ledger.operations import post
from marketplace.settings import settings
from orders import settlement
from orders.events import BankNoticeReceived
from orders.locking import lock_order
from orders.models import Order
from orders.payments import remittances
from orders.payments.accounts import till_of_account
from orders.payments.models import BankNotice, GatewayTry, NoticeOutcome, Payment, PaymentStatus
from orders.payments.paid import cover
from orders.payments.queries import payment_of
from orders.payments.refunds import open_refund_of_money
from vendors.dues.models import DuesInvoice, DuesStatus
from vendors.dues.operations import invoice_named, lock_vendor
from vendors.dues.settling import lower_debt
from vendors.payouts.settling import heard_back

log = structlog.get_logger()
PROVIDER = "sepay"
LOOK_BACK = timedelta(days=3)
"""How far back the bank's own list is read again, at least."""


class NoSuchOrder(Invalid):
    """No order that is paid to the market has this number."""

    sentence = _l("Không có đơn trả trước nào mang mã đó. Hãy xem lại mã đơn.")


class AlreadyPlaced(MoveNotAllowed):
    """Somebody else has placed this money."""

    sentence = _l("Khoản tiền này đã được ghép vào một đơn.")


def receive(movement: BankMovement) -> bool:
    """Store what the bank told, once for each movement; True when it was not known before."""
    outcome = _first_look(movement)
    notice_id = db.session.scalar(
        insert(BankNotice)
        .values(
            provider=PROVIDER,
            provider_id=str(movement.transaction_id),
            raw=json.loads(json.dumps(asdict(movement), default=str)),
            amount_dong=movement.amount_dong,
            content=movement.content,
            came_to=till_of_account(movement.account) or Till.BANK,
            outcome=outcome,
            received_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["provider", "provider_id"])
        .returning(BankNotice.id)
    )
    if notice_id is None:
        return False
    if outcome is NoticeOutcome.NEW:
        outbox.record(BankNoticeReceived(notice_id))
    return True


def _first_look(movement: BankMovement) -> NoticeOutcome:
    ours = movement.is_incoming and movement.amount_dong > 0 and till_of_account(movement.account)
    return NoticeOutcome.NEW if ours else NoticeOutcome.IGNORED


def pull() -> int:
    """Read the bank's own list again and store what no notice told us; give how many were new.

    It reads as far back as the money of any awaited transfer may lie. Raises BankUnavailable.
    """
    listed = gateways().statement.transactions(since=_first_day_of_interest())
    if len(listed) >= MOST_AT_ONCE:
        log.error("statement_cut_short", movements=len(listed))
    known = _known(str(movement.transaction_id) for movement in listed)
    return sum(receive(movement) for movement in listed if str(movement.transaction_id) not in known)


def _first_day_of_interest() -> date:
    oldest = db.session.scalar(select(func.min(Payment.expires_at)).where(Payment.status == PaymentStatus.AWAITING))
    begun = (oldest or clock.now()) - timedelta(hours=settings().payment_hours)
    return clock.in_vietnam(min(begun, clock.now() - LOOK_BACK)).date()


def _known(provider_ids: Iterable[str]) -> Collection[str]:
    told = select(BankNotice.provider_id).where(
        BankNotice.provider == PROVIDER, BankNotice.provider_id.in_(list(provider_ids))
    )
    return frozenset(db.session.scalars(told))


def unread() -> list[int]:
    """List the notices that are not acted on, oldest first: those whose reaction was given up among them."""
    new = select(BankNotice.id).where(BankNotice.outcome == NoticeOutcome.NEW)
    return list(db.session.scalars(new.order_by(BankNotice.id)))


def act_on(notice_id: int) -> None:
    """Do what a stored notice means; a notice that was acted on before is left as it is."""
    notice = db.session.get_one(BankNotice, notice_id)
    payment = _payment_meant(notice)
    if payment is not None:
        _settle(notice_id, lock_order(payment.order_id))
    elif notice.provider != PROVIDER or not _is_taken_otherwise(notice_id, notice.content):
        _leave_to_a_person(notice_id)


def _is_taken_otherwise(notice_id: int, content: str) -> bool:
    """Whether money that names no order was an invoice's, paid by its vendor, or a carrier's, brought with its name."""
    if invoice := invoice_named(content):
        _settle_dues(notice_id, invoice)
        return True
    return remittances.take(notice_id, content)


def _payment_meant(notice: BankNotice) -> Payment | None:
    """The payment that money belongs to beyond doubt: a gateway names its try and the sum that was asked there."""
    if notice.provider == PROVIDER:
        return _payment_named(notice.content)
    meant = select(Payment).join(GatewayTry, GatewayTry.payment_id == Payment.id)
    return db.session.scalar(meant.where(GatewayTry.id == notice.try_id, GatewayTry.amount_dong == notice.amount_dong))


def _payment_named(content: str) -> Payment | None:
    memos = find_memos(content)
    found = list(db.session.scalars(select(Payment).where(Payment.memo.in_(memos)))) if memos else []
    return found[0] if len(found) == 1 else None


def _leave_to_a_person(notice_id: int) -> None:
    """Ask a person, unless it is a payout that came back: its own postings know that."""
    notice = lock(notice_id, NoticeOutcome.NEW)
    if notice and notice.provider == PROVIDER and heard_back(notice.content, notice.amount_dong):
        notice.outcome, notice.settled_at = NoticeOutcome.IGNORED, clock.now()
    elif notice:
        _book(notice, settlement.UNMATCHED)
        notice.outcome = NoticeOutcome.UNMATCHED


def _settle_dues(notice_id: int, invoice: DuesInvoice) -> None:
    """A vendor pays what it owes: the invoice that it names first, then its others; the rest is its credit."""
    lock_vendor(invoice.vendor_id)
    notice = lock(notice_id, NoticeOutcome.NEW)
    if notice is None:
        return
    reference, words = settlement.received_reference(notice), f"Nhà sản xuất trả {invoice.reference}"
    lower_debt(
        reference,
        notice.came_to.account,
        invoice.vendor_id,
        notice.amount_dong,
        words=words,
        settled_as=DuesStatus.PAID,
        first=invoice.id,
    )
    notice.outcome, notice.settled_at = NoticeOutcome.SETTLEMENT, clock.now()


def _settle(notice_id: int, order: Order) -> None:
    """Give the notice's money to the (locked) order: it covers it, or a part of it, or goes back."""
    notice = lock(notice_id, NoticeOutcome.NEW)
    if notice is None:
        return
    payment = payment_of(order)
    awaited = payment.status is PaymentStatus.AWAITING
    _book(notice, settlement.RECEIPTS if awaited else settlement.REFUNDS_DUE)
    _give(notice, payment, order)


def place(notice_id: int, number: str, *, by: User) -> Order:
    """Give money that nobody could place to the order that a person names, as if it had come with its memo.

    Raises NoSuchOrder for a number that no order paid to us has, AlreadyPlaced when somebody was quicker.
    """
    order = lock_order(_order_to_pay(number))
    notice = lock(notice_id, NoticeOutcome.UNMATCHED)
    if notice is None:
        raise AlreadyPlaced
    payment = payment_of(order)
    awaited = payment.status is PaymentStatus.AWAITING
    entry = settlement.money_placed(notice, into=settlement.RECEIPTS if awaited else settlement.REFUNDS_DUE)
    post(entry.reference, entry.moves, words=entry.words)
    _give(notice, payment, order)
    audit.record("money placed", notice, by=by, order=order.number, amount_dong=notice.amount_dong)
    return order


def _order_to_pay(number: str) -> int:
    memo = "".join(letter for letter in number.upper() if letter.isalnum())
    order_id = db.session.scalar(select(Payment.order_id).where(Payment.memo == memo))
    if order_id is None:
        raise NoSuchOrder(field="number")
    return order_id


def _give(notice: BankNotice, payment: Payment, order: Order) -> None:
    notice.payment_id, notice.settled_at = payment.id, clock.now()
    if payment.status is not PaymentStatus.AWAITING:
        paid = payment.status is PaymentStatus.PAID
        notice.outcome = NoticeOutcome.DUPLICATE if paid else NoticeOutcome.LATE
        open_refund_of_money(order, notice, notice.amount_dong)
        return
    payment.received_dong += notice.amount_dong
    notice.outcome = _outcome(payment)
    if payment.received_dong >= payment.amount_dong:
        cover(order, payment)
    if notice.outcome is NoticeOutcome.OVER:
        open_refund_of_money(order, notice, payment.received_dong - payment.amount_dong)


def _outcome(payment: Payment) -> NoticeOutcome:
    if payment.received_dong < payment.amount_dong:
        return NoticeOutcome.UNDER
    return NoticeOutcome.EXACT if payment.received_dong == payment.amount_dong else NoticeOutcome.OVER


def _book(notice: BankNotice, into: AccountName) -> None:
    entry = settlement.money_came(notice, into=into)
    post(entry.reference, entry.moves, words=entry.words)


def lock(notice_id: int, outcome: NoticeOutcome) -> BankNotice | None:
    """Lock the notice if its outcome is still this one; None when somebody was quicker."""
    return db.session.scalar(
        select(BankNotice)
        .where(BankNotice.id == notice_id, BankNotice.outcome == outcome)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
