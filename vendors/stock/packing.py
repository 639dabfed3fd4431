"""Lots as whoever packs sees them: which ones are best taken, and which ones went in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from vendors.stock.allocation import LOOSE, Shelf, expired, first_expired_first
from vendors.stock.errors import OnlyExpiredLeft
from vendors.stock.lots import lots_of
from vendors.stock.models import Lot, LotUse, Reservation, ReservationState, StockItem


@dataclass(frozen=True)
class LotTaken:
    """So many of a lot that were taken for a purpose and have not come back."""

    variant_id: int
    code: str
    best_before_on: date | None
    quantity: int


def lots_taken(held_for: Collection[str]) -> dict[str, list[LotTaken]]:
    """Give the lots that went into each of these purposes, in the order in which they were taken: one statement."""
    left = LotUse.quantity - LotUse.returned
    query = (
        select(LotUse.held_for, StockItem.variant_id, Lot.code, Lot.best_before_on, left)
        .join(Lot, Lot.id == LotUse.lot_id)
        .join(StockItem, StockItem.id == Lot.stock_item_id)
        .where(LotUse.held_for.in_(held_for), left > 0)
    )
    found: dict[str, list[LotTaken]] = {}
    for purpose, variant_id, code, until, quantity in db.session.execute(query.order_by(LotUse.id)):
        found.setdefault(purpose, []).append(LotTaken(variant_id, code, until, quantity))
    return found


@dataclass(frozen=True)
class Place:
    """Where goods can be taken from: a lot that is good today, or (without one) what belongs to no lot."""

    lot_id: int | None
    code: str
    best_before_on: date | None
    on_hand: int
    planned: int


@dataclass(frozen=True)
class Plan:
    """So many of a variant are to be packed; the plan takes the lots that expire first."""

    variant_id: int
    quantity: int
    places: tuple[Place, ...]


def plans_for(held_for: str) -> list[Plan]:
    """Give how what is held for this purpose would be packed, for the goods that are kept in lots."""
    held = (Reservation.held_for == held_for, Reservation.state == ReservationState.HELD)
    query = select(StockItem, Reservation.quantity).join(StockItem, StockItem.id == Reservation.stock_item_id)
    rows = db.session.execute(query.where(*held).order_by(Reservation.id)).all()
    lots = lots_of([item.id for item, _ in rows])
    return [_plan(item, quantity, lots[item.id]) for item, quantity in rows if item.id in lots]


def _plan(item: StockItem, quantity: int, lots: Sequence[Lot]) -> Plan:
    shelf, today = Shelf(lots, item.on_hand), clock.today()
    try:
        planned = first_expired_first(shelf, quantity, day=today)
    except OnlyExpiredLeft:
        planned = {}
    places = [
        Place(lot.id, lot.code, lot.best_before_on, lot.on_hand, planned.get(lot.id, 0))
        for lot in lots
        if not expired(lot, today)
    ]
    if shelf.loose > 0:
        places.append(Place(LOOSE, "", None, shelf.loose, planned.get(LOOSE, 0)))
    return Plan(item.variant_id, quantity, tuple(places))
