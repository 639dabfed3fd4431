"""Reading the stock, always through its vendor."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.errors import NotFound
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.listings.queries import with_code, with_word
from vendors.models import Vendor
from vendors.stock.models import Lot, StockItem, StockMovement

WARNED_DAYS = 14
"""Days before a lot's date from which its vendor is warned."""


class Show(StrEnum):
    """What of the shelf is asked for."""

    LOW = "low"
    """At the level at which the vendor is warned, or below it."""
    ENDING = "ending"
    """Of which a lot ends soon or has ended."""


def item_of(vendor: Vendor, item_id: int) -> StockItem:
    """The vendor's stock item with its variant, listing and photos. Raises NotFound."""
    return _found(_of(vendor).where(StockItem.id == item_id))


def items_of(vendor: Vendor, *, words: str = "", show: Show | None = None) -> Select[StockItem]:
    """Select what the vendor has on its shelves, by name: all, what has these words, what runs low or ends soon."""
    query = _of(vendor).where(_kept()).order_by(Listing.title_fold, Listing.id, Variant.position, Variant.id)
    for word in words.split():
        query = query.where(with_word(word) | with_code(word))
    return query.where(_CONDITIONS[show]()) if show else query


def counts_of(vendor: Vendor) -> dict[Show, int]:
    """How many of the vendor's items run low and how many end soon: one statement."""
    counted = [func.count(StockItem.id).filter(condition()) for condition in _CONDITIONS.values()]
    joined = select(*counted).join(StockItem.variant).join(Variant.listing)
    row = db.session.execute(joined.where(StockItem.vendor_id == vendor.id, _kept())).one()
    return dict(zip(_CONDITIONS, row, strict=True))


def ends_of(item_ids: Iterable[int]) -> dict[int, date]:
    """The first day on which a lot on hand of these items ends, where that is soon: one statement."""
    query = select(Lot.stock_item_id, func.min(Lot.best_before_on)).where(Lot.stock_item_id.in_(list(item_ids)))
    soon = query.where(Lot.on_hand > 0, Lot.best_before_on <= _soon()).group_by(Lot.stock_item_id)
    return {item_id: day for item_id, day in db.session.execute(soon) if day}


def movements_of(item: StockItem) -> Select[StockMovement]:
    """Select the item's movements with who made them, the newest first."""
    query = (
        select(StockMovement)
        .where(StockMovement.stock_item_id == item.id)
        .options(joinedload(StockMovement.by), joinedload(StockMovement.lot))
    )
    return query.order_by(StockMovement.id.desc())


def lots_of_item(item: StockItem) -> Sequence[Lot]:
    """The item's lots of which anything is on hand, those that expire first first."""
    query = select(Lot).where(Lot.stock_item_id == item.id, Lot.on_hand > 0)
    return db.session.scalars(query.order_by(Lot.best_before_on.asc().nulls_last(), Lot.id)).all()


def lot_of(vendor: Vendor, item_id: int, lot_id: int) -> Lot:
    """A lot of the vendor's item. Raises NotFound."""
    query = select(Lot).where(Lot.vendor_id == vendor.id, Lot.stock_item_id == item_id, Lot.id == lot_id)
    lot = db.session.scalar(query)
    if lot is None:
        raise NotFound
    return lot


def lot_behind(token: str) -> Lot:
    """The lot whose public address this is, with its goods, their certificate and their producer. Raises NotFound."""
    listing = joinedload(Lot.stock_item).joinedload(StockItem.variant).joinedload(Variant.listing)
    producer = listing.joinedload(Listing.vendor).joinedload(Vendor.commune)
    query = select(Lot).where(Lot.token == token).options(producer, listing.joinedload(Listing.certificate))
    lot = db.session.scalar(query)
    if lot is None:
        raise NotFound
    return lot


def soon_to_expire(vendor: Vendor, *, days: int = WARNED_DAYS) -> Sequence[Lot]:
    """The vendor's lots that expire within so many days or have expired, the soonest first, with their goods."""
    goods = joinedload(Lot.stock_item).joinedload(StockItem.variant).joinedload(Variant.listing)
    until = clock.today() + timedelta(days=days)
    query = select(Lot).where(Lot.vendor_id == vendor.id, Lot.on_hand > 0, Lot.best_before_on <= until)
    return db.session.scalars(query.options(goods).order_by(Lot.best_before_on, Lot.id)).all()


def _of(vendor: Vendor) -> Select[StockItem]:
    listing = contains_eager(StockItem.variant).contains_eager(Variant.listing)
    query = select(StockItem).join(StockItem.variant).join(Variant.listing)
    return query.options(listing.selectinload(Listing.photos)).where(StockItem.vendor_id == vendor.id)


def _kept() -> ColumnElement[bool]:
    return Variant.archived.is_(False) & (Listing.status != ListingStatus.ARCHIVED)


def _low() -> ColumnElement[bool]:
    return StockItem.available <= StockItem.low_at


def _ending() -> ColumnElement[bool]:
    ending = select(Lot.id).where(Lot.stock_item_id == StockItem.id, Lot.on_hand > 0, Lot.best_before_on <= _soon())
    return ending.exists()


def _soon() -> date:
    return clock.today() + timedelta(days=WARNED_DAYS)


_CONDITIONS: dict[Show, Callable[[], ColumnElement[bool]]] = {Show.LOW: _low, Show.ENDING: _ending}


def _found(query: Select[StockItem]) -> StockItem:
    item = db.session.scalar(query)
    if item is None:
        raise NotFound
    return item
