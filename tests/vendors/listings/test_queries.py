"""A vendor's lists and the moderator's queue."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.database import db
from marketplace.errors import NotFound
from tests.factories.listings import CRAFT, a_listing, a_variant
from tests.factories.people import an_administrator
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements
from vendors.listings import operations, queries
from vendors.listings.models import Listing, ListingStatus
from vendors.listings.proposals import operations as proposals

pytestmark = pytest.mark.usefixtures("app")


def titles(query) -> list[str]:
    return [listing.title_vi for listing in db.session.scalars(query)]


def submitted(title: str, *, days_ago: int = 0) -> Listing:
    listing = a_listing(title=title, on_sale=False, category_number=CRAFT)
    with clock.at(clock.now() - timedelta(days=days_ago)):
        operations.submit(listing, by=None)
    return listing


def test_a_listing_is_found_through_its_vendor_only():
    vendor = a_vendor()
    listing = a_listing(vendor)

    assert queries.listing_of(vendor, listing.id) is listing
    with pytest.raises(NotFound):
        queries.listing_of(a_vendor(), listing.id)
    with pytest.raises(NotFound):
        queries.variant_of(a_vendor(), listing.id, listing.variants[0].id)


def test_a_variant_is_found_through_its_listing_only():
    vendor = a_vendor()
    listing, other = a_listing(vendor), a_listing(vendor)

    assert queries.variant_of(vendor, listing.id, listing.variants[0].id) is listing.variants[0]
    with pytest.raises(NotFound):
        queries.variant_of(vendor, listing.id, other.variants[0].id)


@pytest.mark.parametrize("variants", [1, 6])
def test_a_listing_with_all_it_shows_takes_three_statements(variants):
    vendor = a_vendor()
    listing = a_listing(vendor)
    for _ in range(variants - 1):
        a_variant(listing)
    listing_id = listing.id
    db.session.expunge(listing)

    with watch_statements() as seen:
        found = queries.listing_of(vendor, listing_id)

    assert (len(found.variants), len(found.photos)) == (variants, 1)
    assert len(seen) == 3


def test_words_are_found_without_marks():
    vendor = a_vendor()
    for title in ("Miến dong Bình Liêu", "Chả mực Hạ Long", "Trà hoa vàng"):
        a_listing(vendor, title)
    a_listing(title="Miến của người khác")

    assert titles(queries.listings_of(vendor, words="dong mien")) == ["Miến dong Bình Liêu"]
    assert titles(queries.listings_of(vendor, words="%")) == []
    assert len(titles(queries.listings_of(vendor))) == 3


def test_archived_listings_are_shown_when_asked_for():
    vendor = a_vendor()
    operations.archive(a_listing(vendor, "Cũ"), by=None)
    a_listing(vendor, "Mới")

    assert titles(queries.listings_of(vendor)) == ["Mới"]
    assert titles(queries.listings_of(vendor, status=ListingStatus.ARCHIVED)) == ["Cũ"]
    assert queries.counts_by_status(vendor) == {ListingStatus.ARCHIVED: 1, ListingStatus.ON_SALE: 1}


def test_who_waits_longest_comes_first():
    submitted("Mới gửi")
    submitted("Gửi hôm kia", days_ago=2)

    assert titles(queries.waiting()) == ["Gửi hôm kia", "Mới gửi"]


def test_what_is_proposed_waits_until_it_is_decided_on():
    listing, untouched = a_listing(title="Đã sửa"), a_listing(title="Không sửa")
    operations.change(listing, by=None, text_vi="Lời mới.")
    operations.change(listing, by=None, text_vi="Lời mới hơn.")

    assert titles(queries.changed_on_sale()) == ["Đã sửa"]
    reviewed = queries.listing_to_review(listing.id)
    [change] = reviewed.changes
    assert change.after["text_vi"] == "Lời mới hơn."
    proposals.accept(listing, change.id, by=an_administrator())
    assert titles(queries.changed_on_sale()) == []
    assert untouched.status is ListingStatus.ON_SALE


def test_a_draft_is_not_the_moderators_to_read():
    with pytest.raises(NotFound):
        queries.listing_to_review(a_listing(on_sale=False).id)


def test_all_product_sets_are_offered_in_their_order():
    assert [category.number for category in queries.categories()] == list(range(1, 27))
