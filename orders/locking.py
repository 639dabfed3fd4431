"""One lock for all that changes an order: its own row, taken first (see docs/locking.md)."""

from sqlalchemy import select

from marketplace.database import db
from orders.models import Order


def lock_order(order_id: int) -> Order:
    """Lock the order's row until the transaction ends and give it as it is now.

    Whoever changes a part, the payment or a refund of an order takes this lock before any other, so that the vendor,
    the buyer, the bank and the clock wait for each other instead of crossing.
    """
    return db.session.scalars(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    ).one()
