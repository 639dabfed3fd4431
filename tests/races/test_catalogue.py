"""Changes of one listing in the same moment: the catalogue shows what is true after both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select, text

from marketplace.database import db
from tests.factories.listings import a_listing, a_variant
from tests.races.running import SECONDS
from tests.waiting import until
from vendors.listings import operations as listings
from vendors.listings.models import Listing, Variant
from vendors.stock import operations as stock
from vendors.storefront import index
from vendors.storefront.models import CatalogueEntry

Act = Callable[[], object]
SOMEBODY_WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def listing(market: Flask) -> Listing:
    """A listing on sale with two variants, ten of each."""
    listing = a_listing(stock=10)
    a_variant(listing, stock=10)
    db.session.commit()
    return listing


def variants_of(listing: Listing) -> list[int]:
    return list(db.session.scalars(select(Variant.id).where(Variant.listing_id == listing.id).order_by(Variant.id)))


def while_uncommitted(market: Flask, first: Act, second: Act) -> None:
    """Do the first and mirror it; before it is committed, let the second come and wait for it."""
    first()
    db.session.flush()
    index.refresh(Listing.id.in_(select(Listing.id)))
    with ThreadPoolExecutor(1) as threads:
        ending = threads.submit(_committed, market, second)
        until(_somebody_waits, seconds=SECONDS)
        db.session.commit()
        ending.result(SECONDS)


def _committed(market: Flask, act: Act) -> None:
    with market.app_context():
        act()
        db.session.commit()


def _somebody_waits() -> bool:
    with db.engine.connect() as connection:
        return bool(connection.scalar(SOMEBODY_WAITS))


def buying(variant_id: int) -> Act:
    return lambda: stock.reserve({variant_id: 4}, held_for={variant_id: f"order/{variant_id}"}, ends_at=None)


def test_two_variants_sold_at_once_are_both_counted(market: Flask, listing: Listing):
    one, other = variants_of(listing)

    while_uncommitted(market, buying(one), buying(other))

    assert db.session.scalars(select(CatalogueEntry.available)).all() == [12]


def test_a_listing_paused_while_it_is_bought_is_not_shown(market: Flask, listing: Listing):
    bought = variants_of(listing)[0]

    while_uncommitted(market, lambda: listings.pause(listing, by=None), buying(bought))

    assert db.session.scalars(select(CatalogueEntry.listing_id)).all() == []
