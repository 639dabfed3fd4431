"""Earnings whose hold is over become payable: many parts of a vendor in as few statements as one."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, contains_eager

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.ledger.bulk import post_all
from orders import settlement
from orders.events import VendorOrderCompleted
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.returns.models import is_complained_of
from orders.states import move_to

AT_ONCE = 500
"""Parts that are released in one transaction, at most."""


def vendors_with_holds_over() -> list[int]:
    """List the vendors that have delivered parts whose hold is over, those who wait longest first."""
    due = select(VendorOrder.vendor_id).where(_is_over()).group_by(VendorOrder.vendor_id)
    return list(db.session.scalars(due.order_by(func.min(VendorOrder.release_at))))


def holds_over(vendor_id: int) -> list[int]:
    """List a vendor's delivered parts whose hold is over, oldest first, `AT_ONCE` at most."""
    due = select(VendorOrder.id).where(VendorOrder.vendor_id == vendor_id, _is_over())
    return list(db.session.scalars(due.order_by(VendorOrder.id).limit(AT_ONCE)))


def release_holds(vendor_id: int) -> int:
    """Complete a vendor's delivered parts after their hold, `AT_ONCE` at most; give how many these were.

    What each earned, and no more, is payable. The number of statements does not depend on that of the parts.
    """
    return release(holds_over(vendor_id))


def release(vendor_order_ids: Collection[int]) -> int:
    """Complete those of these parts that are delivered and whose hold is over; give how many these were."""
    parts = _locked(vendor_order_ids)
    post_all([settlement.released(part.order, part) for part in parts])
    for part in parts:
        move_to(part, VendorOrderStatus.COMPLETED, by=None)
        outbox.record(VendorOrderCompleted(part.id))
    db.session.flush()
    return len(parts)


def _is_over() -> ColumnElement[bool]:
    """Delivered, past its hold and not complained of; cash that a carrier took for us is reconciled before."""
    order = aliased(Order)
    in_cash = select(order.id).where(order.id == VendorOrder.order_id, order.method == PaymentMethod.CASH)
    with_carrier = VendorOrder.carrier_id.is_not(None) & VendorOrder.cash_remitted_at.is_(None) & in_cash.exists()
    is_delivered = VendorOrder.status == VendorOrderStatus.DELIVERED
    return is_delivered & (VendorOrder.release_at <= clock.now()) & ~with_carrier & ~is_complained_of()


def _locked(vendor_order_ids: Collection[int]) -> Sequence[VendorOrder]:
    """Lock the orders of these parts, by id, and give the parts that are due as they are then."""
    of_parts = select(VendorOrder.order_id).where(VendorOrder.id.in_(vendor_order_ids))
    db.session.execute(select(Order.id).where(Order.id.in_(of_parts)).order_by(Order.id).with_for_update())
    due = select(VendorOrder).join(VendorOrder.order).where(VendorOrder.id.in_(vendor_order_ids), _is_over())
    query = due.options(contains_eager(VendorOrder.order)).order_by(VendorOrder.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()
