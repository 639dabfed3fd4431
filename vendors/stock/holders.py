"""For whom the goods of an item are held: orders by their numbers, and carts that are not orders yet."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import or_, select

from marketplace import clock
from marketplace.database import db
from vendors.models import Vendor
from vendors.stock.models import Reservation, ReservationState

Numbers = Callable[[Vendor, Collection[str]], dict[str, str]]
"""Gives the numbers of the orders that the vendor was given, by what their stock is held for."""
_EXTENSION = "numbers_of_orders"
MOST_SHOWN = 20


@dataclass
class Holders:
    """Orders as (number, quantity), how many carts hold something, and until when the last of them does."""

    orders: list[tuple[str, int]] = field(default_factory=list)
    carts: int = 0
    carts_until: datetime | None = None

    @property
    def shown(self) -> list[tuple[str, int]]:
        """As many orders as a screen takes."""
        return self.orders[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many orders stand behind those."""
        return len(self.orders) - len(self.shown)


def bind(app: Flask, numbers: Numbers) -> None:
    """Let `app` ask the orders for their numbers: stock knows purposes only."""
    app.extensions[_EXTENSION] = numbers


def holders_of(vendor: Vendor, item_ids: Iterable[int]) -> dict[int, Holders]:
    """Give who holds goods of these items of the vendor, by item: two statements."""
    query = select(Reservation).where(
        Reservation.stock_item_id.in_(list(item_ids)),
        Reservation.state == ReservationState.HELD,
        or_(Reservation.ends_at.is_(None), Reservation.ends_at > clock.now()),
    )
    held = db.session.scalars(query.order_by(Reservation.id)).all()
    named: Numbers = current_app.extensions[_EXTENSION]
    numbers = named(vendor, {each.held_for for each in held}) if held else {}
    found: dict[int, Holders] = {}
    for each in held:
        _note(found.setdefault(each.stock_item_id, Holders()), each, numbers.get(each.held_for))
    return found


def _note(holders: Holders, held: Reservation, number: str | None) -> None:
    if number:
        holders.orders.append((number, held.quantity))
        return
    holders.carts += 1
    if held.ends_at and (holders.carts_until is None or held.ends_at > holders.carts_until):
        holders.carts_until = held.ends_at
