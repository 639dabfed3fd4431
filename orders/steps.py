"""A step of one part of an order, under the lock of the whole order."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from orders.kinds import VendorOrderStatus
from orders.locking import lock_order
from orders.models import Order, OrderLine, VendorOrder
from orders.states import move_to


class ReasonMissing(Invalid):
    """An act against the buyer's order needs its reason."""

    sentence = _l("Hãy ghi lý do, khách sẽ đọc được.")


def lock(vendor_order: VendorOrder) -> Order:
    """Lock the order of a part and read the part again, so that its state is true until the transaction ends."""
    order = lock_order(vendor_order.order_id)
    columns = [attribute.key for attribute in VendorOrder.__mapper__.column_attrs]
    db.session.flush()
    db.session.refresh(vendor_order, columns)
    return order


def lines_of(vendor_order: VendorOrder) -> Sequence[OrderLine]:
    """Give the lines of a (locked) part as they are now."""
    lines = select(OrderLine).where(OrderLine.vendor_order_id == vendor_order.id).order_by(OrderLine.id)
    return db.session.scalars(lines.execution_options(populate_existing=True)).all()


def step(vendor_order: VendorOrder, status: VendorOrderStatus, *, by: User | None, reason: str = "") -> Order:
    """Lock, and move a part that its vendor was given. Raises MoveNotAllowed also for one that it was not given."""
    order = lock(vendor_order)
    if vendor_order.routed_at is None:
        raise MoveNotAllowed
    move_to(vendor_order, status, by=by, reason=reason)
    return order


def said(reason: str) -> str:
    """Give the reason as it will be kept. Raises ReasonMissing for none."""
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    return words
