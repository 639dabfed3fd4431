"""The payment that begins with an order."""

from datetime import timedelta

from marketplace import clock
from marketplace.database import db
from marketplace.settings import settings
from orders.kinds import Holding, PaymentMethod
from orders.models import Order
from orders.payments.gateways import refuse_what_no_gateway_takes
from orders.payments.models import Payment, PaymentStatus


def begin(order: Order) -> Payment:
    """Begin an order's payment: cash at the door, or money awaited for `payment_hours` under its own memo.

    The memo is the order's number without its hyphens, which banks take out. What goes straight to the vendors is not
    awaited here. Raises NotPaidSo.
    """
    refuse_what_no_gateway_takes(order.method, order.total_dong)
    payment = _cash(order) if order.method is PaymentMethod.CASH else _awaited(order)
    db.session.add(payment)
    return payment


def _cash(order: Order) -> Payment:
    return Payment(
        order_id=order.id, method=order.method, status=PaymentStatus.ON_DELIVERY, amount_dong=order.total_dong
    )


def _awaited(order: Order) -> Payment:
    return Payment(
        order_id=order.id,
        method=order.method,
        status=PaymentStatus.DIRECT if order.holding is Holding.DIRECT else PaymentStatus.AWAITING,
        amount_dong=order.total_dong,
        memo=order.number.replace("-", ""),
        expires_at=clock.now() + timedelta(hours=settings().payment_hours),
    )
