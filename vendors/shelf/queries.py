"""What a seller's list and a listing's own page say beside the listing itself."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from marketplace.database import db
from marketplace.web.paging import Page, page_of
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.listings.queries import listings_of
from vendors.models import Vendor
from vendors.stock.models import StockItem

PAGE_SIZE = 20


@dataclass(frozen=True)
class Figures:
    """What is offered of a listing: the lowest price, how many variants, how many can be sold, how many run low."""

    price_from_dong: int
    variants: int
    available: int
    low: int


def shelf_page(vendor: Vendor, *, status: ListingStatus | None, words: str) -> tuple[Page[Listing], dict[int, Figures]]:
    """Read one page of the vendor's listings with photos and figures: four statements."""
    page = page_of(
        listings_of(vendor, status=status, words=words).options(selectinload(Listing.photos)), size=PAGE_SIZE
    )
    return page, figures_of([listing.id for listing in page.rows])


def figures_of(listing_ids: Collection[int]) -> dict[int, Figures]:
    """Read the figures of these listings: one statement. A listing without a variant has none."""
    found = db.session.execute(_figures(listing_ids))
    return {row.listing_id: Figures(row.price_from, row.variants, row.available, row.low) for row in found}


def stock_of(listing: Listing) -> dict[int, StockItem]:
    """Read the stock of the listing's variants, by variant: one statement."""
    query = select(StockItem).join(Variant).where(Variant.listing_id == listing.id)
    return {item.variant_id: item for item in db.session.scalars(query)}


def _figures(listing_ids: Collection[int]) -> Select[int, int, int, int, int]:
    available = StockItem.available
    return (
        select(
            Variant.listing_id,
            func.min(Variant.price_dong).label("price_from"),
            func.count(Variant.id).label("variants"),
            func.coalesce(func.sum(available), 0).label("available"),
            func.count().filter(available <= StockItem.low_at).label("low"),
        )
        .outerjoin(StockItem, StockItem.variant_id == Variant.id)
        .where(Variant.listing_id.in_(listing_ids), Variant.archived.is_(False))
        .group_by(Variant.listing_id)
    )
