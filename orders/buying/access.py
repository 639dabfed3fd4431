"""Whose order it is: a person's own, or a guest's behind a link that nobody can guess."""

from flask import request, session, url_for

from marketplace.errors import NotFound
from orders import queries
from orders.carts.session import visitor
from orders.models import Order

LINKS = "order_links"
MOST_LINKS = 20


def let_in(order: Order) -> str:
    """The address of the order's page; a guest's carries the key, which this browser also remembers."""
    if order.buyer_id is not None:
        return url_for("buying.show", number=order.number)
    _remember(order.number, order.access_token)
    return url_for("buying.show", number=order.number, key=order.access_token)


def order_of_visitor(number: str) -> Order:
    """The order of this number if it is the visitor's, with all that its page shows. Raises NotFound otherwise."""
    key = request.args.get("key") or session.get(LINKS, {}).get(number)
    if key:
        order = queries.order_behind(number, key)
        _remember(number, key)
        return order
    user = visitor()
    if user is None:
        raise NotFound
    return queries.own_order(number, user)


def _remember(number: str, key: str) -> None:
    """Keep the latest links; a browser's session holds only so much."""
    links = {**session.get(LINKS, {}), number: key}
    session[LINKS] = dict(list(links.items())[-MOST_LINKS:])
