"""Giving back some of what is held or was taken for a purpose."""

from collections.abc import Mapping

from sqlalchemy import select

from marketplace.audit import Actor
from marketplace.database import db
from vendors.stock import locking
from vendors.stock.errors import NotHeld
from vendors.stock.locking import Locked
from vendors.stock.lots import return_to_lots, uses_of
from vendors.stock.models import Reservation, ReservationState


def give_back(held_for: str, quantities: Mapping[int, int], *, by: Actor | None) -> None:
    """Give so many of each variant back to the shelf: they are held no longer, or come back to it if they were taken.

    Variants of which nothing is held or taken for the purpose (any more) are left alone. Raises NotHeld for more than
    there is.
    """
    locked = {row.item.id: row for row in locking.lock(locking.items_held([held_for]))}
    living = select(Reservation).where(
        Reservation.held_for == held_for, Reservation.state.in_([ReservationState.HELD, ReservationState.TAKEN])
    )
    query = living.order_by(Reservation.id).execution_options(populate_existing=True)
    for reservation in db.session.scalars(query).all():
        row = locked[reservation.stock_item_id]
        if quantity := quantities.get(row.item.variant_id):
            _lessen(reservation, row, quantity, by=by)
    locking.write(list(locked.values()))


def _lessen(reservation: Reservation, row: Locked, quantity: int, *, by: Actor | None) -> None:
    if quantity > reservation.quantity:
        raise NotHeld
    if reservation.state is ReservationState.HELD:
        row.item.reserved -= quantity
    else:
        return_to_lots(row, quantity, reservation.held_for, uses_of([reservation.held_for]), by=by)
    if quantity == reservation.quantity:
        reservation.state = ReservationState.RELEASED
    else:
        reservation.quantity -= quantity
