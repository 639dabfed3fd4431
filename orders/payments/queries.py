"""Reads of payments, notices and refunds."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from orders.models import Order
from orders.payments.models import BankNotice, NoticeOutcome, Payment, Refund, RefundStatus

NOT_DONE = (RefundStatus.ACCOUNT_NEEDED, RefundStatus.DUE, RefundStatus.SENDING, RefundStatus.SENT, RefundStatus.FAILED)


def notices(outcome: NoticeOutcome | None) -> Select[BankNotice]:
    """Select the bank's notices for the desk, newest first."""
    query = select(BankNotice).options(joinedload(BankNotice.payment).joinedload(Payment.order))
    query = query.order_by(BankNotice.id.desc())
    return query.where(BankNotice.outcome == outcome) if outcome else query


def unmatched_count() -> int:
    """Count the money that waits for a person."""
    query = select(func.count()).select_from(BankNotice).where(BankNotice.outcome == NoticeOutcome.UNMATCHED)
    return db.session.scalar(query) or 0


def unmatched(notice_id: int) -> BankNotice:
    """Give money that waits for a person. Raises NotFound when it has been placed."""
    query = select(BankNotice).where(BankNotice.id == notice_id, BankNotice.outcome == NoticeOutcome.UNMATCHED)
    notice = db.session.scalar(query)
    if notice is None:
        raise NotFound
    return notice


def order_to_pay(number: str) -> int | None:
    """Give the id of the transfer order with this number (as people type it), or None."""
    typed = "".join(letter for letter in number.upper() if letter.isalnum())
    query = select(Payment.order_id).where(Payment.memo == typed)
    return db.session.scalar(query)


def refunds(*, open_only: bool) -> Select[Refund]:
    """Select refunds for the desk, newest first."""
    query = select(Refund).options(joinedload(Refund.order)).order_by(Refund.id.desc())
    return query.where(Refund.status.in_(NOT_DONE)) if open_only else query


def refunds_of(order: Order) -> list[Refund]:
    """List an order's refunds, oldest first."""
    return list(db.session.scalars(select(Refund).where(Refund.order_id == order.id).order_by(Refund.id)))
