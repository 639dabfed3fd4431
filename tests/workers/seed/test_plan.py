"""What the demo market will consist of: pure planning, no database."""

from collections import Counter
from datetime import date, timedelta

import pytest

from vendors.certificates.operations import MONTHS_VALID, months_after
from vendors.models import VendorKind
from workers.seed.allotment import OF_ONE_PRODUCER
from workers.seed.cast import PARTS, cast
from workers.seed.goods import products
from workers.seed.localities import localities, named_by
from workers.seed.market import Size, blocks_of
from workers.seed.names import MARK
from workers.seed.plan import MarketPlan, kind_of, plan_market

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def plan() -> MarketPlan:
    return plan_market(today=TODAY)


def test_the_producers_are_those_of_the_register(plan):
    kinds = Counter(vendor.kind for vendor in plan.vendors)
    assert kinds == {VendorKind.COMPANY: 54, VendorKind.COOPERATIVE: 87, VendorKind.HOUSEHOLD: 78}
    assert len({vendor.naming.name for vendor in plan.vendors}) == 219
    assert {vendor.commune_code for vendor in plan.vendors} == {place.code for place in localities()}


def test_the_listings_are_those_of_the_register(plan):
    stars = Counter(listing.rating.star for listing in plan.listings)
    assert stars == {5: 8, 4: 104, 3: 224, None: 233}
    new = [each for each in plan.listings if TODAY - each.rating.first_registered_on < timedelta(days=365)]
    assert len(new) == 67


def test_every_product_appears_with_its_names_its_district_and_its_unit(plan):
    districts = {place.code: place.district for place in localities()}
    seen = {}
    for vendor in plan.vendors:
        for listing in vendor.listings:
            if listing.offer.title.vi == listing.product.name_vi:
                seen.setdefault(listing.product.key, (vendor, listing))
    assert seen.keys() == products().keys()
    for vendor, listing in seen.values():
        product = listing.product
        assert listing.offer.title.en == product.name_en
        assert product.former_district in {"", districts[vendor.commune_code]}
        assert product.unit.lower() in listing.offer.packs[0].label.lower()


def test_known_producers_keep_their_names_and_goods_and_others_are_marked(plan):
    known = {vendor.naming.name: vendor for vendor in plan.vendors if not vendor.is_demo}
    assert known.keys() == {product.producer for product in products().values() if product.producer}
    for name, vendor in known.items():
        assert {each.product.producer for each in vendor.listings} == {name}
        assert vendor.kind is kind_of(name)
    assert all(MARK in vendor.naming.name for vendor in plan.vendors if vendor.is_demo)


def test_goods_named_after_one_producer_have_one(plan):
    sold = Counter(listing.product.key for listing in plan.listings)
    assert {sold[key] for key in OF_ONE_PRODUCER} == {1}


def test_published_stars_are_kept(plan):
    for product in products().values():
        if product.star:
            rated = [each.rating.star for each in plan.listings if each.product is product]
            assert product.star in rated


def test_prices_stay_within_a_fifth(plan):
    for listing in plan.listings:
        price = listing.offer.packs[0].price_dong
        assert 0.8 * listing.product.price_dong <= price <= 1.2 * listing.product.price_dong


def test_certificates_are_valid_and_some_end_soon(plan):
    issued = [each.rating for each in plan.listings if each.rating.issued_on]
    ends = [months_after(rating.issued_on, MONTHS_VALID) for rating in issued]
    assert min(ends) > TODAY
    assert all(rating.first_registered_on < rating.issued_on < TODAY for rating in issued)
    assert 10 <= sum(end < TODAY + timedelta(days=180) for end in ends) <= 100


def test_nothing_is_on_sale_before_its_producer_is_approved(plan):
    for vendor in plan.vendors:
        assert vendor.approved_on < TODAY
        assert all(vendor.approved_on < each.published_on < TODAY for each in vendor.listings)


def test_the_same_day_and_size_give_the_same_plan(plan):
    assert plan_market(today=TODAY) == plan


@pytest.mark.parametrize(("vendors", "listings"), [(1, 1), (4, 4), (12, 40), (54, 60), (2, 60), (250, 569)])
def test_any_size_is_met_exactly(vendors, listings):
    planned = plan_market(vendors, listings, today=TODAY)
    assert (len(planned.vendors), len(list(planned.listings))) == (vendors, listings)
    assert all(vendor.listings for vendor in planned.vendors)


@pytest.mark.parametrize(
    ("vendors", "listings"), [(219, 569), (1500, 1500), (3850, 10_000), pytest.param(7, 700, marks=pytest.mark.soak)]
)
def test_a_large_market_is_a_block_its_copies_and_a_rest(vendors, listings):
    first, *further = blocks_of(Size(vendors, listings), today=TODAY)
    built = [(len(block.vendors), len(list(block.listings))) for block in (first, *further)]
    missing = vendors - sum(each for each, _ in built), listings - sum(each for _, each in built)
    copies = missing[0] // built[0][0]
    assert missing == (copies * built[0][0], copies * built[0][1])
    assert not any(not vendor.is_demo for block in further for vendor in block.vendors)


def test_more_vendors_than_listings_are_refused():
    with pytest.raises(ValueError, match="cannot be dealt out"):
        plan_market(5, 4, today=TODAY)


def test_the_cast_are_different_producers_of_the_demo(plan):
    places = cast(plan)
    assert len(set(places)) == len(PARTS)
    assert all(plan.vendors[place].is_demo for place in places)
    assert "mien-dong-binh-lieu" in {each.product.key for each in plan.vendors[places[0]].listings}


def test_a_name_of_goods_names_its_commune():
    """Earlier names count, those of whole districts do not."""
    named = {key: place.name for key, product in products().items() if (place := named_by(product))}
    assert named["trung-vit-bien-dong-rui"] == "Hải Lạng"
    assert named["che-duong-hoa"] == "Đường Hoa"
    assert "cha-muc-ha-long" not in named
