"""Reduced prices: within the law, for their days, and compared with an honest price."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.database import db
from orders.carts.queries import contents
from tests.factories.listings import a_listing
from tests.factories.orders import a_cart, a_shop, first_variant_of
from tests.factories.people import a_person
from vendors.listings.models import Listing, Variant
from vendors.listings.variants import Terms, add_variant, change_variant
from vendors.reductions import errors, operations
from vendors.reductions.history import COMPARED, lowest_before
from vendors.reductions.models import PriceRecord, Reduction, ReductionState
from vendors.reductions.queries import was_prices
from vendors.storefront.index import refresh
from vendors.storefront.models import CatalogueEntry

NOON = datetime(2027, 3, 1, 5, 0, tzinfo=UTC)
TODAY = date(2027, 3, 1)
TEA = Terms("Túi 500 g", 100_000, 550, 500)


def a_variant(price_dong: int = 100_000) -> Variant:
    """A variant that has cost so much for a year."""
    with clock.at(NOON - timedelta(days=365)):
        listing = a_listing(a_shop(), price_dong=price_dong)
        return add_variant(listing, Terms("Túi 500 g", price_dong, 550, 500), by=None)


def reduced(variant: Variant, price_dong: int = 80_000, *, days: int = 7, later: int = 0) -> Reduction:
    first = TODAY + timedelta(days=later)
    last = first + timedelta(days=days - 1)
    with clock.at(NOON):
        return operations.plan(variant, price_dong=price_dong, first_day=first, last_day=last, by=a_person())


def on_day(day: int) -> None:
    """The sweep of that day, counted from today."""
    with clock.at(NOON + timedelta(days=day)):
        for reduction_id in operations.due():
            operations.turn(reduction_id)


def listing_of(variant: Variant) -> Listing:
    return db.session.get_one(Listing, variant.listing_id)


def test_a_price_is_lower_for_its_days(app) -> None:
    variant = a_variant()
    reduction = reduced(variant, days=3)
    assert (variant.price_dong, reduction.was_dong) == (80_000, 100_000)
    assert was_prices(variant.listing_id) == {variant.id: 100_000}
    on_day(2)
    assert variant.price_dong == 80_000
    on_day(3)
    assert (variant.price_dong, reduction.state) == (100_000, ReductionState.ENDED)
    assert was_prices(variant.listing_id) == {}


def test_a_planned_one_begins_on_its_day(app) -> None:
    variant = a_variant()
    reduction = reduced(variant, later=2)
    on_day(1)
    assert (variant.price_dong, reduction.state) == (100_000, ReductionState.PLANNED)
    on_day(2)
    assert (variant.price_dong, reduction.state) == (80_000, ReductionState.RUNNING)


def test_the_price_before_is_the_lowest_of_thirty_days(app) -> None:
    """A price raised just before is not shown as the one before."""
    variant = a_variant(70_000)
    with clock.at(NOON - timedelta(days=5)):
        change_variant(variant, TEA, by=None)
    assert reduced(variant, 75_000).was_dong is None
    assert was_prices(variant.listing_id) == {}


def test_a_price_of_long_ago_does_not_count(app) -> None:
    variant = a_variant(70_000)
    with clock.at(NOON - timedelta(days=31)):
        change_variant(variant, TEA, by=None)
    assert reduced(variant).was_dong == 100_000


def test_what_the_law_forbids_is_refused(app) -> None:
    variant = a_variant()
    for price, days, refusal in (
        (100_000, 7, errors.NotLower),
        (49_999, 7, errors.MoreThanHalf),
        (80_000, 121, errors.TooManyDays),
        (80_000, 0, errors.DaysNotUsable),
    ):
        with pytest.raises(refusal):
            reduced(variant, price, days=days)
    assert reduced(variant, 50_000).regular_dong == 100_000
    with pytest.raises(errors.OpenAlready):
        reduced(variant)


def test_a_year_has_a_hundred_and_twenty_days_of_it(app) -> None:
    variant = a_variant()
    reduced(variant, days=100)
    on_day(100)
    with pytest.raises(errors.TooManyDays, match="còn 20 ngày"):
        reduced(variant, days=21, later=100)
    reduced(variant, days=20, later=100)


def test_a_price_that_its_vendor_sets_ends_it(app) -> None:
    variant = a_variant()
    reduction = reduced(variant)
    change_variant(variant, Terms("Túi 500 g", 90_000, 550, 500), by=None)
    on_day(20)
    db.session.refresh(reduction)
    assert (variant.price_dong, reduction.state) == (90_000, ReductionState.ENDED)


def test_ending_early_gives_the_price_back(app) -> None:
    variant = a_variant()
    reduced(variant)
    operations.end(variant, by=a_person())
    assert variant.price_dong == 100_000


def test_a_plan_that_is_not_lawful_any_more_is_withdrawn(app) -> None:
    variant = a_variant()
    reduction = reduced(variant, 60_000, later=2)
    change_variant(variant, Terms("Túi 500 g", 130_000, 550, 500), by=None)
    on_day(2)
    assert (variant.price_dong, reduction.state) == (130_000, ReductionState.WITHDRAWN)


def test_card_and_cart_know_the_price_before(app) -> None:
    listing = a_listing(a_shop(), price_dong=100_000)
    variant = first_variant_of(listing)
    reduced(variant, 60_000)
    refresh(Listing.id == listing.id)
    entry = db.session.get_one(CatalogueEntry, listing.id, populate_existing=True)
    assert (entry.price_dong, entry.was_dong) == (60_000, 100_000)
    item = contents(a_cart(listing)).groups[0].items[0]
    assert (item.price_dong, item.piece.room_dong) == (60_000, 10_000)


def test_the_history_only_grows(app) -> None:
    variant = a_variant()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(db.delete(PriceRecord).where(PriceRecord.variant_id == variant.id))


def test_what_is_sold_by_weight_is_not_reduced(app) -> None:
    terms = Terms(
        "Con 2 đến 3 kg", 0, 3_000, 1, sold_by_weight=True, kg_price_dong=90_000, least_grams=2_000, most_grams=3_000
    )
    with pytest.raises(errors.SoldByWeight):
        reduced(add_variant(a_listing(a_shop()), terms, by=None))


@given(changes=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 10**6)), max_size=8), now=st.integers(1, 10**6))
def test_the_lowest_is_that_of_every_moment_before(changes: list[tuple[int, int]], now: int) -> None:
    """Looked at hour by hour, no price of the time before is lower."""
    ordered = sorted(changes)
    records = [PriceRecord(price_dong=price, at=NOON - timedelta(days=80 - day)) for day, price in ordered]
    in_force = [now]
    for hours in range(1, int(COMPARED.total_seconds() // 3600) + 1):
        moment = NOON - timedelta(hours=hours)
        in_force += [record.price_dong for record in records if record.at <= moment][-1:]
    within = [record.price_dong for record in records if NOON - COMPARED < record.at < NOON]
    assert lowest_before(records, NOON, now_dong=now) == min([*in_force, *within])
