"""Which lots goods are taken from: first expired, first out. Pure: nothing is read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vendors.stock.errors import LotTooSmall, OnlyExpiredLeft
from vendors.stock.models import Lot

LOOSE = None
"""The place of goods that belong to no lot."""


@dataclass(frozen=True)
class Shelf:
    """What is on hand of one stock item: its lots, and in all."""

    lots: Sequence[Lot]
    on_hand: int

    @property
    def loose(self) -> int:
        """How many belong to no lot."""
        return self.on_hand - sum(lot.on_hand for lot in self.lots)


def first_expired_first(shelf: Shelf, quantity: int, *, day: date) -> dict[int | None, int]:
    """Give how many to take of each lot (by id) that is good on this day, and at last of what belongs to none.

    Raises OnlyExpiredLeft when the rest of what is on hand is past its date.
    """
    good = [lot for lot in shelf.lots if lot.on_hand and not expired(lot, day)]
    places = [(lot.id, lot.on_hand) for lot in sorted(good, key=_soonest)]
    taken: dict[int | None, int] = {}
    for place, on_hand in [*places, (LOOSE, shelf.loose)]:
        if portion := min(on_hand, quantity - sum(taken.values())):
            taken[place] = portion
    if sum(taken.values()) < quantity:
        raise OnlyExpiredLeft
    return taken


def as_chosen(shelf: Shelf, quantity: int, chosen: Mapping[int | None, int], *, day: date) -> dict[int | None, int]:
    """Give the choice of the person who packs, if it is possible.

    Raises LotTooSmall when a lot does not have so many or the choice is not just `quantity`, OnlyExpiredLeft for a lot
    past its date.
    """
    wanted = {place: portion for place, portion in chosen.items() if portion}
    lots = {lot.id: lot for lot in shelf.lots}
    if any(place is not LOOSE and place in lots and expired(lots[place], day) for place in wanted):
        raise OnlyExpiredLeft
    there: dict[int | None, int] = {**{lot.id: lot.on_hand for lot in shelf.lots}, LOOSE: shelf.loose}
    if sum(wanted.values()) != quantity or any(not 0 < n <= there.get(place, 0) for place, n in wanted.items()):
        raise LotTooSmall
    return wanted


def expired(lot: Lot, day: date) -> bool:
    """Whether the lot is past its date on this day."""
    return lot.best_before_on is not None and lot.best_before_on < day


def _soonest(lot: Lot) -> tuple[date, date, int]:
    return (lot.best_before_on or date.max, lot.produced_on or date.max, lot.id)
