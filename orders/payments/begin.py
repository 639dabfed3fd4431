"""The payment that begins with an order."""

from datetime import timedelta

from marketplace import clock
from marketplace.database import db
from marketplace.settings import settings
from orders.models import Order, PaymentMethod
from orders.payments.models import Payment, PaymentStatus


def begin(order: Order) -> Payment:
    """Begin an order's payment: cash at the door, or a transfer awaited for `payment_hours` under its own memo.

    The memo is the order's number without its hyphens, which banks take out.
    """
    payment = _transfer(order) if order.method is PaymentMethod.TRANSFER else _cash(order)
    db.session.add(payment)
    return payment


def _cash(order: Order) -> Payment:
    return Payment(
        order_id=order.id, method=order.method, status=PaymentStatus.ON_DELIVERY, amount_dong=order.total_dong
    )


def _transfer(order: Order) -> Payment:
    return Payment(
        order_id=order.id,
        method=order.method,
        status=PaymentStatus.AWAITING,
        amount_dong=order.total_dong,
        memo=order.number.replace("-", ""),
        expires_at=clock.now() + timedelta(hours=settings().payment_hours),
    )
