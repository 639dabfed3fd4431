"""Transfers that did not come in time."""

from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.database import db
from orders.events import OrderExpired
from orders.locking import lock_order
from orders.models import VendorOrder, VendorOrderStatus
from orders.payments.models import BankNotice, NoticeOutcome, Payment, PaymentStatus
from orders.payments.notices import payment_of
from orders.payments.paid import end_unpaid
from orders.states import move_to
from vendors.stock import operations as stock

NOT_PAID = "Chưa nhận được tiền chuyển khoản đúng hạn."


def overdue() -> list[int]:
    """List orders whose transfer is overdue; none while a notice waits to be acted on (it may be theirs)."""
    unread = select(BankNotice.id).where(BankNotice.outcome == NoticeOutcome.NEW).exists()
    late = select(Payment.order_id).where(
        Payment.status == PaymentStatus.AWAITING, Payment.expires_at < clock.now(), ~unread
    )
    return list(db.session.scalars(late.order_by(Payment.id)))


def expire(order_id: int) -> None:
    """End an order whose transfer did not come; to be asked only after a last look at the bank's own list."""
    order = lock_order(order_id)
    payment = payment_of(order)
    if payment.status is not PaymentStatus.AWAITING or payment.expires_at is None or payment.expires_at >= clock.now():
        return
    parts = select(VendorOrder).where(VendorOrder.order_id == order.id, VendorOrder.status == VendorOrderStatus.PLACED)
    unpaid = list(db.session.scalars(parts.order_by(VendorOrder.id)))
    for part in unpaid:
        move_to(part, VendorOrderStatus.CANCELLED, by=None, reason=NOT_PAID)
    stock.release([part.held_for for part in unpaid])
    end_unpaid(order, payment, PaymentStatus.EXPIRED)
    outbox.record(OrderExpired(order.id))
