"""Filters: each is counted without its own choice, and says what to loosen when nothing fits."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.listings import a_listing
from tests.factories.vendors import a_vendor
from vendors import shown
from vendors.certificates.models import Certificate
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.listings.models import Listing, Storage
from vendors.storefront import facets
from vendors.storefront.facets import Counts
from vendors.storefront.search import Destination, Question

CO_TO, BINH_LIEU = "07192", "06838"
CAKE, NOODLES = 8, 6
HANOI, HOME = "01", "22"


@pytest.fixture
def shelves(app: Flask) -> list[Listing]:
    """Squid of two producers on Cô Tô, and noodles of Bình Liêu that are sold out."""
    far, near = a_vendor("Hải sản Cô Tô", commune_code=CO_TO), a_vendor("Miến Bình Liêu")
    listings = [
        a_listing(far, "Mực khô Cô Tô", price_dong=600_000, category_number=CAKE),
        a_listing(far, "Mực một nắng Cô Tô", price_dong=150_000, category_number=CAKE),
        a_listing(near, "Miến dong Bình Liêu", price_dong=45_000, stock=0, category_number=NOODLES),
    ]
    listings[1].storage = Storage.FROZEN
    _certify(listings[0], 5)
    rates = ((far, DeliveryZone.COUNTRY, 5), (near, DeliveryZone.COMMUNE, 1))
    for vendor, zone, days in rates:
        rate = DeliveryRate(vendor_id=vendor.id, kind=DeliveryKind.CARRIER, zone=zone, base_dong=1, days_most=days)
        db.session.add(rate)
    db.session.commit()
    return listings


def _certify(listing: Listing, star: int) -> None:
    now, today = clock.now(), clock.today()
    certificate = Certificate(
        vendor_id=listing.vendor_id,
        number=f"{listing.id}",
        product_name=listing.title_vi,
        star=star,
        issuer="UBND tỉnh",
        issued_on=today,
        expires_on=today + timedelta(days=365),
        verified_at=now,
        created_at=now,
    )
    db.session.add(certificate)
    db.session.flush()
    listing.certificate_id = certificate.id


def _count(**asked: object) -> Counts:
    return facets.count(Question(**asked), "vi")


def test_a_filter_is_counted_without_its_own_choice(shelves: list[Listing]) -> None:
    counts = _count(categories=(CAKE,))
    assert counts.total == 2
    assert counts.of("category", str(NOODLES)) == 1
    assert counts.of("commune", CO_TO) == 2
    assert counts.of("commune", BINH_LIEU) == 0
    assert counts.of("storage", "frozen") == 1
    assert counts.of("star", "5") == 1
    assert counts.of("stock", "true") == 2


def test_filters_narrow_each_other_and_choices_of_one_widen_it(shelves: list[Listing]) -> None:
    assert _count(communes=(CO_TO, BINH_LIEU)).total == 3
    assert _count(communes=(CO_TO, BINH_LIEU), bands=(0, 4)).total == 2
    assert _count(communes=(CO_TO,), bands=(0, 4)).total == 1
    assert _count(price_from=150_000, price_until=600_000).total == 2
    assert _count(in_stock=True, star=4, storages=(Storage.AMBIENT,)).total == 1


def test_what_reaches_a_place(shelves: list[Listing]) -> None:
    assert _count(reaches=Destination(HANOI)).total == 2
    assert _count(reaches=Destination(HOME, BINH_LIEU)).total == 3
    assert _count(reaches=Destination(HOME, CO_TO)).total == 2


def test_what_does_not_bear_the_days_on_the_way_reaches_no_place(shelves: list[Listing]) -> None:
    shelves[1].most_transit_days = 3
    shown.changed(shelves[1].id)
    db.session.commit()
    assert _count(reaches=Destination(HANOI)).total == 1


def test_a_page_without_answers_says_what_to_loosen(shelves: list[Listing], client: FlaskClient) -> None:
    assert _count(categories=(NOODLES,), star=5).without == {"category": 1, "star": 1}
    page = client.get("/search", query_string={"category": NOODLES, "star": 5}).text
    assert "Không có hàng nào hợp cả các bộ lọc này" in page
    assert "Bỏ “5 sao”" in page
    assert 'href="/search?star=5"' in page


def test_filters_that_exclude_each_other_are_answered(shelves: list[Listing], client: FlaskClient) -> None:
    page = client.get("/search?q=muc&price_from=900000&price_until=100&star=5&storage=live&in_stock=1").text
    assert "Không có hàng nào hợp cả các bộ lọc này" in page
    assert 'href="/search?q=muc"' in page
