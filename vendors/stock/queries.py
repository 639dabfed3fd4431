"""Reading the stock, always through its vendor."""

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from marketplace.database import db
from marketplace.errors import NotFound
from vendors.listings.models import Variant
from vendors.models import Vendor
from vendors.stock.models import StockItem


def item_of(vendor: Vendor, item_id: int) -> StockItem:
    """The vendor's stock item with its variant and listing. Raises NotFound."""
    return _found(_with_names(vendor).where(StockItem.id == item_id))


def item_of_variant(vendor: Vendor, variant_id: int) -> StockItem:
    """The stock item of the vendor's variant, with both and the listing. Raises NotFound."""
    return _found(_with_names(vendor).where(StockItem.variant_id == variant_id))


def _with_names(vendor: Vendor) -> Select[StockItem]:
    names = contains_eager(StockItem.variant).contains_eager(Variant.listing)
    query = select(StockItem).join(StockItem.variant).join(Variant.listing).options(names)
    return query.where(StockItem.vendor_id == vendor.id)


def _found(query: Select[StockItem]) -> StockItem:
    item = db.session.scalar(query)
    if item is None:
        raise NotFound
    return item
