"""Stock rows locked for a change: in the order of their ids, read afresh, with a limit to the wait.

Every change of stock and of reservations goes through `lock`, so no two transactions wait for each other, and what
was read is still true when it is written.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select, text, update

from marketplace import clock, outbox
from marketplace.audit import Actor
from marketplace.database import db
from vendors import shown
from vendors.events import StockRanLow
from vendors.listings.models import Variant
from vendors.stock.models import Lot, MovementReason, Reservation, ReservationState, StockItem, StockMovement

COMES_IN = frozenset({MovementReason.RECEIVED, MovementReason.COUNTED})
Rows = Select[StockItem, int]


@dataclass(frozen=True)
class Locked:
    """A stock item that nobody else can change until the transaction ends, and the listing that shows it."""

    item: StockItem
    listing_id: int
    available_before: int


def items(item_ids: Collection[int]) -> Rows:
    """Select these stock items."""
    return _rows().where(StockItem.id.in_(item_ids))


def items_of_variants(variant_ids: Collection[int]) -> Rows:
    """Select the stock items of these variants."""
    return _rows().where(StockItem.variant_id.in_(variant_ids))


def items_held(held_for: Collection[str]) -> Rows:
    """Select the stock items that anything is or was held of for these purposes."""
    reserved = select(Reservation.stock_item_id).where(Reservation.held_for.in_(held_for))
    return _rows().where(StockItem.id.in_(reserved))


def items_with_ended(most: int) -> Rows:
    """Select stock items of which something is held past its end, so many at most."""
    ended = select(Reservation.stock_item_id).where(_ended()).distinct().limit(most)
    return _rows().where(StockItem.id.in_(ended))


def lock(rows: Rows) -> list[Locked]:
    """Lock the rows in the order of their ids and read them afresh; wait three seconds for each at most."""
    db.session.execute(text("SET LOCAL lock_timeout = '3s'"))
    query = rows.order_by(StockItem.id).with_for_update(of=StockItem)
    found = db.session.execute(query, execution_options={"populate_existing": True})
    return [Locked(item, listing_id, item.available) for item, listing_id in found]


def let_go_of_ended(locked: Collection[Locked]) -> None:
    """Release what is held of these items past its end."""
    by_id = {row.item.id: row.item for row in locked}
    statement = (
        update(Reservation)
        .where(Reservation.stock_item_id.in_(by_id), _ended())
        .values(state=ReservationState.RELEASED)
        .returning(Reservation.stock_item_id, Reservation.quantity)
    )
    for item_id, quantity in db.session.execute(statement):
        by_id[item_id].reserved -= quantity


def move(
    row: Locked, change: int, reason: MovementReason, *, by: Actor | None, words: str, lot: Lot | None = None
) -> None:
    """Change what is on hand (of a lot, if one is named), and say why; a change of nothing leaves no trace.

    What newly comes in is no longer expected.
    """
    if change == 0:
        return
    row.item.on_hand += change
    if change > 0 and reason in COMES_IN:
        row.item.expected -= min(change, row.item.expected)
    if lot:
        lot.on_hand += change
    db.session.add(
        StockMovement(
            stock_item_id=row.item.id,
            lot_id=lot.id if lot else None,
            change=change,
            on_hand_after=row.item.on_hand,
            reason=reason,
            words=words,
            by_id=by.id if by else None,
            at=clock.now(),
        )
    )


def write(locked: Collection[Locked]) -> None:
    """Write what changed in a constant number of statements, warn once of each fall, and let buyers see it."""
    for row in locked:
        if row.available_before > row.item.low_at >= row.item.available:
            outbox.record(StockRanLow(row.item.id))
    shown.changed(*(row.listing_id for row in locked))
    db.session.flush()


def _rows() -> Rows:
    return select(StockItem, Variant.listing_id).join(Variant, Variant.id == StockItem.variant_id)


def _ended() -> ColumnElement[bool]:
    return and_(Reservation.state == ReservationState.HELD, Reservation.ends_at <= clock.now())
