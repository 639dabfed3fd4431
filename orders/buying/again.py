"""Buying once more what was ordered before."""

from marketplace.database import db
from marketplace.errors import Refusal
from orders.carts.models import Cart
from orders.carts.operations import add
from orders.models import Order


def buy_again(order: Order, cart: Cart) -> list[str]:
    """Put what was ordered and is still on sale into the cart, at the prices of now; name what is not, once each."""
    missing: list[str] = []
    for line in (line for part in order.vendor_orders for line in part.lines):
        try:
            with db.session.begin_nested():
                add(cart, line.variant_id, line.quantity)
        except Refusal:
            missing.append(line.title)
    return list(dict.fromkeys(missing))
