"""What is on hand, what is held for buyers, and every way it changes.

0 <= reserved <= on hand + expected always (a CHECK guards it); what is on hand is the sum of the movements.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from marketplace import clock
from marketplace.audit import Actor
from marketplace.database import db
from vendors.listings.models import Listing, Variant
from vendors.stock import locking
from vendors.stock.allocation import Shelf, as_chosen, first_expired_first
from vendors.stock.errors import (
    BelowReserved,
    CountLotByLot,
    ImplausibleQuantity,
    NotHeld,
    NotThereYet,
    OutOfStock,
    Short,
)
from vendors.stock.locking import Locked
from vendors.stock.lots import lots_of, return_to_lots, uses_of
from vendors.stock.models import Lot, LotUse, MovementReason, Reservation, ReservationState, StockItem

MOST_RECEIVED = 1_000_000
MOST_ON_HAND = 1_000_000_000
SWEPT_AT_ONCE = 500


def open_item(variant: Variant) -> StockItem:
    """Begin the stock of a variant, with nothing on hand."""
    item = StockItem(vendor_id=variant.vendor_id, variant_id=variant.id, on_hand=0, reserved=0)
    db.session.add(item)
    db.session.flush()
    return item


def receive(item: StockItem, quantity: int, *, by: Actor | None, words: str = "") -> None:
    """Put so many new pieces on the shelf. Raises ImplausibleQuantity."""
    _refuse_outside(quantity, least=1, most=MOST_RECEIVED, field="quantity")
    [row] = locking.lock(locking.items([item.id]))
    _refuse_outside(quantity, least=1, most=MOST_ON_HAND - row.item.on_hand, field="quantity")
    locking.move(row, quantity, MovementReason.RECEIVED, by=by, words=words)
    locking.write([row])


def count(
    item: StockItem,
    on_hand: int,
    *,
    by: Actor | None,
    reason: MovementReason = MovementReason.COUNTED,
    words: str = "",
) -> None:
    """Correct what is on hand to what was counted; what belongs to no lot is more or less by the difference.

    Raises BelowReserved, CountLotByLot and ImplausibleQuantity.
    """
    _refuse_outside(on_hand, least=0, most=MOST_ON_HAND, field="on_hand")
    [row] = locking.lock(locking.items([item.id]))
    locking.let_go_of_ended([row])
    if on_hand < row.item.promised:
        raise BelowReserved(row.item.promised)
    if on_hand < row.item.on_hand and on_hand < _in_lots(row.item):
        raise CountLotByLot(field="on_hand")
    locking.move(row, on_hand - row.item.on_hand, reason, by=by, words=words)
    locking.write([row])


def warn_at(item: StockItem, low_at: int) -> None:
    """Set the level at which the vendor is warned. Raises ImplausibleQuantity."""
    _refuse_outside(low_at, least=0, most=MOST_RECEIVED, field="low_at")
    item.low_at = low_at


def reserve(demand: Mapping[int, int], *, held_for: Mapping[int, str], ends_at: datetime | None) -> list[Reservation]:
    """Hold so many of each variant for the purpose that `held_for` names for it, until the end: all or nothing.

    Reservations of these items that have ended are let go first. Raises OutOfStock naming each line that is short,
    and ImplausibleQuantity. The number of statements does not depend on the number of lines.
    """
    for quantity in demand.values():
        _refuse_outside(quantity, least=1, most=MOST_ON_HAND, field="quantity")
    locked = locking.lock(locking.items_of_variants(demand))
    locking.let_go_of_ended(locked)
    _refuse_what_is_short(demand, locked)
    reservations = [_held(row, demand, held_for, ends_at) for row in locked]
    db.session.add_all(reservations)
    locking.write(locked)
    return reservations


def keep(held_for: Collection[str]) -> frozenset[str]:
    """Let what is held for these purposes be held without an end; give the purposes whose stock is gone.

    A reservation past its end is kept as long as nobody else needed it. For the purposes given back the caller may
    reserve anew, or end what it wanted the stock for.
    """
    locking.lock(locking.items_held(held_for))
    statement = (
        update(Reservation)
        .where(Reservation.held_for.in_(held_for), Reservation.state == ReservationState.HELD)
        .values(ends_at=None)
        .returning(Reservation.held_for)
    )
    return frozenset(held_for) - frozenset(db.session.scalars(statement))


def release(held_for: Collection[str]) -> None:
    """Let go of what is held for these purposes; again without harm."""
    locked = locking.lock(locking.items_held(held_for))
    _end(locked, held_for, ReservationState.RELEASED)
    locking.write(locked)


def take(
    held_for: Collection[str], *, by: Actor | None, chosen: Mapping[int, Mapping[int | None, int]] | None = None
) -> None:
    """Take what is held for these purposes off the shelf, as sold; again without harm.

    Of each item the lots that expire first go first, unless the person who packs has `chosen` (by variant: so many of
    each lot, of none under None). Raises NotHeld when nothing is held for one of them, and nothing was taken before;
    LotTooSmall for a choice that does not fit; OnlyExpiredLeft.
    """
    locked = locking.lock(locking.items_held(held_for))
    taken = _end(locked, held_for, ReservationState.TAKEN)
    _refuse_what_is_not_held(held_for, taken)
    by_id = {row.item.id: row for row in locked}
    lots = lots_of(by_id)
    for each in taken:
        _take_from_lots(by_id[each.stock_item_id], each, lots.get(each.stock_item_id, []), chosen or {}, by=by)
    locking.write(locked)


def put_back(held_for: Collection[str], *, by: Actor | None) -> None:
    """Put what was taken for these purposes back on the shelf (the parcel came back); again without harm."""
    locked = locking.lock(locking.items_held(held_for))
    by_id = {row.item.id: row for row in locked}
    uses = uses_of(held_for)
    for each in _change(held_for, ReservationState.TAKEN, ReservationState.RELEASED):
        return_to_lots(by_id[each.stock_item_id], each.quantity, each.held_for, uses, by=by)
    locking.write(locked)


def sweep() -> int:
    """Let go of reservations past their end, so that shelves show what is there; give how many items were swept.

    Nothing depends on it: whoever reserves lets go of the ended ones by itself.
    """
    locked = locking.lock(locking.items_with_ended(SWEPT_AT_ONCE))
    locking.let_go_of_ended(locked)
    locking.write(locked)
    return len(locked)


def _take_from_lots(
    row: Locked,
    taken: "_Changed",
    lots: Sequence[Lot],
    chosen: Mapping[int, Mapping[int | None, int]],
    *,
    by: Actor | None,
) -> None:
    """Move what is taken out of lots (and out of none), and note which lots these were."""
    if taken.quantity > row.item.on_hand:
        raise NotThereYet
    shelf, day = Shelf(lots, row.item.on_hand), clock.today()
    choice = chosen.get(row.item.variant_id)
    places = (
        first_expired_first(shelf, taken.quantity, day=day)
        if choice is None
        else as_chosen(shelf, taken.quantity, choice, day=day)
    )
    known = {lot.id: lot for lot in lots}
    for place, portion in places.items():
        lot = None if place is None else known[place]
        locking.move(row, -portion, MovementReason.SOLD, by=by, words=taken.held_for, lot=lot)
        if lot:
            db.session.add(LotUse(lot_id=lot.id, held_for=taken.held_for, quantity=portion, at=clock.now()))


def _in_lots(item: StockItem) -> int:
    return int(db.session.scalar(select(func.sum(Lot.on_hand)).where(Lot.stock_item_id == item.id)) or 0)


@dataclass(frozen=True)
class _Changed:
    """A reservation whose state has just changed."""

    stock_item_id: int
    quantity: int
    held_for: str


def _refuse_outside(quantity: int, *, least: int, most: int, field: str) -> None:
    if not least <= quantity <= most:
        raise ImplausibleQuantity(least=least, most=most, field=field)


def _held(row: Locked, demand: Mapping[int, int], held_for: Mapping[int, str], ends_at: datetime | None) -> Reservation:
    item, quantity = row.item, demand[row.item.variant_id]
    expected_on = item.ships_from(quantity)
    item.reserved += quantity
    return Reservation(
        stock_item_id=item.id,
        quantity=quantity,
        expected_on=expected_on,
        held_for=held_for[item.variant_id],
        ends_at=ends_at,
        at=clock.now(),
    )


def _refuse_what_is_short(demand: Mapping[int, int], locked: Collection[Locked]) -> None:
    left = {row.item.variant_id: row.item.available for row in locked}
    short = [variant_id for variant_id, asked in demand.items() if asked > left.get(variant_id, 0)]
    if short:
        names = _names(short)
        raise OutOfStock(
            Short(variant_id, names.get(variant_id, ""), demand[variant_id], left.get(variant_id, 0))
            for variant_id in short
        )


def _names(variant_ids: Collection[int]) -> dict[int, str]:
    query = select(Variant.id, Listing.title_vi, Variant.label).join(Listing, Listing.id == Variant.listing_id)
    found = db.session.execute(query.where(Variant.id.in_(variant_ids)))
    return {variant_id: f"{title} ({label})" for variant_id, title, label in found}


def _change(held_for: Collection[str], was: ReservationState, becomes: ReservationState) -> list[_Changed]:
    statement = (
        update(Reservation)
        .where(Reservation.held_for.in_(held_for), Reservation.state == was)
        .values(state=becomes)
        .returning(Reservation.stock_item_id, Reservation.quantity, Reservation.held_for)
    )
    return [_Changed(*row) for row in db.session.execute(statement)]


def _end(locked: Collection[Locked], held_for: Collection[str], becomes: ReservationState) -> list[_Changed]:
    ended = _change(held_for, ReservationState.HELD, becomes)
    quantities: Counter[int] = Counter()
    for each in ended:
        quantities[each.stock_item_id] += each.quantity
    for row in locked:
        row.item.reserved -= quantities[row.item.id]
    return ended


def _refuse_what_is_not_held(held_for: Collection[str], taken: Collection[_Changed]) -> None:
    missing = set(held_for) - {each.held_for for each in taken}
    if missing:
        was_taken = Reservation.state == ReservationState.TAKEN
        before = select(Reservation.held_for).where(Reservation.held_for.in_(missing), was_taken)
        if missing - set(db.session.scalars(before)):
            raise NotHeld
