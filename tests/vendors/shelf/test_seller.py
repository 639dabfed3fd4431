"""The seller's pages, as a browser without scripts sends them."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.database import db
from tests.factories.listings import CRAFT, a_listing, a_variant, the_stock
from tests.factories.people import a_person, come_in
from tests.factories.pictures import a_huge_picture, a_picture
from tests.factories.vendors import a_member, a_vendor
from tests.statements import watch_statements
from vendors.listings import kept, operations, photos
from vendors.listings.models import Listing, ListingStatus, Photo, Variant
from vendors.models import MemberRole, Vendor

NEW = {
    "title_vi": "Miến dong Húc Động",
    "category_number": "6",
    "label": "Túi 500 g",
    "price_dong": "85k",
    "weight_grams": "550",
    "on_hand": "12",
}


@pytest.fixture
def vendor(client: FlaskClient) -> Vendor:
    """A vendor whose owner is signed in on the client."""
    vendor = a_vendor()
    come_in(client, a_member(vendor, a_person(), role=MemberRole.OWNER))
    return vendor


def the_listing(vendor: Vendor) -> Listing:
    db.session.expire_all()
    return db.session.scalars(select(Listing).where(Listing.vendor_id == vendor.id)).one()


def variants_of(listing: Listing) -> list[Variant]:
    return list(db.session.scalars(select(Variant).where(Variant.listing_id == listing.id).order_by(Variant.id)))


def photos_of(listing: Listing) -> list[int]:
    query = select(Photo.id).where(Photo.listing_id == listing.id).order_by(Photo.position)
    return list(db.session.scalars(query))


def sent(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    return client.post(path, data=values)


def file(content: bytes, name: str = "mien.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_a_few_words_make_a_draft_with_stock_and_photos(client: FlaskClient, vendor: Vendor):
    answer = sent(client, "/seller/listings/new", **NEW, photos=[file(a_picture()), file(a_picture(colour="tan"))])

    listing = the_listing(vendor)
    assert answer.location == f"/seller/listings/{listing.id}"
    assert (listing.title_vi, listing.status) == ("Miến dong Húc Động", ListingStatus.DRAFT)
    [variant] = variants_of(listing)
    assert (variant.price_dong, variant.weight_grams, variant.net_amount, variant.net_unit) == (85_000, 550, 500, "g")
    assert the_stock(variant).on_hand == 12
    assert len(photos_of(listing)) == 2
    page = client.get(answer.location).text
    assert "Chưa có lời giới thiệu tiếng Việt" in page
    for missing in ("#ingredients", "#allergens-0", "#shelf_life_days", "#self_declaration"):
        assert f'href="/seller/listings/{listing.id}/food{missing}"' in page
    assert "Thực phẩm cần giấy an toàn thực phẩm" in page


@pytest.mark.parametrize(
    "case",
    [
        ("title_vi", "", "Hãy điền mục này."),
        ("category_number", "99", "field-error"),
        ("price_dong", "0", "Số tiền phải từ 1\u00a0₫"),
        ("price_dong", "-1", "Hãy ghi số tiền"),
        ("price_dong", str(10**18), "Hãy ghi số tiền"),
        ("price_dong", "rẻ", "Hãy ghi số tiền"),
        ("weight_grams", "0", "Cân nặng cả gói phải từ 1 g"),
        ("weight_grams", "nặng", "Hãy ghi một số nguyên"),
        ("on_hand", "-3", "Số gói phải từ 0"),
        ("on_hand", str(10**17), "Số gói phải từ 0"),
        ("on_hand", str(10**30), "Hãy ghi một số nguyên"),
    ],
)
def test_what_cannot_be_sold_is_told_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, vendor: Vendor, case: tuple[str, str, str]
):
    field, typed, told = case

    answer = sent(client, "/seller/listings/new", **{**NEW, field: typed})

    assert answer.status_code == 422
    assert told in answer.text
    for name, value in {**NEW, field: typed}.items():
        assert name == "category_number" or f'value="{value}"' in answer.text
    assert db.session.scalars(select(Listing).where(Listing.vendor_id == vendor.id)).all() == []


def test_everything_that_is_wrong_is_told_at_once(client: FlaskClient, vendor: Vendor):
    wrong = {**NEW, "title_vi": "", "price_dong": "0", "weight_grams": "0", "on_hand": "-1"}

    page = sent(client, "/seller/listings/new", **wrong).text

    assert page.count('class="field-error"') == 4


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 not a picture", "hoa-don.pdf: Tệp này không phải ảnh"),
        (a_huge_picture(), "hoa-don.pdf: Ảnh quá lớn"),
        (b"", "hoa-don.pdf: Tệp này không phải ảnh"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "hoa-don.pdf: Tệp này không phải ảnh"),
        (b"<!doctype html><script>alert(1)</script>", "hoa-don.pdf: Tệp này không phải ảnh"),
    ],
)
def test_a_file_that_is_no_photo_is_told(client: FlaskClient, vendor: Vendor, content: bytes, told: str):
    answer = sent(client, "/seller/listings/new", **NEW, photos=[file(content, "hoa-don.pdf")])

    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Miến dong Húc Động"' in answer.text, "nothing typed is lost"
    assert db.session.scalars(select(Listing).where(Listing.vendor_id == vendor.id)).all() == []


def test_an_upload_of_two_hundred_megabytes_is_told(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor)
    db.session.commit()

    answer = client.post(
        f"/seller/listings/{listing.id}/photos",
        content_type="multipart/form-data; boundary=photo",
        data=b"--photo",
        environ_overrides={"CONTENT_LENGTH": str(200 * 1024 * 1024)},
    )

    assert answer.status_code == 413
    assert "Tệp gửi lên quá lớn" in answer.text


def test_uploading_nothing_is_told(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor)
    db.session.commit()

    answer = sent(client, f"/seller/listings/{listing.id}/photos", photos=[file(b"", "")])

    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một ảnh." in answer.text


def test_the_whole_life_of_a_listing(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor, on_sale=False, category_number=CRAFT)
    db.session.commit()
    path = f"/seller/listings/{listing.id}"

    def after(verb: str) -> ListingStatus:
        assert sent(client, f"{path}/{verb}").status_code == 302
        assert client.get(path).status_code == 200
        return the_listing(vendor).status

    assert after("submission") is ListingStatus.SUBMITTED
    assert after("withdrawal") is ListingStatus.DRAFT
    assert after("submission") is ListingStatus.SUBMITTED
    operations.publish(the_listing(vendor), by=a_person())
    db.session.commit()
    assert after("pause") is ListingStatus.PAUSED
    assert after("sale") is ListingStatus.ON_SALE
    assert after("archive") is ListingStatus.ARCHIVED
    assert sent(client, f"{path}/sale").status_code == 409


def test_a_draft_that_lacks_something_is_not_taken(client: FlaskClient, vendor: Vendor):
    listing = operations.create(vendor, by=None, title_vi="Miến", category_number=6)
    db.session.commit()

    answer = sent(client, f"/seller/listings/{listing.id}/submission")

    assert answer.status_code == 409
    assert "chưa có quy cách và giá; chưa có ảnh" in answer.text


def test_the_reason_of_a_return_is_shown(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor)
    operations.return_to_vendor(listing, reason="Ảnh bị mờ.", by=a_person())
    db.session.commit()

    assert "Ảnh bị mờ." in client.get(f"/seller/listings/{listing.id}").text


def test_a_copy_is_a_draft_with_everything_but_stock_and_numbers_of_the_one_product(
    client: FlaskClient, vendor: Vendor
):
    listing = a_listing(vendor, "Mật ong")
    operations.change(listing, by=None, dispatch_days=2)
    photos.attach(listing, ["public/listings/tan"], by=None)
    db.session.commit()

    answer = sent(client, f"/seller/listings/{listing.id}/copies")

    copy = db.session.scalars(select(Listing).where(Listing.id != listing.id)).one()
    assert answer.location == f"/seller/listings/{copy.id}"
    assert (copy.title_vi, copy.status, copy.dispatch_days) == ("Mật ong (bản sao)", ListingStatus.DRAFT, 2)
    assert (copy.text_vi, copy.self_declaration, copy.certificate_id) == (listing.text_vi, "", None)
    [variant] = variants_of(copy)
    [original] = variants_of(listing)
    assert (variant.price_dong, variant.sku == original.sku, the_stock(variant).on_hand) == (85_000, False, 0)
    assert [photo.key for photo in kept.on_show(copy.id)] == [photo.key for photo in kept.on_show(listing.id)]


def test_the_preview_shows_what_is_proposed(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor)
    operations.change(listing, by=None, title_vi="Miến mới", category_number=CRAFT)
    db.session.commit()

    assert '<h1 class="heading">Miến mới</h1>' in client.get(f"/seller/listings/{listing.id}/preview").text


def test_the_preview_shows_what_buyers_will_see_and_sells_nothing(client: FlaskClient, vendor: Vendor):
    listing = a_listing(vendor, on_sale=False)
    db.session.commit()

    page = client.get(f"/seller/listings/{listing.id}/preview").text

    assert "Bản xem trước" in page
    assert "85.000\u00a0₫" in page
    assert "Cho vào giỏ" not in page


def test_the_list_searches_and_filters(client: FlaskClient, vendor: Vendor):
    a_listing(vendor, "Mật ong")
    operations.pause(a_listing(vendor, "Trà hoa vàng"), by=None)
    db.session.commit()

    assert "Trà hoa vàng" not in client.get("/seller/listings?q=mat").text
    honey = db.session.scalars(select(Variant).join(Listing).where(Listing.title_vi == "Mật ong")).one()
    for page in ("listings", "stock"):
        found = client.get(f"/seller/{page}?q={honey.sku[:6].lower()}").text
        assert ("Mật ong" in found, "Trà hoa vàng" in found) == (True, False)
    assert "Mật ong" not in client.get("/seller/listings?status=paused").text
    assert "Không có mặt hàng nào như vậy" in client.get("/seller/listings?q=sầu+riêng").text
    assert client.get("/seller/listings?status=nonsense&page=x").status_code == 200


def test_an_empty_list_says_what_to_do(client: FlaskClient, vendor: Vendor):
    assert vendor.id
    assert "Thêm mặt hàng đầu tiên" in client.get("/seller/listings").text


def test_the_list_takes_as_many_statements_for_one_listing_as_for_twenty(client: FlaskClient, vendor: Vendor):
    def statements() -> int:
        db.session.commit()
        with watch_statements() as seen:
            assert client.get("/seller/listings").status_code == 200
        return len(seen)

    a_listing(vendor)
    statements()  # the first page of a session also counts the cart
    few = statements()
    for _ in range(19):
        a_variant(a_listing(vendor))
    assert statements() == few <= 9


STRANGE_PAGES = ("", "/text", "/facts", "/photos", "/preview", "/packs/new", "/packs/{variant}")
STRANGE_VERBS = (
    "/submission",
    "/withdrawal",
    "/pause",
    "/sale",
    "/archive",
    "/packs/{variant}/archive",
    "/photos/{photo}/removal",
    "/photos/{photo}/place",
    "/photos/{photo}/words",
)


@pytest.mark.parametrize("page", STRANGE_PAGES)
def test_another_vendors_listing_is_not_there(client: FlaskClient, vendor: Vendor, page: str):
    other = a_listing()
    [variant] = other.variants
    db.session.commit()

    assert client.get(f"/seller/listings/{other.id}{page.format(variant=variant.id)}").status_code == 404


@pytest.mark.parametrize("verb", STRANGE_VERBS)
def test_another_vendors_listing_cannot_be_touched(client: FlaskClient, vendor: Vendor, verb: str):
    other = a_listing()
    path = verb.format(variant=other.variants[0].id, photo=other.photos[0].id)
    db.session.commit()

    assert client.post(f"/seller/listings/{other.id}{path}").status_code == 404
    assert client.post(f"/seller/listings/{2**70}{path}").status_code == 404


def test_a_packer_reads_listings_and_changes_none(client: FlaskClient):
    vendor = a_vendor()
    listing = a_listing(vendor)
    come_in(client, a_member(vendor, role=MemberRole.PACKER))

    assert client.get(f"/seller/listings/{listing.id}").status_code == 200
    assert client.post(f"/seller/listings/{listing.id}/pause").status_code == 403
    assert client.get("/seller/listings/new").status_code == 403


def test_visitors_sign_in_first(client: FlaskClient):
    assert "/login" in client.get("/seller/listings").location
