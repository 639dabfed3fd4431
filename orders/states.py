"""How a vendor order moves from state to state, and what its order's state is then."""

from collections.abc import Iterable
from enum import StrEnum

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from orders.kinds import ENDED_UNSOLD, VENDOR_ORDER_MOVES, VendorOrderStatus
from orders.models import StatusChange, VendorOrder
from orders.payments.models import PaymentStatus


def move_to(vendor_order: VendorOrder, status: VendorOrderStatus, *, by: User | None, reason: str = "") -> None:
    """Move a part to its next state and write the step into its history (`by` nobody: by itself).

    Raises MoveNotAllowed when the table of moves does not have it. The row must be locked by the caller.
    """
    if status not in VENDOR_ORDER_MOVES[vendor_order.status]:
        raise MoveNotAllowed
    db.session.add(
        StatusChange(
            vendor_order_id=vendor_order.id,
            from_status=vendor_order.status,
            to_status=status,
            at=clock.now(),
            by_id=by.id if by else None,
            reason=reason,
        )
    )
    vendor_order.status = status


def awaits_money(part: VendorOrder) -> bool:
    """Whether nobody is asked to answer a part, because its buyer's transfer is awaited."""
    return part.status is VendorOrderStatus.PLACED and part.reply_by is None


class OrderState(StrEnum):
    """Where a whole order stands, as its buyer sees it."""

    AWAITING_PAYMENT = "awaiting_payment"
    IN_PROGRESS = "in_progress"
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    ENDED = "ended"
    """Nothing of it was or will be delivered."""


def order_state(parts: Iterable[VendorOrder], payment: PaymentStatus) -> OrderState:
    """Derive an order's state from its parts and its payment; it is stored nowhere."""
    left = [part for part in parts if part.status not in ENDED_UNSOLD]
    living = [part.status for part in left]
    if not living:
        return OrderState.ENDED
    if payment is PaymentStatus.AWAITING or any(awaits_money(part) for part in left):
        return OrderState.AWAITING_PAYMENT
    if all(status in (VendorOrderStatus.DELIVERED, VendorOrderStatus.COMPLETED) for status in living):
        return OrderState.DELIVERED
    if any(status is VendorOrderStatus.SHIPPED for status in living):
        return OrderState.ON_ITS_WAY
    return OrderState.IN_PROGRESS
