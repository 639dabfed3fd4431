"""Lots: opened with their dates, counted one by one, and given back what came out of them."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from flask_babel import gettext
from sqlalchemy import select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import Invalid
from vendors.stock import locking
from vendors.stock.errors import BelowReserved, ImplausibleQuantity, LotKnown
from vendors.stock.locking import Locked
from vendors.stock.models import Lot, LotUse, MovementReason, StockItem

TOKEN_BYTES = 9
LONGEST_CODE = 40
MOST_IN_A_LOT = 1_000_000


class DatesReversed(Invalid):
    """A lot cannot expire before it is made."""

    def __init__(self) -> None:
        """Say it beside the later date."""
        super().__init__(gettext("Hạn dùng phải sau ngày sản xuất."), field="best_before_on")


def open_lot(item: StockItem, *, code: str, produced_on: date | None, best_before_on: date | None, by: User) -> Lot:
    """Open a lot of the item, with nothing of it on hand yet; without a code it is named by its day.

    Raises LotKnown and DatesReversed.
    """
    if produced_on and best_before_on and best_before_on < produced_on:
        raise DatesReversed
    locking.lock(locking.items([item.id]))
    known = set(db.session.scalars(select(Lot.code).where(Lot.stock_item_id == item.id)))
    named = " ".join(code.split()).upper()[:LONGEST_CODE]
    if named in known:
        raise LotKnown(field="code")
    lot = Lot(
        vendor_id=item.vendor_id,
        stock_item_id=item.id,
        code=named or _free_code(produced_on or clock.today(), known),
        token=secrets.token_urlsafe(TOKEN_BYTES),
        produced_on=produced_on,
        best_before_on=best_before_on,
        on_hand=0,
        opened_at=clock.now(),
    )
    db.session.add(lot)
    db.session.flush()
    audit.record("lot opened", lot, by=by, code=lot.code)
    return lot


def receive_lot(
    item: StockItem,
    quantity: int,
    *,
    code: str,
    produced_on: date | None,
    best_before_on: date | None,
    by: User,
) -> Lot:
    """Open a lot and put so many of it on the shelf. Raises LotKnown, DatesReversed and ImplausibleQuantity."""
    if not 1 <= quantity <= MOST_IN_A_LOT:
        raise ImplausibleQuantity(least=1, most=MOST_IN_A_LOT, field="quantity")
    lot = open_lot(item, code=code, produced_on=produced_on, best_before_on=best_before_on, by=by)
    [row] = locking.lock(locking.items([item.id]))
    locking.move(row, quantity, MovementReason.RECEIVED, by=by, words="", lot=lot)
    locking.write([row])
    return lot


def count_lot(
    lot: Lot, on_hand: int, *, by: User, reason: MovementReason = MovementReason.COUNTED, words: str = ""
) -> None:
    """Correct what is on hand of the lot to what was counted. Raises BelowReserved and ImplausibleQuantity."""
    if not 0 <= on_hand <= MOST_IN_A_LOT:
        raise ImplausibleQuantity(least=0, most=MOST_IN_A_LOT, field="on_hand")
    [row] = locking.lock(locking.items([lot.stock_item_id]))
    db.session.refresh(lot, ["on_hand"])
    locking.let_go_of_ended([row])
    change = on_hand - lot.on_hand
    if row.item.on_hand + change < row.item.promised:
        raise BelowReserved(row.item.promised)
    locking.move(row, change, reason, by=by, words=words, lot=lot)
    locking.write([row])


def lots_of(item_ids: Iterable[int]) -> dict[int, list[Lot]]:
    """Give the lots of these (locked) items of which anything is on hand, by item, those that expire first first."""
    query = select(Lot).where(Lot.stock_item_id.in_(list(item_ids)), Lot.on_hand > 0)
    order = (Lot.best_before_on.asc().nulls_last(), Lot.produced_on.asc().nulls_last(), Lot.id)
    found: dict[int, list[Lot]] = {}
    for lot in db.session.scalars(query.order_by(*order).execution_options(populate_existing=True)):
        found.setdefault(lot.stock_item_id, []).append(lot)
    return found


def uses_of(held_for: Collection[str]) -> Sequence[tuple[LotUse, Lot]]:
    """Give what was taken of lots for these purposes and has not come back, the latest first."""
    query = select(LotUse, Lot).join(Lot, Lot.id == LotUse.lot_id)
    living = query.where(LotUse.held_for.in_(held_for), LotUse.returned < LotUse.quantity)
    rows = db.session.execute(living.order_by(LotUse.id.desc()).execution_options(populate_existing=True))
    return [(use, lot) for use, lot in rows]


def return_to_lots(
    row: Locked, quantity: int, held_for: str, uses: Sequence[tuple[LotUse, Lot]], *, by: Actor | None
) -> None:
    """Put so many of the item that were taken for a purpose back: into the lots they came from, the rest into none."""
    left = quantity
    for use, lot in uses:
        if use.held_for != held_for or lot.stock_item_id != row.item.id:
            continue
        portion = min(left, use.quantity - use.returned)
        use.returned += portion
        left -= portion
        locking.move(row, portion, MovementReason.RETURNED, by=by, words=held_for, lot=lot)
    locking.move(row, left, MovementReason.RETURNED, by=by, words=held_for)


def _free_code(day: date, known: Collection[str]) -> str:
    """Name a lot by its day: L261123, L261123-2, and so on."""
    plain = f"L{day:%y%m%d}"
    places = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(known) + 2))
    return next(code for code in places if code not in known)
