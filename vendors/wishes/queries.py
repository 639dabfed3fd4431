"""Reads of wishes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.database import db
from vendors.listings.models import Listing
from vendors.models import Vendor
from vendors.storefront.models import CatalogueEntry
from vendors.wishes.models import Wish
from vendors.wishes.operations import Wisher


@dataclass(frozen=True)
class WishedShop:
    """What somebody wishes for of one shop: what is on sale, and what is not any more."""

    name: str
    slug: str
    is_open: bool
    entries: Sequence[CatalogueEntry]
    gone: Sequence[Listing]


def wished_ids(wisher: Wisher) -> frozenset[int]:
    """Name all listings that somebody keeps in mind: one statement, however many cards ask."""
    return frozenset(db.session.scalars(select(Wish.listing_id).where(wisher.theirs)))


def wished_by_shop(wisher: Wisher) -> list[WishedShop]:
    """Give all wishes by shop, the youngest first within each: one statement."""
    query = (
        select(Listing, Vendor, CatalogueEntry)
        .join(Wish, Wish.listing_id == Listing.id)
        .join(Vendor, Vendor.id == Listing.vendor_id)
        .outerjoin(CatalogueEntry, CatalogueEntry.listing_id == Listing.id)
        .where(wisher.theirs)
        .order_by(Vendor.name_sort_key, Vendor.id, Wish.id.desc())
    )
    shops: dict[Vendor, list[tuple[Listing, CatalogueEntry | None]]] = {}
    for row in db.session.execute(query):
        shops.setdefault(row.Vendor, []).append((row.Listing, row.CatalogueEntry))
    return [_shop(vendor, kept) for vendor, kept in shops.items()]


def _shop(vendor: Vendor, kept: Sequence[tuple[Listing, CatalogueEntry | None]]) -> WishedShop:
    return WishedShop(
        name=vendor.name,
        slug=vendor.slug,
        is_open=vendor.may_sell,
        entries=[entry for _listing, entry in kept if entry],
        gone=[listing for listing, entry in kept if entry is None],
    )
