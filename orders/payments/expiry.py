"""Money that did not come in time."""

from sqlalchemy import Select, func, select

from marketplace import clock, outbox
from marketplace.database import db
from orders.events import OrderExpired
from orders.kinds import VendorOrderStatus
from orders.locking import lock_order
from orders.payments.models import BankNotice, GatewayTry, NoticeOutcome, Payment, PaymentStatus, TryStatus
from orders.payments.paid import end_unpaid, living_parts
from orders.payments.queries import payment_of
from orders.states import move_to
from vendors.stock import operations as stock

AT_ONCE = 500
NOT_PAID = "Chưa nhận được tiền đúng hạn."


def overdue() -> list[int]:
    """List orders whose money is overdue, without those of which a notice or a gateway may still tell."""
    return list(db.session.scalars(_overdue().order_by(Payment.id).limit(AT_ONCE)))


def expire(order_id: int) -> None:
    """End an order whose money did not come; to be asked only after a last look at the bank's own list.

    One that was paid meanwhile, that a notice names which is not acted on, or of which a gateway was not asked to the
    end, is left as it is.
    """
    order = lock_order(order_id)
    if db.session.scalar(_overdue().where(Payment.order_id == order_id)) is None:
        return
    unpaid = living_parts(order)
    for part in unpaid:
        move_to(part, VendorOrderStatus.CANCELLED, by=None, reason=NOT_PAID)
    stock.release([part.held_for for part in unpaid])
    end_unpaid(order, payment_of(order), PaymentStatus.EXPIRED)
    outbox.record(OrderExpired(order.id))


def _overdue() -> Select[int]:
    """Select orders whose money is overdue; the words of a notice are compared as banks leave them."""
    words = func.regexp_replace(func.upper(BankNotice.content), "[^A-Z0-9]", "", "g")
    named = select(BankNotice.id).where(BankNotice.outcome == NoticeOutcome.NEW, words.contains(Payment.memo))
    unasked = select(GatewayTry.id).where(GatewayTry.payment_id == Payment.id, GatewayTry.status == TryStatus.WAITING)
    return select(Payment.order_id).where(
        Payment.status == PaymentStatus.AWAITING,
        Payment.expires_at < clock.now(),
        ~named.exists(),
        ~unasked.exists(),
    )
