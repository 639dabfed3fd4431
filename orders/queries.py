"""Reads of orders by those who placed them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from orders.models import Order, VendorOrder
from orders.payments.models import Payment, Refund
from orders.states import OrderState, order_state
from vendors.models import Vendor


def placed_with(checkout_key: UUID) -> Order | None:
    """The order that was placed under this key, if there is one."""
    return db.session.scalar(select(Order).where(Order.checkout_key == checkout_key))


def last_order_of(user: User) -> Order | None:
    """The order that a person placed last."""
    return db.session.scalar(select(Order).where(Order.buyer_id == user.id).order_by(Order.id.desc()).limit(1))


def own_order(number: str, user: User) -> Order:
    """A person's own order with all that its page shows. Raises NotFound for anybody else's."""
    return _found(_whole_order(number).where(Order.buyer_id == user.id))


def order_behind(number: str, access_token: str) -> Order:
    """The order of this number behind this token, with all that its page shows. Raises NotFound."""
    return _found(_whole_order(number).where(Order.access_token == access_token))


def payment_of(order: Order) -> Payment:
    """The order's one payment."""
    return db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()


def part_of(order: Order, number: str) -> VendorOrder:
    """A vendor's part of this order. Raises NotFound for any other."""
    query = select(VendorOrder).where(VendorOrder.order_id == order.id, VendorOrder.number == number)
    part = db.session.scalar(query)
    if part is None:
        raise NotFound
    return part


def refunds_of(order: Order) -> list[Refund]:
    """Everything of the order that goes back or went back to the buyer, oldest first."""
    return list(db.session.scalars(select(Refund).where(Refund.order_id == order.id).order_by(Refund.id)))


def refund_of(order: Order, reference: str) -> Refund:
    """A refund of this order. Raises NotFound for any other."""
    refund = db.session.scalar(select(Refund).where(Refund.order_id == order.id, Refund.reference == reference))
    if refund is None:
        raise NotFound
    return refund


def orders_of(user: User) -> Select[Order]:
    """Select a person's orders, newest first, each with its parts and their vendors."""
    return (
        select(Order)
        .where(Order.buyer_id == user.id)
        .options(selectinload(Order.vendor_orders).joinedload(VendorOrder.vendor))
        .order_by(Order.id.desc())
    )


def states_of(orders: Sequence[Order]) -> dict[int, OrderState]:
    """Where each of these orders stands, by its id."""
    wanted = select(Payment.order_id, Payment.status).where(Payment.order_id.in_([order.id for order in orders]))
    parts = {order.id: order.vendor_orders for order in orders}
    return {order_id: order_state(parts[order_id], status) for order_id, status in db.session.execute(wanted)}


def _whole_order(number: str) -> Select[Order]:
    return (
        select(Order)
        .where(Order.number == number)
        .options(
            joinedload(Order.province),
            joinedload(Order.commune),
            selectinload(Order.vendor_orders).options(
                joinedload(VendorOrder.vendor).joinedload(Vendor.commune),
                selectinload(VendorOrder.lines),
                selectinload(VendorOrder.status_changes),
            ),
        )
    )


def _found(query: Select[Order]) -> Order:
    order = db.session.scalar(query)
    if order is None:
        raise NotFound
    return order
