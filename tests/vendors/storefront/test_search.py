"""The catalogue: found as people type, right at once after a change, a few statements however many rows."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.database import db
from tests.factories.listings import a_listing, a_variant, the_stock
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements
from vendors import shown
from vendors.listings.models import Listing, ListingStatus
from vendors.models import Vendor, VendorStatus
from vendors.stock import operations as stock
from vendors.storefront import index, queries
from vendors.storefront.models import CatalogueEntry
from vendors.storefront.search import Question, Sort

MOST_STATEMENTS = 3
OF_HOME = 6
"""Home shows besides what is in season, what comes next, and what was newly certified."""


@pytest.fixture
def vermicelli(app: Flask) -> Listing:
    listing = a_listing(title="Miến dong Bình Liêu")
    a_listing(a_vendor("Chả mực Thoan"), "Chả mực Hạ Long giã tay", price_dong=380_000, category_number=5)
    db.session.commit()
    return listing


def _titles(**asked: object) -> list[str]:
    return [entry.title_vi for entry in queries.search(Question(**asked), number=1).rows]


@pytest.mark.parametrize("words", ["mien dong", "Miến dong", "MIEN  DONG binh lieu", "dong mien", "mie", "miến dòng"])
def test_found_with_and_without_marks_by_prefix_and_in_any_order(vermicelli: Listing, words: str) -> None:
    assert _titles(words=words) == ["Miến dong Bình Liêu"]


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE listing; --", "<script>alert(1)</script>", "🦑", "!!! &|:*", "x" * 10_000]
)
def test_odd_questions_find_nothing_and_break_nothing(vermicelli: Listing, client: FlaskClient, words: str) -> None:
    answer = client.get("/search", query_string={"q": words})
    assert answer.status_code == 200
    assert "Chưa tìm thấy" in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("address", ["page=-1", "page=x", "sort=unknown", "category=0", "star=9", "price_from=abc"])
def test_unknown_filters_are_left_out(vermicelli: Listing, client: FlaskClient, address: str) -> None:
    answer = client.get(f"/search?{address}")
    assert answer.status_code == 200
    assert "Miến dong Bình Liêu" in answer.text


def test_titles_as_typed_come_first(app: Flask) -> None:
    for title in ("Cá khô", "Ca cao", "Cà phê"):
        a_listing(title=title)
    db.session.commit()
    assert _titles(words="ca")[0] == "Ca cao"
    assert _titles(words="cà")[0] == "Cà phê"


def test_filters_narrow(vermicelli: Listing) -> None:
    assert _titles(price_from=300_000) == ["Chả mực Hạ Long giã tay"]
    assert _titles(price_until=100_000) == ["Miến dong Bình Liêu"]
    assert _titles(categories=(vermicelli.category_number,)) == ["Miến dong Bình Liêu"]
    assert _titles(star=3) == []
    assert _titles(sort=Sort.DEAREST)[0] == "Chả mực Hạ Long giã tay"


@pytest.mark.parametrize("status", [ListingStatus.PAUSED, ListingStatus.ARCHIVED, ListingStatus.DRAFT])
def test_a_listing_that_is_not_on_sale_is_gone_at_once(vermicelli: Listing, status: ListingStatus) -> None:
    vermicelli.status = status
    shown.changed(vermicelli.id)
    db.session.commit()
    assert _titles(words="mien dong") == []


def test_a_suspended_vendor_is_gone_at_once(vermicelli: Listing) -> None:
    vendor = db.session.get_one(Vendor, vermicelli.vendor_id)
    vendor.status, vendor.suspended_at = VendorStatus.SUSPENDED, vendor.approved_at
    shown.changed_vendors(vendor.id)
    db.session.commit()
    assert _titles(words="mien dong") == []


def test_what_is_left_follows_the_stock(vermicelli: Listing) -> None:
    variant = a_variant(vermicelli, stock=4)
    db.session.commit()
    assert _left(vermicelli) == 14
    stock.count(the_stock(variant), 1, by=None)
    db.session.commit()
    assert _left(vermicelli) == 11


def _left(listing: Listing) -> int:
    return db.session.scalars(select(CatalogueEntry.available).where(CatalogueEntry.listing_id == listing.id)).one()


def test_nothing_shows_that_was_rolled_back(vermicelli: Listing) -> None:
    listing = a_listing(title="Ruốc hàu Vân Đồn")
    shown.changed(listing.id)
    db.session.rollback()
    db.session.commit()
    assert _titles(words="ruoc hau") == []


def test_rebuilding_gives_the_same_index(vermicelli: Listing) -> None:
    db.session.execute(update(CatalogueEntry).values(title_vi="spoiled"))
    assert index.rebuild() == 2
    assert "spoiled" not in _titles()


@pytest.mark.parametrize("address", ["/", "/search", "/search?q=mien", "/communes"])
def test_few_statements_however_many_rows(app: Flask, client: FlaskClient, address: str) -> None:
    counts = []
    for number in (2, 10):
        vendor = a_vendor()
        for _ in range(number):
            a_listing(vendor)
        db.session.commit()
        client.get(address)
        with watch_statements() as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert max(counts) <= (OF_HOME if address == "/" else MOST_STATEMENTS), seen.texts
    assert counts[0] == counts[1]


def test_a_change_is_mirrored_in_as_many_statements_for_many_as_for_one(app: Flask) -> None:
    counts = []
    for number in (1, 20):
        ids = [a_listing(a_vendor()).id for _ in range(number)]
        db.session.commit()
        with watch_statements() as seen:
            index.refresh(Listing.id.in_(ids))
        counts.append(len(seen))
    assert counts == [4, 4]


def test_telex_typed_by_mistake_is_understood(vermicelli: Listing, client: FlaskClient) -> None:
    page = client.get("/search?q=mieens+dong").text
    assert "Miến dong Bình Liêu" in page
    assert "kết quả cho “miến dong”" in page


def test_an_old_name_leads_to_the_commune_of_today(app: Flask, client: FlaskClient) -> None:
    page = client.get("/search?q=tan+an").text
    assert "Phường Hà An" in page
