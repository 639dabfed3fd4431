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
