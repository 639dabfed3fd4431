"""The addresses that are worth finding, only of what is on sale, each with the day of its last change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select

from marketplace.database import db
from marketplace.places.models import Commune
from vendors.listings.models import ListingChange
from vendors.storefront.models import CatalogueEntry as Entry

MOST_ADDRESSES = 50_000
"""In one file (sitemaps.org, protocol 0.9)."""


class Kind(StrEnum):
    """What a file of the map lists."""

    LISTINGS = "listings"
    SHOPS = "shops"
    COMMUNES = "communes"


@dataclass(frozen=True)
class Found:
    """The words of one address, and when what it shows was changed last."""

    words: tuple[str, ...]
    changed_at: datetime


def files() -> list[tuple[Kind, int]]:
    """List the files of the map, numbered from 1 within their kind: one statement."""
    listings, shops, communes = (
        func.count(),
        func.count(Entry.vendor_id.distinct()),
        func.count(Entry.commune_code.distinct()),
    )
    counts = zip(Kind, db.session.execute(select(listings, shops, communes)).one(), strict=True)
    return [(kind, number) for kind, count in counts for number in range(1, -(-count // MOST_ADDRESSES) + 1)]


def addresses(kind: Kind, number: int) -> Iterator[Found]:
    """Give the addresses of one file: one statement."""
    query = _QUERIES[kind]()
    for *words, changed_at in db.session.execute(query.limit(MOST_ADDRESSES).offset((number - 1) * MOST_ADDRESSES)):
        yield Found(tuple(words), changed_at)


def _listings() -> Select[*tuple[Any, ...]]:
    changed = select(func.max(ListingChange.at)).where(ListingChange.listing_id == Entry.listing_id).scalar_subquery()
    moment = func.greatest(Entry.published_at, changed)
    return select(Entry.vendor_slug, Entry.slug, moment).order_by(Entry.listing_id)


def _shops() -> Select[*tuple[Any, ...]]:
    rows = select(Entry.vendor_slug, func.max(Entry.published_at)).group_by(Entry.vendor_id, Entry.vendor_slug)
    return rows.order_by(Entry.vendor_id)


def _communes() -> Select[*tuple[Any, ...]]:
    rows = select(Commune.slug, func.max(Entry.published_at)).join(Entry, Entry.commune_code == Commune.code)
    return rows.group_by(Commune.code, Commune.slug).order_by(Commune.code)


_QUERIES = {Kind.LISTINGS: _listings, Kind.SHOPS: _shops, Kind.COMMUNES: _communes}
