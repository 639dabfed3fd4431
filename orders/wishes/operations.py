"""Keeping, reading and forgetting the wishes that go with orders."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from marketplace.database import db
from orders.models import Order
from orders.wishes.models import OrderWish


@dataclass(frozen=True)
class Wishes:
    """What the buyer filled in; empty words mean that it was not asked for."""

    is_gift: bool = False
    gift_note: str = ""
    invoice_name: str = ""
    invoice_tax_code: str = ""
    invoice_address: str = ""
    invoice_email: str = ""


NO_WISHES = Wishes()


def keep_wishes(order: Order, wishes: Wishes) -> None:
    """Write down the wishes of an order that was just written; one without any has no row."""
    if wishes != NO_WISHES:
        db.session.add(OrderWish(order_id=order.id, **asdict(wishes)))


def wishes_of(order_ids: Collection[int]) -> dict[int, OrderWish]:
    """Give the wishes by order, of those that have some."""
    found = select(OrderWish).where(OrderWish.order_id.in_(order_ids))
    return {wish.order_id: wish for wish in db.session.scalars(found)} if order_ids else {}


def forget_wishes(user_id: int) -> None:
    """Forget what a person who leaves asked for."""
    theirs = select(Order.id).where(Order.buyer_id == user_id)
    db.session.execute(delete(OrderWish).where(OrderWish.order_id.in_(theirs)))
