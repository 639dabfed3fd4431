"""Many shelves opened and counted at once: the same rules as one by one, a constant number of statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from marketplace import audit, clock
from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import Invalid
from vendors.listings.models import Variant
from vendors.stock import locking
from vendors.stock.errors import BelowReserved, CountLotByLot, DayMissing, PromisedAhead
from vendors.stock.models import Lot, MovementReason, StockItem


def open_items(variants: Collection[Variant]) -> None:
    """Begin the stock of these variants, with nothing on hand."""
    db.session.add_all(
        StockItem(vendor_id=each.vendor_id, variant_id=each.id, on_hand=0, reserved=0) for each in variants
    )
    db.session.flush()


@dataclass(frozen=True)
class Ahead:
    """How many may be ordered before they are there, and from when they are sent; None leaves it as it is."""

    quantity: int | None
    day: date | None


@dataclass(frozen=True)
class Shelf:
    """What is on hand of an item, held for buyers and in lots, and what is still to come of it."""

    on_hand: int
    reserved: int
    in_lots: int
    expected: int
    expected_on: date | None


def count_all(
    counted: Mapping[int, int],
    *,
    ahead: Mapping[int, Ahead] | None = None,
    by: Actor | None,
    reason: MovementReason,
    words: str,
) -> tuple[set[int], dict[int, Invalid]]:
    """Correct what is on hand of these variants to what was counted; where that is refused, nothing changes.

    `ahead` says by variant what is taken as pre-orders from then on. Gives the variants of which something changed,
    and the refusals by variant: BelowReserved, CountLotByLot, PromisedAhead, DayMissing.
    """
    expected = ahead or {}
    locked = locking.lock(locking.items_of_variants(counted.keys() | expected.keys()))
    locking.let_go_of_ended(locked)
    in_lots = _in_lots([row.item.id for row in locked])
    changed, refused = set(), dict[int, Invalid]()
    for row in locked:
        variant_id, item = row.item.variant_id, row.item
        on_hand, wanted = counted.get(variant_id), expected.get(variant_id)
        shelf = Shelf(item.on_hand, item.reserved, in_lots.get(item.id, 0), item.expected, item.expected_on)
        if refusal := refusal_of(shelf, on_hand=on_hand, ahead=wanted):
            refused[variant_id] = refusal
            continue
        if on_hand is not None and on_hand != item.on_hand:
            locking.move(row, on_hand - item.on_hand, reason, by=by, words=words)
            changed.add(variant_id)
        if wanted and _take_ahead(item, _ahead_of(shelf, wanted), by=by):
            changed.add(variant_id)
    locking.write(locked)
    return changed, refused


def refusal_of(shelf: Shelf, *, on_hand: int | None, ahead: Ahead | None) -> Invalid | None:
    """Why the shelf cannot be corrected so, if it cannot."""
    there = shelf.on_hand if on_hand is None else on_hand
    if ahead is None:
        if there < shelf.reserved - shelf.expected:
            return BelowReserved(shelf.reserved - shelf.expected)
    else:
        quantity, day = _ahead_of(shelf, ahead)
        if quantity and (
            day is None or (day < clock.today() and (quantity, day) != (shelf.expected, shelf.expected_on))
        ):
            return DayMissing(field="expected_on")
        if there + quantity < shelf.reserved:
            return PromisedAhead(shelf.reserved - there)
    return CountLotByLot(field="on_hand") if there < min(shelf.on_hand, shelf.in_lots) else None


def _ahead_of(shelf: Shelf, said: Ahead) -> tuple[int, date | None]:
    """What is expected from then on, and from when it is sent; a day alone changes nothing of nothing."""
    quantity = shelf.expected if said.quantity is None else said.quantity
    return quantity, (said.day or shelf.expected_on) if quantity else None


def _take_ahead(item: StockItem, wanted: tuple[int, date | None], *, by: Actor | None) -> bool:
    """Write what is expected; say whether that is new."""
    quantity, day = wanted
    if wanted == (item.expected, item.expected_on if item.expected else None):
        return False
    item.expected, item.expected_on = quantity, day
    audit.record("stock expected", item, by=by, quantity=quantity, on=day.isoformat() if day else None)
    return True


def _in_lots(item_ids: Collection[int]) -> dict[int, int]:
    query = select(Lot.stock_item_id, func.sum(Lot.on_hand)).where(Lot.stock_item_id.in_(item_ids))
    return {item_id: int(on_hand) for item_id, on_hand in db.session.execute(query.group_by(Lot.stock_item_id))}
