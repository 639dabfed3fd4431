"""Parts that end before they are sold: cancelled by the buyer, by staff or by the clock."""

from marketplace import audit, outbox
from marketplace.accounts.models import User
from marketplace.errors import MoveNotAllowed
from orders.direct.operations import end_part
from orders.events import VendorOrderCancelled
from orders.kinds import VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import PaymentStatus
from orders.payments.paid import part_ended_unpaid
from orders.payments.queries import payment_of
from orders.payments.refunds import open_refund
from orders.states import move_to
from orders.steps import lock, said
from vendors.stock import operations as stock

BUYER_MAY_CANCEL = frozenset({VendorOrderStatus.PLACED, VendorOrderStatus.ACCEPTED})


def cancel(vendor_order: VendorOrder, *, by: User | None, reason: str = "") -> None:
    """The buyer (a guest: nobody) or the clock ends a part that is not packed yet. Raises MoveNotAllowed."""
    order = lock(vendor_order)
    if vendor_order.status not in BUYER_MAY_CANCEL:
        raise MoveNotAllowed
    _cancel(order, vendor_order, by=by, reason=reason.strip())


def cancel_by_staff(vendor_order: VendorOrder, *, by: User, reason: str) -> None:
    """Staff ends a part that is not sent yet, and says why. Raises ReasonMissing and MoveNotAllowed."""
    order = lock(vendor_order)
    _cancel(order, vendor_order, by=by, reason=said(reason))
    audit.record("vendor order cancelled", vendor_order, by=by, reason=said(reason))


def _cancel(order: Order, vendor_order: VendorOrder, *, by: User | None, reason: str) -> None:
    was_packed = vendor_order.status is VendorOrderStatus.PACKED
    move_to(vendor_order, VendorOrderStatus.CANCELLED, by=by, reason=reason)
    if was_packed:
        stock.put_back([vendor_order.held_for], by=by)
    else:
        stock.release([vendor_order.held_for])
    end_unsold(order, vendor_order)
    outbox.record(VendorOrderCancelled(vendor_order.id))


def end_unsold(order: Order, vendor_order: VendorOrder) -> None:
    """Settle a part of the (locked) order that ended unsold: paid money is owed back, awaited money is less."""
    payment = payment_of(order)
    if payment.status is PaymentStatus.PAID:
        open_refund(order, vendor_order)
    elif payment.status is PaymentStatus.AWAITING:
        part_ended_unpaid(order, payment, vendor_order)
    elif payment.status is PaymentStatus.DIRECT:
        end_part(order, vendor_order)
