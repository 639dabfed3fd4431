"""The cart as buyers use it: through its pages, as guests and as people."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace import clock
from marketplace.database import db
from orders.carts.models import Cart, CartLine
from tests.factories.listings import a_listing, a_variant
from tests.factories.orders import a_shop
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_holiday
from tests.statements import watch_statements
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor, VendorStatus

STATEMENTS_OF_THE_CART = 5


@pytest.fixture
def listing(client: FlaskClient) -> Listing:
    return a_listing(a_shop(), price_dong=85_000, stock=10)


@pytest.fixture
def variant(listing: Listing) -> Variant:
    return listing.variants[0]


@pytest.fixture
def vendor(listing: Listing) -> Vendor:
    return db.session.get_one(Vendor, listing.vendor_id)


def put(client: FlaskClient, variant: Variant, quantity: object = 1, **more: object) -> TestResponse:
    db.session.commit()
    sent = {"variant_id": variant.id, "quantity": quantity, **more}
    return client.post("/cart/lines", data=sent, follow_redirects=True)


def lines() -> list[CartLine]:
    db.session.expire_all()
    return list(db.session.scalars(select(CartLine).order_by(CartLine.id)))


def change(client: FlaskClient, quantity: object) -> TestResponse:
    [line] = lines()
    return client.post(f"/cart/lines/{line.id}", data={"quantity": quantity}, follow_redirects=True)


def number_in_head(answer: TestResponse) -> int:
    found = re.search(r'id="cart-link".*?<span class="count">(\d+)', answer.text, re.DOTALL)
    return int(found[1]) if found else 0


def test_an_empty_cart_says_what_to_do(client: FlaskClient) -> None:
    assert "Giỏ hàng đang trống" in client.get("/cart").text


def test_a_guest_puts_goods_in_and_sees_them(client: FlaskClient, variant: Variant) -> None:
    answer = put(client, variant, 2)
    assert "Miến dong Bình Liêu" in answer.text
    assert "170.000" in answer.text
    assert number_in_head(answer) == 1


def test_the_same_goods_are_added_up(client: FlaskClient, variant: Variant) -> None:
    put(client, variant, 2)
    put(client, variant, 3)
    assert [line.quantity for line in lines()] == [5]


def test_a_card_sends_no_quantity_and_means_one(client: FlaskClient, variant: Variant) -> None:
    client.post("/cart/lines", data={"variant_id": variant.id})
    assert [line.quantity for line in lines()] == [1]


def test_the_page_that_asked_is_shown_again(client: FlaskClient, variant: Variant) -> None:
    sent = {"variant_id": variant.id, "next": "/p/htx/mien"}
    assert client.post("/cart/lines", data=sent).location == "/p/htx/mien"
    assert client.post("/cart/lines", data={**sent, "next": "https://elsewhere.vn"}).location == "/cart"


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        ("0", "Số lượng phải từ 1 đến 10.000."),
        ("-1", "Số lượng phải từ 1 đến 10.000."),
        (str(10**9), "Số lượng phải từ 1 đến 10.000."),
        (str(10**30), "Hãy ghi số lượng bằng chữ số, ví dụ 2."),
        ("abc", "Hãy ghi số lượng bằng chữ số, ví dụ 2."),
        ("1.5", "Hãy ghi số lượng bằng chữ số, ví dụ 2."),
        ("½", "Hãy ghi số lượng bằng chữ số, ví dụ 2."),
    ],
)
def test_a_strange_quantity_is_told_and_adds_nothing(
    client: FlaskClient, variant: Variant, quantity: str, words: str
) -> None:
    assert words in put(client, variant, quantity).text
    assert lines() == []


@pytest.mark.parametrize("quantity", ["-1", str(10**9), "abc", ""])
def test_a_strange_change_is_told_and_changes_nothing(client: FlaskClient, variant: Variant, quantity: str) -> None:
    put(client, variant, 2)
    answer = change(client, quantity)
    assert "ố lượng" in answer.text
    assert 'role="alert"' in answer.text
    assert [line.quantity for line in lines()] == [2]


def test_another_quantity_and_none_at_all(client: FlaskClient, variant: Variant) -> None:
    put(client, variant, 2)
    assert "340.000" in change(client, 4).text
    assert "Giỏ hàng đang trống" in change(client, 0).text
    assert lines() == []


def test_a_variant_of_another_listing_is_refused(client: FlaskClient, variant: Variant, listing: Listing) -> None:
    listing_id = listing.id
    answer = put(client, variant, listing_id=listing_id + 1)
    assert "Không có loại hàng này" in answer.text
    assert lines() == []
    assert "Đã cho vào giỏ" in put(client, variant, listing_id=listing_id).text


@pytest.mark.parametrize("variant_id", ["0", "999999999", str(2**63), "abc", ""])
def test_a_variant_that_does_not_exist_is_refused(client: FlaskClient, variant_id: str) -> None:
    answer = client.post("/cart/lines", data={"variant_id": variant_id, "quantity": 1}, follow_redirects=True)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert lines() == []


@pytest.mark.parametrize("line_id", [0, 10**9, 2**63, 10**30])
def test_a_line_that_does_not_exist_is_told(client: FlaskClient, variant: Variant, line_id: int) -> None:
    put(client, variant)
    for path in (f"/cart/lines/{line_id}", f"/cart/lines/{line_id}/price"):
        answer = client.post(path, data={"quantity": 2, "price_dong": 1}, follow_redirects=True)
        assert answer.status_code < 500
    assert [line.quantity for line in lines()] == [1]


@pytest.mark.parametrize("ended", ["archived variant", "paused", "suspended"])
def test_what_is_not_sold_does_not_come_in(client: FlaskClient, variant: Variant, ended: str) -> None:
    end(variant, ended)
    assert 'role="alert"' in put(client, variant).text
    assert lines() == []


def end(variant: Variant, how: str) -> None:
    match how:
        case "archived variant":
            variant.archived = True
        case "paused":
            db.session.get_one(Listing, variant.listing_id).status = ListingStatus.PAUSED
        case "suspended":
            vendor = db.session.get_one(Vendor, variant.vendor_id)
            vendor.status, vendor.suspended_at = VendorStatus.SUSPENDED, clock.now()
    db.session.commit()


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        ("archived variant", "Món này không còn bán. Hãy bỏ ra khỏi giỏ."),
        ("paused", "Món này không còn bán. Hãy bỏ ra khỏi giỏ."),
        ("suspended", "Nhà sản xuất này đang tạm ngừng bán."),
    ],
)
def test_what_is_no_longer_sold_is_shown_and_cannot_be_ordered(
    client: FlaskClient, variant: Variant, ended: str, words: str
) -> None:
    put(client, variant)
    end(variant, ended)
    answer = client.get("/cart")
    assert words in answer.text
    assert "Miến dong Bình Liêu" in answer.text
    assert 'name="vendor"' not in answer.text


def test_too_few_left_is_told_and_mended_by_asking_for_fewer(client: FlaskClient, variant: Variant) -> None:
    assert "Chỉ còn 10. Hãy giảm số lượng." in put(client, variant, 11).text
    mended = change(client, 10)
    assert "Chỉ còn" not in mended.text
    assert 'name="vendor"' in mended.text


def test_nothing_left_is_told(client: FlaskClient, listing: Listing) -> None:
    gone = a_variant(listing, stock=0, label="Túi 1 kg")
    assert "vừa hết hàng" in put(client, gone).text


def test_a_new_price_is_told_and_mended_by_agreeing(client: FlaskClient, variant: Variant) -> None:
    put(client, variant)
    variant.price_dong = 95_000
    db.session.commit()
    told = client.get("/cart")
    assert "Giá đã đổi từ 85.000\xa0₫ thành 95.000\xa0₫." in told.text
    assert 'name="vendor"' not in told.text
    [line] = lines()
    agreed = client.post(f"/cart/lines/{line.id}/price", data={"price_dong": 95_000}, follow_redirects=True)
    assert "Giá đã đổi" not in agreed.text
    assert 'name="vendor"' in agreed.text


def test_agreeing_to_another_price_mends_nothing(client: FlaskClient, variant: Variant) -> None:
    put(client, variant)
    variant.price_dong = 95_000
    db.session.commit()
    [line] = lines()
    answer = client.post(f"/cart/lines/{line.id}/price", data={"price_dong": 90_000}, follow_redirects=True)
    assert "Giá đã đổi" in answer.text


def test_a_vendor_may_ask_for_more_or_be_on_holiday(client: FlaskClient, variant: Variant, vendor: Vendor) -> None:
    put(client, variant)
    vendor.minimum_order_dong = 200_000
    a_holiday(vendor)
    db.session.commit()
    told = client.get("/cart").text
    assert "nhận đơn từ 200.000\xa0₫, còn thiếu 115.000\xa0₫" in told
    assert "nghỉ đến hết ngày" in told


def test_a_line_of_another_cart_is_not_found(client: FlaskClient, variant: Variant) -> None:
    put(client, variant)
    [line] = lines()
    other = client.application.test_client()
    for path in (f"/cart/lines/{line.id}", f"/cart/lines/{line.id}/price"):
        other.post(path, data={"quantity": 9, "price_dong": 1})
    put(other, variant)
    other.post(f"/cart/lines/{line.id}", data={"quantity": 9})
    assert [each.quantity for each in lines()] == [1, 1]


def test_a_guests_cart_follows_into_the_account(client: FlaskClient, listing: Listing, variant: Variant) -> None:
    lan = a_person()
    mine = a_variant(listing, label="Túi 1 kg")
    come_in(client, lan)
    put(client, variant, 2)
    put(client, mine, 1)
    client.post("/logout")
    assert number_in_head(client.get("/cart")) == 0
    put(client, variant, 3)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = lan.get_id(), True
    assert number_in_head(client.get("/cart")) == 2
    assert sorted(line.quantity for line in lines()) == [1, 5]
    assert db.session.scalars(select(Cart.token)).all() == [None]


def test_a_guests_session_is_kept_and_a_persons_ends_with_the_browser(client: FlaskClient, variant: Variant) -> None:
    put(client, variant)
    lan = a_person()
    db.session.commit()
    with client.session_transaction() as session:
        assert session.permanent
        session["_user_id"], session["_fresh"] = lan.get_id(), True
    client.get("/cart")
    with client.session_transaction() as session:
        assert not session.permanent


def test_a_script_gets_only_what_changed(client: FlaskClient, variant: Variant) -> None:
    sent = {"variant_id": variant.id}
    answer = client.post("/cart/lines", data=sent, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert number_in_head(answer) == 1
    refused = client.post("/cart/lines", data={**sent, "quantity": 0}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "Số lượng phải từ 1" in refused.text
    [line] = lines()
    changed = client.post(f"/cart/lines/{line.id}", data={"quantity": 3}, headers={"HX-Request": "true"})
    assert "255.000" in changed.text
    assert "<html" not in changed.text


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(("shops", "lines_each"), [(1, 1), (6, 5)])
def test_the_cart_takes_few_statements_however_full(
    client: FlaskClient, *, shops: int, lines_each: int, signed_in: bool
) -> None:
    if signed_in:
        come_in(client, a_person())
    for shop in [a_shop() for _ in range(shops)]:
        for _ in range(lines_each):
            put(client, a_listing(shop).variants[0])
    with watch_statements() as statements:
        assert client.get("/cart").text.count('id="line-') == shops * lines_each
    assert len(statements) <= STATEMENTS_OF_THE_CART, "\n\n".join(statements.texts)
