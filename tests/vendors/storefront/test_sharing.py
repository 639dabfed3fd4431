"""What search engines are told of the pages: addresses, languages, structured data."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.listings import a_listing, a_variant
from tests.factories.vendors import a_vendor
from vendors import shown
from vendors.certificates.models import Certificate
from vendors.listings.models import Listing, ListingStatus
from vendors.models import Vendor
from vendors.ratings import operations as ratings

SITE = "http://127.0.0.1:8000"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def honey(app: Flask) -> Listing:
    vendor = a_vendor("HTX Mật ong Ba Chẽ")
    listing = a_listing(vendor, "Mật ong </script> Ba Chẽ", price_dong=180_000)
    a_variant(listing, price_dong=95_000, stock=0, label="Chai 250 g")
    listing.title_en = "Honey of Ba Che"
    listing.certificate_id = verified(vendor).id
    ratings.count(listing.id, reviews=2, stars=9)
    db.session.commit()
    return listing


def verified(vendor: Vendor, *, days: int = 900) -> Certificate:
    today = clock.today()
    certificate = Certificate(
        vendor_id=vendor.id,
        number="QN-BC-4-2026",
        product_name="Mật ong Ba Chẽ",
        star=4,
        issuer="UBND tỉnh Quảng Ninh",
        issued_on=today - timedelta(days=100),
        expires_on=today + timedelta(days=days),
        verified_at=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def address_of(listing: Listing) -> str:
    return f"/p/{db.session.get_one(Vendor, listing.vendor_id).slug}/{listing.slug}"


def data_of(page: str) -> dict[str, Any]:
    return {found["@type"]: found for found in map(json.loads, DATA.findall(page))}


def test_a_listing_is_told_as_a_product_with_its_offers(honey: Listing, client: FlaskClient) -> None:
    product = data_of(client.get(address_of(honey)).text)["Product"]
    assert product["name"] == "Mật ong </script> Ba Chẽ"
    told = [
        (each["price"], each["priceCurrency"], each["availability"].rpartition("/")[2]) for each in product["offers"]
    ]
    assert told == [("180000", "VND", "InStock"), ("95000", "VND", "OutOfStock")]
    assert product["offers"][0]["seller"]["name"] == "HTX Mật ong Ba Chẽ"
    assert product["hasCertification"]["certificationIdentification"] == "QN-BC-4-2026"
    assert product["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": 4.5,
        "reviewCount": 2,
        "bestRating": 5,
    }


def test_no_star_and_no_rating_are_made_up(honey: Listing, client: FlaskClient) -> None:
    ratings.count(honey.id, reviews=-2, stars=-9)
    db.session.get_one(Certificate, honey.certificate_id).verified_at = None
    db.session.commit()
    product = data_of(client.get(address_of(honey)).text)["Product"]
    assert {"hasCertification", "aggregateRating"} & set(product) == set()


def test_the_way_to_a_listing_is_told(honey: Listing, client: FlaskClient) -> None:
    steps = data_of(client.get(address_of(honey)).text)["BreadcrumbList"]["itemListElement"]
    assert [step["item"] for step in steps][0::2] == [f"{SITE}/", SITE + address_of(honey)]


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_a_page_has_one_address_in_each_language(honey: Listing, client: FlaskClient, language: str) -> None:
    plain = SITE + address_of(honey)
    page = client.get(address_of(honey), query_string={"lang": language, "from": "a friend"}).text
    assert f'<html lang="{language}">' in page
    assert f'<link rel="canonical" href="{plain if language == "vi" else f"{plain}?lang={language}"}">' in page
    for code, address in (("vi", plain), ("en", f"{plain}?lang=en"), ("fr", f"{plain}?lang=fr"), ("x-default", plain)):
        assert f'<link rel="alternate" hreflang="{code}" href="{address}">' in page
    assert 'property="og:image" content="http' in page


def test_the_language_of_an_address_is_kept_until_another_is_chosen(honey: Listing, client: FlaskClient) -> None:
    client.get(address_of(honey), query_string={"lang": "en"})
    assert "Honey of Ba Che" in client.get(address_of(honey)).text
    back = client.post("/language", data={"language": "fr", "next": f"{address_of(honey)}?lang=en&page=2"})
    assert back.location == f"{address_of(honey)}?page=2"
    assert '<html lang="fr">' in client.get(back.location).text


def test_searches_with_words_or_filters_are_not_for_engines(honey: Listing, client: FlaskClient) -> None:
    quiet = '<meta name="robots" content="noindex, follow">'
    assert quiet not in client.get("/search").text
    assert all(quiet in client.get(address).text for address in ("/search?q=mat+ong", "/search?in_stock=1"))


def test_the_map_lists_what_is_on_sale(honey: Listing, client: FlaskClient) -> None:
    hidden = a_listing(a_vendor("Hidden"), on_sale=False)
    db.session.commit()
    files = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    listed = [client.get(file.removeprefix(SITE)).text for file in files]
    assert len(files) == 4
    assert any(f"<loc>{SITE}{address_of(honey)}</loc><lastmod>{clock.today()}</lastmod>" in text for text in listed)
    assert not any(hidden.slug in text for text in listed)


def test_the_map_is_split_in_files(honey: Listing, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vendors.sitemap.queries.MOST_ADDRESSES", 1)
    other = a_listing(a_vendor("Other"))
    db.session.commit()
    assert "/sitemaps/listings-2.xml" in client.get("/sitemap.xml").text
    assert client.get("/sitemaps/listings-2.xml").text.count("<url>") == 1
    assert other.slug in client.get("/sitemaps/listings-2.xml").text
    assert [client.get(f"/sitemaps/{name}.xml").status_code for name in ("listings-3", "cats-1", "shops-0")] == [
        404
    ] * 3


def test_robots_are_told_what_is_not_for_them(client: FlaskClient) -> None:
    told = client.get("/robots.txt").text
    assert {"Disallow: /cart/", "Disallow: /checkout", "Disallow: /seller", "Disallow: /desk"} <= set(told.splitlines())
    assert f"Sitemap: {SITE}/sitemap.xml" in told


def test_a_verified_certificate_can_be_looked_up(honey: Listing, client: FlaskClient) -> None:
    address = f"/certificates/{honey.certificate_id}"
    assert f'href="{address}"' in client.get(address_of(honey)).text
    assert "QN-BC-4-2026" in client.get(address).text
    db.session.get_one(Certificate, honey.certificate_id).verified_at = None
    db.session.commit()
    assert client.get(address).status_code == 404


def test_the_scan_of_a_certificate_that_ended_is_not_shown(honey: Listing, client: FlaskClient) -> None:
    ended = db.session.get_one(Certificate, honey.certificate_id)
    ended.expires_on, ended.scan_key = clock.today() - timedelta(days=1), "private/scans/a.pdf"
    db.session.commit()
    assert "không còn hiệu lực" in client.get(f"/certificates/{ended.id}").text
    assert client.get(f"/certificates/{ended.id}/scan").status_code == 404


def test_a_listing_that_left_is_in_no_map(honey: Listing, client: FlaskClient) -> None:
    honey.status = ListingStatus.PAUSED
    shown.changed(honey.id)
    db.session.commit()
    assert "listings-1" not in client.get("/sitemap.xml").text
