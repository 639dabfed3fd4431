"""Lots as whoever packs sees them: which ones went in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.database import db
from vendors.stock.models import Lot, LotUse, StockItem


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
