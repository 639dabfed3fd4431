"""Reading the stock, always through its vendor."""

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.text import fold
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor
from vendors.stock.models import StockItem, StockMovement


def item_of(vendor: Vendor, item_id: int) -> StockItem:
    """The vendor's stock item with its variant, listing and photos. Raises NotFound."""
    return _found(_of(vendor).where(StockItem.id == item_id))


def items_of(vendor: Vendor, *, words: str = "", low_only: bool = False) -> Select[StockItem]:
    """Select what the vendor has on its shelves, by name: all, what has these words, or what runs low."""
    query = _of(vendor).where(_kept()).order_by(Listing.title_fold, Listing.id, Variant.position, Variant.id)
    for word in fold(words).split():
        query = query.where(Listing.title_fold.contains(word, autoescape=True))
    return query.where(_low()) if low_only else query


def count_low(vendor: Vendor) -> int:
    """How many of the vendor's items are at their warning level or below: one statement."""
    joined = select(func.count(StockItem.id)).join(StockItem.variant).join(Variant.listing)
    return db.session.scalar(joined.where(StockItem.vendor_id == vendor.id, _kept(), _low())) or 0


def movements_of(item: StockItem) -> Select[StockMovement]:
    """Select the item's movements with who made them, the newest first."""
    query = select(StockMovement).where(StockMovement.stock_item_id == item.id).options(joinedload(StockMovement.by))
    return query.order_by(StockMovement.id.desc())


def _of(vendor: Vendor) -> Select[StockItem]:
    listing = contains_eager(StockItem.variant).contains_eager(Variant.listing)
    query = select(StockItem).join(StockItem.variant).join(Variant.listing)
    return query.options(listing.selectinload(Listing.photos)).where(StockItem.vendor_id == vendor.id)


def _kept() -> ColumnElement[bool]:
    return Variant.archived.is_(False) & (Listing.status != ListingStatus.ARCHIVED)


def _low() -> ColumnElement[bool]:
    return StockItem.on_hand - StockItem.reserved <= StockItem.low_at


def _found(query: Select[StockItem]) -> StockItem:
    item = db.session.scalar(query)
    if item is None:
        raise NotFound
    return item
