"""Packs and sizes with their prices."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import Invalid
from tests.factories.listings import a_listing, a_variant
from vendors import shown
from vendors.listings import variants
from vendors.listings.errors import LastOne, SkuTaken
from vendors.listings.variants import Terms

pytestmark = pytest.mark.usefixtures("app")

BAG = Terms(label="Túi 1 kg", price_dong=160_000, weight_grams=1_050, net_amount=1_000)


def test_a_variant_gets_a_code_when_it_has_none():
    listing = a_listing()

    first, second = (variants.add_variant(listing, BAG, by=None) for _ in range(2))

    assert (first.sku, second.sku) == (f"{listing.id}-1", f"{listing.id}-2")
    assert (first.price_dong, first.net_unit, first.vendor_id) == (160_000, "g", listing.vendor_id)


def test_a_made_code_goes_around_the_vendors_own():
    listing = a_listing()
    variants.add_variant(listing, replace(BAG, sku=f"{listing.id}-1"), by=None)

    assert variants.add_variant(listing, BAG, by=None).sku == f"{listing.id}-2"


def test_a_code_is_used_once_by_a_vendor():
    listing = a_listing()
    variants.add_variant(listing, replace(BAG, sku="mien-1"), by=None)
    other = variants.add_variant(listing, BAG, by=None)

    with pytest.raises(SkuTaken):
        variants.add_variant(listing, replace(BAG, sku=" MIEN-1 "), by=None)
    with pytest.raises(SkuTaken):
        variants.change_variant(other, replace(BAG, sku="mien-1"), by=None)
    assert variants.add_variant(a_listing(), replace(BAG, sku="mien-1"), by=None).sku == "MIEN-1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price_dong", 0),
        ("price_dong", -1),
        ("price_dong", 10**18),
        ("weight_grams", 0),
        ("weight_grams", 1_000_001),
        ("net_amount", 0),
        ("net_amount", 10**18),
        ("net_unit", "yard"),
        ("label", "  "),
        ("label", "a" * 81),
        ("sku", "A" * 41),
    ],
)
def test_terms_that_nobody_can_sell_by_are_refused_beside_their_field(field, value):
    listing = a_listing()

    with pytest.raises(Invalid) as refused:
        variants.add_variant(listing, replace(BAG, **{field: value}), by=None)
    assert refused.value.field == field
    with pytest.raises(Invalid):
        variants.change_variant(listing.variants[0], replace(BAG, **{field: value}), by=None)


def test_a_price_changes_at_once_and_leaves_its_trace():
    listing = a_listing(price_dong=85_000)
    [variant] = listing.variants
    shown.take_changes()

    variants.change_variant(variant, replace(_terms_of(variant), price_dong=90_000), by=None)

    assert variant.price_dong == 90_000
    assert shown.take_changes()[0] == {listing.id}
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "variant changed")).one()
    assert entry.detail == {"before": {"price_dong": 85_000}, "after": {"price_dong": 90_000}}


def test_the_same_terms_again_change_nothing():
    [variant] = a_listing().variants
    shown.take_changes()

    variants.change_variant(variant, _terms_of(variant), by=None)

    assert shown.take_changes()[0] == set()


def test_the_last_variant_of_a_listing_on_sale_stays():
    listing = a_listing()
    other = a_variant(listing)

    variants.archive_variant(other, by=None)

    with pytest.raises(LastOne):
        variants.archive_variant(listing.variants[0], by=None)


def test_the_last_variant_of_a_draft_may_go():
    [variant] = a_listing(on_sale=False).variants

    variants.archive_variant(variant, by=None)

    assert variant.archived


def _terms_of(variant):
    return Terms(**{name: getattr(variant, name) for name in Terms.__dataclass_fields__})


def by_weight(**changes: int) -> Terms:
    known = {"kg_price_dong": 333_333, "least_grams": 1200, "most_grams": 1500, **changes}
    return Terms("Con 1,2–1,5 kg", 1, 1, 1, sold_by_weight=True, **known)


def test_sold_by_weight_the_price_is_that_of_the_heaviest():
    variant = variants.add_variant(a_listing(), by_weight(), by=None)

    assert variant.price_dong == 500_000, "499.999,5 đồng, rounded up"
    assert (variant.net_amount, variant.net_unit, variant.weight_grams) == (1500, "g", 1500)


@pytest.mark.parametrize(
    ("field", "value"), [("kg_price_dong", 0), ("kg_price_dong", 10**10), ("least_grams", 1501), ("most_grams", 0)]
)
def test_weights_and_their_price_are_plausible(field: str, value: int):
    with pytest.raises(Invalid) as refused:
        variants.add_variant(a_listing(), by_weight(**{field: value}), by=None)
    assert refused.value.field == field


def test_what_is_not_weighed_any_more_has_a_price_of_its_own_again():
    variant = variants.add_variant(a_listing(), by_weight(), by=None)

    variants.change_variant(variant, Terms("Túi 1 kg", 300_000, 1000, 1000, kg_price_dong=5), by=None)

    assert (variant.sold_by_weight, variant.kg_price_dong, variant.most_grams) == (False, None, None)
    assert variant.price_dong == 300_000
