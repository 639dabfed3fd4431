"""The parts of a listing, as a browser without scripts sends them."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace import clock
from marketplace.database import db
from tests.factories.listings import CRAFT, VERMICELLI, a_listing, a_variant, the_stock
from tests.factories.people import a_person, an_administrator, come_in
from tests.factories.pictures import a_picture, two_halves
from tests.factories.vendors import a_member, a_vendor
from vendors.listings import photos
from vendors.listings.models import Listing, ListingChange, Storage, Variant
from vendors.listings.proposals import operations as proposals
from vendors.models import MemberRole, Vendor

WORDS = {
    "title_vi": "Miến",
    "text_vi": "Dai.",
    "title_en": "Noodles",
    "text_en": "Chewy.",
    "title_fr": "Vermicelles",
}
WAITS = "Đã gửi phần sửa để duyệt"


@pytest.fixture
def vendor(client: FlaskClient) -> Vendor:
    """A vendor whose owner is signed in on the client."""
    vendor = a_vendor()
    come_in(client, a_member(vendor, a_person(), role=MemberRole.OWNER))
    return vendor


def a_draft(vendor: Vendor, category_number: int = VERMICELLI) -> Listing:
    listing = a_listing(vendor, on_sale=False, category_number=category_number)
    db.session.commit()
    return listing


def sent(client: FlaskClient, listing: Listing, part: str, **values: Any) -> TestResponse:
    answer = client.post(f"/seller/listings/{listing.id}/{part}", data=values)
    db.session.expire_all()
    return answer


def named(listing: Listing) -> list[str]:
    return [photo.name for photo in photos.photos_of(listing)]


def last_variant(listing: Listing) -> Variant:
    query = select(Variant).where(Variant.listing_id == listing.id).order_by(Variant.id.desc())
    return db.session.scalars(query.limit(1)).one()


def test_words_in_three_languages_are_saved(client: FlaskClient, vendor: Vendor):
    listing = a_draft(vendor)

    assert sent(client, listing, "text", **WORDS).status_code == 302

    assert (listing.title_vi, listing.text_en, listing.title_fr, listing.text_fr) == (
        "Miến",
        "Chewy.",
        "Vermicelles",
        "",
    )


def test_words_on_sale_are_proposed_stay_in_the_form_and_can_be_taken_back(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor)
    db.session.commit()

    sent(client, listing, "text", **WORDS)

    change = db.session.scalars(select(ListingChange).where(ListingChange.listing_id == listing.id)).one()
    page = client.get(f"/seller/listings/{listing.id}").text
    assert WAITS in page
    assert "<ins>Noodles</ins>" in page
    assert 'value="Miến"' in client.get(f"/seller/listings/{listing.id}/text").text
    assert listing.title_vi == "Miến dong Bình Liêu"

    address = f"/seller/listings/{listing.id}/changes/{change.id}/withdrawal"
    assert "Đã rút lại phần sửa" in client.post(address, follow_redirects=True).text
    assert "Người bán đã rút lại" in client.post(address, follow_redirects=True).text


def test_what_came_back_says_why_and_is_still_in_the_form(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor)
    db.session.commit()
    sent(client, listing, "text", **WORDS)
    change = db.session.scalars(select(ListingChange).where(ListingChange.listing_id == listing.id)).one()
    proposals.send_back(listing, change.id, reason="Tên quá ngắn.", by=an_administrator())
    db.session.commit()

    assert "Tên quá ngắn." in client.get(f"/seller/listings/{listing.id}").text
    assert 'value="Miến"' in client.get(f"/seller/listings/{listing.id}/text").text


def test_product_set_and_certificate_are_saved(client: FlaskClient, vendor: Vendor):
    listing = a_draft(vendor)

    assert sent(client, listing, "facts", category_number=str(CRAFT), certificate_id="0").status_code == 302

    assert (listing.category_number, listing.certificate_id) == (CRAFT, None)


def test_what_is_in_food_is_saved(client: FlaskClient, vendor: Vendor):
    listing = a_draft(vendor)
    food = {"ingredients": "Bột", "storage": "chilled", "shelf_life_days": "1.095", "self_declaration": " 02/TCB "}

    assert sent(client, listing, "food", **food, allergens=["sesame", "gluten"]).status_code == 302

    assert (listing.storage, listing.shelf_life_days) == (Storage.CHILLED, 1095)
    assert (listing.allergens, listing.self_declaration) == (["gluten", "sesame"], "02/TCB")
    assert sent(client, listing, "food", **food, no_allergens="y").status_code == 302
    assert listing.allergens == []
    both = sent(client, listing, "food", **food, no_allergens="y", allergens=["fish"])
    assert (both.status_code, "Hãy bỏ dấu này" in both.text) == (422, True)
    assert sent(client, listing, "food", **food, allergens=["gold"]).status_code == 422


def test_what_is_no_food_is_not_asked_for_allergens(client: FlaskClient, vendor: Vendor):
    page = client.get(f"/seller/listings/{a_draft(vendor, CRAFT).id}/food").text

    assert 'name="storage"' in page
    assert 'name="allergens"' not in page
    assert 'name="self_declaration"' not in page


def test_season_and_days_are_saved_and_half_a_season_is_told(client: FlaskClient, vendor: Vendor):
    listing = a_draft(vendor)
    days = {"season_from_month": "11", "dispatch_days": "2", "most_transit_days": "3"}

    assert sent(client, listing, "sending", **days, season_until_month="1").status_code == 302

    assert (listing.season_from_month, listing.season_until_month) == (11, 1)
    assert (listing.dispatch_days, listing.most_transit_days) == (2, 3)
    half = sent(client, listing, "sending", **days, season_until_month="0")
    assert half.status_code == 422
    assert "Hãy chọn cả tháng bắt đầu và tháng kết thúc mùa." in half.text
    assert "Số ngày đi đường phải từ 1" in sent(client, listing, "sending", **{**days, "most_transit_days": "99"}).text


def test_a_pack_is_added_with_its_stock_and_changed(client: FlaskClient, vendor: Vendor):
    listing = a_draft(vendor)
    pack = {"label": "Hộp 2 kg", "price_dong": "360.000", "weight_grams": "2.300", "net_unit": "g", "on_hand": "6"}

    assert sent(client, listing, "packs/new", **pack).status_code == 302
    added = last_variant(listing)
    assert (added.price_dong, added.net_amount, the_stock(added).on_hand) == (360_000, 2000, 6)

    path = f"packs/{added.id}"
    assert 'value="360.000"' in client.get(f"/seller/listings/{listing.id}/{path}").text
    changed = {**pack, "price_dong": "340k", "net_amount": "2000", "sku": "mien-2kg"}
    assert sent(client, listing, path, **changed).status_code == 302
    assert (added.price_dong, added.sku) == (340_000, "MIEN-2KG")
    assert sent(client, listing, f"{path}/archive").status_code == 302
    assert added.archived


def test_goods_are_sold_by_weight(client: FlaskClient, vendor: Vendor):
    listing = a_draft(vendor)
    crab = {"label": "Con to", "sold_by_weight": "y", "kg_price_dong": "600k", "net_unit": "g"}

    assert sent(client, listing, "packs/new", **crab).status_code == 422
    assert sent(client, listing, "packs/new", **crab, least_grams="300", most_grams="450").status_code == 302

    added = last_variant(listing)
    assert (added.sold_by_weight, added.kg_price_dong, added.price_dong) == (True, 600_000, 270_000)
    page = client.get(f"/seller/listings/{listing.id}/preview").text
    for words in ("mỗi kg · Con to", "nhiều nhất 270.000\u00a0₫", "từ 300 đến 450 g"):
        assert words in page


def test_a_code_that_is_taken_is_told_beside_its_field(client: FlaskClient, vendor: Vendor):
    listing = a_draft(vendor)
    taken = a_variant(listing).sku
    db.session.commit()
    pack = {"label": "Hộp", "price_dong": "1000", "weight_grams": "10", "net_unit": "piece", "sku": taken}

    answer = sent(client, listing, "packs/new", **pack)

    assert answer.status_code == 422
    assert "Mã này đã dùng" in answer.text


def test_orders_are_taken_before_the_goods_are_there(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor, stock=0)
    [variant] = listing.variants
    db.session.commit()
    path, day = f"packs/{variant.id}/preorder", clock.today() + timedelta(days=9)

    assert "Hãy chọn ngày bắt đầu giao" in sent(client, listing, path, expected="20").text
    assert "từ hôm nay trở đi" in sent(client, listing, path, expected="20", expected_on="2020-01-01").text
    assert sent(client, listing, path, expected="20", expected_on=day.isoformat()).status_code == 302

    assert (the_stock(variant).available, the_stock(variant).on_hand) == (20, 0)
    public = client.get(f"/p/{vendor.slug}/{listing.slug}").text
    assert f"Giao từ ngày {day:%d/%m/%Y}, còn nhận 20." in public
    assert sent(client, listing, path, expected="0").status_code == 302
    assert the_stock(variant).expected_on is None


def test_photos_are_added_moved_described_cut_and_removed(client: FlaskClient, vendor: Vendor):
    listing = a_draft(vendor)
    files = [(io.BytesIO(content), "anh.jpg") for content in (a_picture(), two_halves())]

    assert sent(client, listing, "photos", photos=files).location == f"/seller/listings/{listing.id}/photos"
    first, second, wide = named(listing)
    sent(client, listing, f"photos/{second}/place", to="0")
    assert named(listing) == [second, first, wide]
    sent(client, listing, f"photos/{second}/words", words="Phơi miến")
    assert 'alt="Phơi miến"' in client.get(f"/seller/listings/{listing.id}/photos").text
    whole = client.get(f"/seller/listings/{listing.id}/photos/{wide}/whole")
    assert (whole.content_type, whole.headers["Cache-Control"]) == ("image/webp", "private, no-store")
    assert 'type="range"' in client.get(f"/seller/listings/{listing.id}/photos/{wide}/cut").text
    sent(client, listing, f"photos/{wide}/cut", centre="0")
    [cut] = set(named(listing)) - {first, second, wide}
    sent(client, listing, f"photos/{first}/removal")
    assert named(listing) == [second, cut]


def test_photos_on_sale_are_proposed(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor)
    db.session.commit()

    answer = client.post(
        f"/seller/listings/{listing.id}/photos",
        data={"photos": [(io.BytesIO(a_picture()), "anh.jpg")]},
        follow_redirects=True,
    )

    assert WAITS in answer.text
    assert len(named(listing)) == 2
    assert named(listing)[1] not in client.get(f"/p/{vendor.slug}/{listing.slug}").text
