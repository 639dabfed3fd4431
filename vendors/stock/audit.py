"""Checks of the stock, for `flask market audit`."""

from collections.abc import Iterator

from sqlalchemy import func, select

from marketplace.database import db
from vendors.audit import check
from vendors.stock.models import Lot, Reservation, ReservationState, StockItem, StockMovement


@check
def movements_add_up() -> Iterator[str]:
    """The movements of every item add up to what is on hand."""
    moved = (
        select(StockMovement.stock_item_id.label("item_id"), func.sum(StockMovement.change).label("total"))
        .group_by(StockMovement.stock_item_id)
        .subquery()
    )
    total = func.coalesce(moved.c.total, 0)
    query = (
        select(StockItem.id, StockItem.on_hand, total)
        .outerjoin(moved, moved.c.item_id == StockItem.id)
        .where(StockItem.on_hand != total)
    )
    for item_id, on_hand, moved_in_all in db.session.execute(query):
        yield f"stock item {item_id} has {on_hand} on hand, its movements say {moved_in_all}"


@check
def lots_add_up() -> Iterator[str]:
    """The movements of every lot add up to what is on hand of it, and no item has more in lots than on hand."""
    moved = select(StockMovement.lot_id, func.sum(StockMovement.change)).group_by(StockMovement.lot_id).subquery()
    differs = func.coalesce(moved.c[1], 0) != Lot.on_hand
    for code in db.session.scalars(select(Lot.code).outerjoin(moved, moved.c[0] == Lot.id).where(differs)):
        yield f"the movements of lot {code} do not add up to what is on hand of it"
    in_lots = select(Lot.stock_item_id, func.sum(Lot.on_hand)).group_by(Lot.stock_item_id).subquery()
    more = select(StockItem.id).join(in_lots, in_lots.c[0] == StockItem.id).where(in_lots.c[1] > StockItem.on_hand)
    for item_id in db.session.scalars(more):
        yield f"the lots of stock item {item_id} hold more than is on hand"


@check
def reservations_add_up() -> Iterator[str]:
    """What is held of every item adds up to what is reserved."""
    held = (
        select(Reservation.stock_item_id.label("item_id"), func.sum(Reservation.quantity).label("total"))
        .where(Reservation.state == ReservationState.HELD)
        .group_by(Reservation.stock_item_id)
        .subquery()
    )
    total = func.coalesce(held.c.total, 0)
    query = (
        select(StockItem.id, StockItem.reserved, total)
        .outerjoin(held, held.c.item_id == StockItem.id)
        .where(StockItem.reserved != total)
    )
    for item_id, reserved, held_in_all in db.session.execute(query):
        yield f"stock item {item_id} has {reserved} reserved, its reservations say {held_in_all}"
