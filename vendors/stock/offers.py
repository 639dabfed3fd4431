"""What is sold of a listing, as its page shows it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from vendors.listings.models import Variant
from vendors.stock.models import Lot, StockItem


@dataclass(frozen=True)
class Offered:
    """A variant, how many can be ordered, and from when they are sent where none of them is there yet."""

    variant: Variant
    left: int
    ships_from: date | None


def offers_of(listing_id: int) -> list[Offered]:
    """List what is sold of a listing: one statement."""
    query = select(Variant, StockItem).outerjoin(StockItem, StockItem.variant_id == Variant.id)
    sold = query.where(Variant.listing_id == listing_id, ~Variant.archived).order_by(Variant.position, Variant.id)
    return [_offered(variant, item) for variant, item in db.session.execute(sold)]


def lot_on_sale(listing_id: int) -> Lot | None:
    """Give the lot from which the next order of a listing is taken (first expired, first out), if lots are kept."""
    of_listing = select(Lot).join(Lot.stock_item).join(StockItem.variant).where(Variant.listing_id == listing_id)
    there = of_listing.where(~Variant.archived, Lot.on_hand > 0)
    good = there.where(Lot.best_before_on.is_(None) | (Lot.best_before_on >= clock.today()))
    return db.session.scalar(good.order_by(Lot.best_before_on.nulls_last(), Lot.id).limit(1))


def _offered(variant: Variant, item: StockItem | None) -> Offered:
    if item is None:
        return Offered(variant, 0, None)
    return Offered(variant, item.available, item.ships_from(1) if item.available > 0 else None)
