"""Listing, shop and commune pages."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.listings import a_food_paper, a_listing, a_variant
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements
from vendors.certificates.models import Certificate
from vendors.listings.models import Listing, ListingStatus
from vendors.models import Vendor, VendorStatus

MOST_STATEMENTS = 9


@pytest.fixture
def honey(app: Flask) -> Listing:
    listing = a_listing(a_vendor("HTX Mật ong Ba Chẽ"), "Mật ong Ba Chẽ", price_dong=180_000)
    db.session.commit()
    return listing


def _address(listing: Listing) -> str:
    vendor = db.session.get_one(Vendor, listing.vendor_id)
    return f"/p/{vendor.slug}/{listing.slug}"


def test_a_listing_says_what_the_law_and_buyers_want_to_know(honey: Listing, client: FlaskClient) -> None:
    page = client.get(_address(honey)).text
    assert all(words in page for words in ("Mật ong Ba Chẽ", "180.000", "HTX Mật ong Ba Chẽ", "Người bán", "Bảo quản"))


def test_a_listing_page_takes_few_statements(honey: Listing, client: FlaskClient) -> None:
    for _ in range(6):
        a_variant(honey)
    db.session.commit()
    address = _address(honey)
    client.get(address)
    with watch_statements() as seen:
        client.get(address)
    assert len(seen) <= MOST_STATEMENTS, seen.texts


@pytest.mark.parametrize("status", [ListingStatus.PAUSED, ListingStatus.DRAFT])
def test_a_listing_that_is_not_on_sale_has_no_page(honey: Listing, client: FlaskClient, status: ListingStatus) -> None:
    address = _address(honey)
    honey.status = status
    db.session.commit()
    assert client.get(address).status_code == 404


def test_a_listing_has_no_page_under_another_shop(honey: Listing, client: FlaskClient) -> None:
    other = a_vendor("Another")
    db.session.commit()
    assert client.get(f"/p/{other.slug}/{honey.slug}").status_code == 404


def test_what_a_vendor_writes_is_text(honey: Listing, client: FlaskClient) -> None:
    honey.text_vi = "<script>alert(1)</script>"
    db.session.commit()
    assert "<script>alert" not in client.get(_address(honey)).text


def test_a_shop_shows_its_goods_and_who_it_is(honey: Listing, client: FlaskClient) -> None:
    vendor = db.session.get_one(Vendor, honey.vendor_id)
    page = client.get(f"/shop/{vendor.slug}").text
    assert "Mật ong Ba Chẽ" in page
    assert vendor.representative in page


def test_a_shop_says_what_the_law_asks_of_its_seller(honey: Listing, client: FlaskClient) -> None:
    vendor = db.session.get_one(Vendor, honey.vendor_id)
    vendor.tax_code, vendor.opening_hours, vendor.minimum_order_dong = "5700123456", "7:30–17:00", 200_000
    certified(vendor, "QN-BC-4-2026")
    a_food_paper(vendor, expires_on=clock.today()).number = "07/2026/ATTP"
    db.session.commit()
    page = client.get(f"/shop/{vendor.slug}").text
    facts = page.partition('id="seller-facts"')[2]
    told = (vendor.name, vendor.street, "5700123456", "7:30–17:00", "200.000")
    assert [words for words in (*told, "QN-BC-4-2026", "07/2026/ATTP", "tel:") if words not in facts] == []


def test_papers_that_ended_are_not_shown(honey: Listing, client: FlaskClient) -> None:
    vendor = db.session.get_one(Vendor, honey.vendor_id)
    a_food_paper(vendor, expires_on=clock.today() - timedelta(days=1)).number = "07/2026/ATTP"
    certified(vendor, "QN-BC-4-2026").verified_at = None
    db.session.commit()
    page = client.get(f"/shop/{vendor.slug}").text
    assert "07/2026/ATTP" not in page
    assert "QN-BC-4-2026" not in page


def certified(vendor: Vendor, number: str) -> Certificate:
    day = clock.today()
    certificate = Certificate(
        vendor_id=vendor.id,
        number=number,
        product_name="Mật ong Ba Chẽ",
        star=4,
        issuer="UBND tỉnh Quảng Ninh",
        issued_on=day - timedelta(days=100),
        expires_on=day + timedelta(days=900),
        verified_at=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(certificate)
    return certificate


def test_a_suspended_shop_says_so(honey: Listing, client: FlaskClient) -> None:
    vendor = db.session.get_one(Vendor, honey.vendor_id)
    vendor.status, vendor.suspended_at = VendorStatus.SUSPENDED, vendor.approved_at
    db.session.commit()
    assert "đang tạm ngừng bán" in client.get(f"/shop/{vendor.slug}").text


def test_an_applicant_has_no_shop(app: Flask, client: FlaskClient) -> None:
    vendor = a_vendor(status=VendorStatus.APPLYING)
    db.session.commit()
    assert client.get(f"/shop/{vendor.slug}").status_code == 404


def test_communes_lead_to_their_goods(honey: Listing, client: FlaskClient) -> None:
    assert "/commune/binh-lieu" in client.get("/communes").text
    assert "Mật ong Ba Chẽ" in client.get("/commune/binh-lieu").text
    assert client.get("/commune/nowhere").status_code == 404
