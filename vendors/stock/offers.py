"""What is sold of a listing, as its page shows it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.database import db
from vendors.listings.models import Variant
from vendors.stock.models import StockItem


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


def _offered(variant: Variant, item: StockItem | None) -> Offered:
    if item is None:
        return Offered(variant, 0, None)
    return Offered(variant, item.available, item.ships_from(1) if item.available > 0 else None)
