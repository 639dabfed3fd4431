"""Many shelves opened and counted at once: the same rules as one by one, a constant number of statements."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import Invalid
from vendors.listings.models import Variant
from vendors.stock import locking
from vendors.stock.errors import BelowReserved, CountLotByLot
from vendors.stock.locking import Locked
from vendors.stock.models import Lot, MovementReason, StockItem


def open_items(variants: Collection[Variant]) -> None:
    """Begin the stock of these variants, with nothing on hand."""
    db.session.add_all(
        StockItem(vendor_id=each.vendor_id, variant_id=each.id, on_hand=0, reserved=0) for each in variants
    )
    db.session.flush()


def count_all(
    counted: Mapping[int, int], *, by: Actor | None, reason: MovementReason, words: str
) -> tuple[set[int], dict[int, Invalid]]:
    """Correct what is on hand of these variants to what was counted; where that is refused, nothing changes.

    Gives the variants whose figure changed, and the refusals by variant: BelowReserved, CountLotByLot.
    """
    locked = locking.lock(locking.items_of_variants(counted))
    locking.let_go_of_ended(locked)
    in_lots = _in_lots([row.item.id for row in locked])
    changed, refused = set(), dict[int, Invalid]()
    for row in locked:
        on_hand = counted[row.item.variant_id]
        if refusal := _refusal(row, on_hand, in_lots.get(row.item.id, 0)):
            refused[row.item.variant_id] = refusal
        elif on_hand != row.item.on_hand:
            locking.move(row, on_hand - row.item.on_hand, reason, by=by, words=words)
            changed.add(row.item.variant_id)
    locking.write(locked)
    return changed, refused


def _refusal(row: Locked, on_hand: int, in_lots: int) -> Invalid | None:
    if on_hand < row.item.promised:
        return BelowReserved(row.item.promised)
    if on_hand < row.item.on_hand and on_hand < in_lots:
        return CountLotByLot(field="on_hand")
    return None


def _in_lots(item_ids: Collection[int]) -> dict[int, int]:
    query = select(Lot.stock_item_id, func.sum(Lot.on_hand)).where(Lot.stock_item_id.in_(item_ids))
    return {item_id: int(on_hand) for item_id, on_hand in db.session.execute(query.group_by(Lot.stock_item_id))}
