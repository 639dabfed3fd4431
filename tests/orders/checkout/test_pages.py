"""The checkout as buyers meet it: guests and people, changed prices, places that do not fit, two presses."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.addresses import operations as addresses
from marketplace.database import db
from orders.kinds import PaymentMethod
from orders.models import Order
from orders.payments.models import Payment, PaymentStatus
from orders.queries import payment_of
from tests.factories.coupons import a_coupon
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_holiday
from tests.orders.buyers import Buyer
from tests.statements import watch_statements
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor, VendorStatus
from vendors.stock.models import StockItem

MOST_STATEMENTS = 26
PARTS = ("HTX Bình Liêu", "Tâm Hương", "Trà Quy Hoa")


@pytest.fixture
def buyer(client: FlaskClient) -> Buyer:
    return Buyer(client)


@pytest.fixture
def listing(client: FlaskClient) -> Listing:
    return a_listing(a_shop("HTX Bình Liêu"), price_dong=85_000, stock=10)


def orders() -> list[Order]:
    db.session.expire_all()
    return list(db.session.scalars(select(Order).order_by(Order.id)))


def test_a_guest_buys_from_three_producers_with_cash(buyer: Buyer) -> None:
    buyer.put(*(a_listing(a_shop(name), price_dong=100_000) for name in PARTS)).check_out()
    assert "Đặt hàng · 390.000\xa0₫" in buyer.page.text
    answer = buyer.place()
    [order] = orders()
    assert answer.status_code == 303
    assert answer.location == f"/orders/{order.number}?key={order.access_token}"
    page = buyer.client.get(answer.location)
    assert all(name in page.text for name in PARTS)
    assert "390.000" in page.text
    assert payment_of(order).status is PaymentStatus.ON_DELIVERY
    assert "Giỏ hàng đang trống" in buyer.client.get("/cart").text


def test_a_person_pays_by_transfer_to_a_kept_address(buyer: Buyer, listing: Listing) -> None:
    lan = a_person("Nguyễn Thị Lan")
    addresses.add_address(
        lan,
        full_name="Nguyễn Thị Lan",
        phone="+84912345678",
        province_code="01",
        commune_code="00070",
        street="5 Tràng Tiền",
        default=True,
    )
    come_in(buyer.client, lan)
    page = buyer.put(listing).client.get("/checkout")
    assert 'value="5 Tràng Tiền"' in page.text
    assert "Đặt hàng · 115.000\xa0₫" in page.text
    buyer.page, buyer.typed = page, {**buyer.typed, "street": "5 Tràng Tiền", "method": "transfer"}
    answer = buyer.place()
    [order] = orders()
    assert (order.buyer_id, order.method, order.email) == (lan.id, PaymentMethod.TRANSFER, lan.email)
    assert answer.location == f"/orders/{order.number}"
    assert payment_of(order).memo in buyer.client.get(answer.location).text


def test_the_last_order_fills_in_the_next(buyer: Buyer, listing: Listing) -> None:
    come_in(buyer.client, a_person())
    buyer.put(listing).check_out().place()
    page = buyer.put(listing).client.get("/checkout")
    assert 'value="12 Hàng Bài"' in page.text


def test_two_presses_on_one_page_make_one_order(buyer: Buyer, listing: Listing) -> None:
    buyer.put(listing).check_out()
    sent = buyer.form()
    first, second = buyer.client.post("/checkout", data=sent), buyer.client.post("/checkout", data=sent)
    assert first.location == second.location
    assert len(orders()) == 1


def test_only_the_chosen_parts_are_ordered(buyer: Buyer, listing: Listing) -> None:
    other = a_listing(a_shop("Tâm Hương"))
    buyer.put(listing, other).check_out(listing.vendor_id)
    assert "Tâm Hương" not in buyer.page.text
    buyer.place()
    assert "Tâm Hương" in buyer.client.get("/cart").text
    assert [order.goods_dong for order in orders()] == [85_000]


def test_a_price_that_changed_brings_the_page_back_with_the_new_one(buyer: Buyer, listing: Listing) -> None:
    buyer.typed["note"] = "Giao buổi chiều"
    buyer.put(listing).check_out()
    db.session.scalars(select(Variant)).one().price_dong = 95_000
    db.session.commit()
    told = buyer.place()
    assert told.status_code == 409
    assert "Giá hoặc phí giao hàng đã thay đổi" in told.text
    assert "Đặt hàng · 125.000\xa0₫" in told.text
    assert "Giao buổi chiều" in told.text
    assert "0987 654 321" in told.text
    assert orders() == []
    assert buyer.place().status_code == 303
    assert [order.goods_dong for order in orders()] == [95_000]


def test_a_page_without_a_total_orders_nothing(buyer: Buyer, listing: Listing) -> None:
    buyer.put(listing)
    buyer.page = buyer.client.get("/checkout")
    told = buyer.place()
    assert told.status_code == 409
    assert "Đặt hàng · 115.000\xa0₫" in told.text
    assert buyer.place().status_code == 303


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"full_name": ""}, "Hãy điền mục này."),
        ({"phone": "12345"}, "Hãy ghi số điện thoại Việt Nam"),
        ({"phone": ""}, "Hãy điền mục này."),
        ({"email": "lan@"}, "Địa chỉ email chưa đúng"),
        ({"street": ""}, "Hãy điền mục này."),
        ({"province": "", "commune_code": ""}, "Hãy điền mục này."),
        ({"method": "gold"}, 'role="alert"'),
        ({"note": "x" * 501}, 'role="alert"'),
        ({"checkout_key": "none"}, "Hãy đặt lại từ giỏ hàng."),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_typed_is_lost(
    buyer: Buyer, listing: Listing, change: dict[str, str], words: str
) -> None:
    buyer.put(listing).check_out()
    told = buyer.place(**change)
    assert told.status_code == 422
    assert words in told.text
    kept = {**buyer.typed, **change}
    assert all(kept[name] in told.text for name in ("full_name", "street", "phone"))
    assert orders() == []


def test_a_commune_of_another_province_is_told_beside_its_field(buyer: Buyer, listing: Listing) -> None:
    buyer.put(listing).check_out()
    told = buyer.place(province="22")
    assert told.status_code == 422
    assert 'id="commune_code-error"' in told.text
    assert "không thuộc tỉnh, thành phố đã chọn" in told.text


def test_without_a_script_the_communes_come_with_the_next_page(buyer: Buyer, listing: Listing) -> None:
    buyer.put(listing)
    buyer.page = buyer.client.get("/checkout")
    assert "Phường Hoàn Kiếm" not in buyer.page.text
    buyer.typed["commune_code"] = ""
    assert "Phường Hoàn Kiếm" in buyer.look().page.text
    assert "Xem phí giao và tổng tiền" in buyer.page.text
    buyer.typed["commune_code"] = "00070"
    assert "Đặt hàng · 115.000\xa0₫" in buyer.look().page.text


def test_a_script_gets_only_the_prices(buyer: Buyer, listing: Listing) -> None:
    buyer.put(listing).check_out()
    answer = buyer.client.post("/checkout/quote", data=buyer.form(), headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Đặt hàng · 115.000\xa0₫" in answer.text


@pytest.mark.parametrize("ended", ["paused", "suspended", "holiday", "minimum", "sold out"])
def test_what_ended_meanwhile_is_told_by_name(buyer: Buyer, listing: Listing, ended: str) -> None:
    buyer.put(listing).check_out()
    vendor = db.session.get_one(Vendor, listing.vendor_id)
    match ended:
        case "paused":
            listing.status = ListingStatus.PAUSED
        case "suspended":
            vendor.status, vendor.suspended_at = VendorStatus.SUSPENDED, clock.now()
        case "holiday":
            a_holiday(vendor)
        case "minimum":
            vendor.minimum_order_dong = 1_000_000
        case "sold out":
            db.session.scalars(select(StockItem)).one().on_hand = 0
    db.session.commit()
    told = buyer.place()
    assert told.status_code == 409
    assert ("Không đủ hàng: Miến dong Bình Liêu" if ended == "sold out" else "HTX Bình Liêu: ") in told.text
    assert orders() == []


def test_a_line_to_mend_keeps_its_part_out_of_the_checkout(buyer: Buyer, listing: Listing) -> None:
    buyer.put(listing, quantity=11)
    answer = buyer.client.get("/checkout", follow_redirects=True)
    assert "Chỉ còn 10" in answer.text
    assert answer.request.path == "/cart"


def test_an_empty_cart_leads_back(buyer: Buyer) -> None:
    assert buyer.client.get("/checkout").location == "/cart"
    assert buyer.client.post("/checkout", data={"vendor": "1", **buyer.typed}).location == "/cart"


@pytest.mark.parametrize("vendor", ["-1", "abc", str(10**30)])
def test_a_strange_vendor_is_nobodys_part(buyer: Buyer, listing: Listing, vendor: str) -> None:
    buyer.put(listing)
    answer = buyer.client.get("/checkout", query_string={"vendor": vendor, "address": str(10**30)})
    assert answer.status_code in (200, 303)


@pytest.mark.parametrize(("vendors", "lines_each"), [(1, 1), (8, 5)])
def test_the_whole_request_takes_a_constant_number_of_statements(buyer: Buyer, vendors: int, lines_each: int) -> None:
    """From the person and the cart to the commit."""
    come_in(buyer.client, a_person())
    buyer.put(*(a_listing(shop) for shop in [a_shop() for _ in range(vendors)] for _ in range(lines_each))).check_out()
    with watch_statements() as statements:
        assert buyer.place().status_code == 303
    assert len(statements) <= MOST_STATEMENTS, "\n\n".join(statements.texts)


@pytest.mark.parametrize(("vendors", "lines_each"), [(1, 1), (8, 5)])
def test_coupons_do_not_make_it_more(buyer: Buyer, vendors: int, lines_each: int) -> None:
    """Of the market and of every vendor."""
    come_in(buyer.client, a_person())
    shops = [a_shop() for _ in range(vendors)]
    coupons = [a_coupon(most_uses_each=1, first_order_only=True), *(a_coupon(shop) for shop in shops)]
    db.session.commit()
    buyer.put(*(a_listing(shop) for shop in shops for _ in range(lines_each)))
    for coupon in coupons:
        buyer.client.post("/cart/coupons", data={"coupon_code": coupon.printed})
    buyer.check_out()
    with watch_statements() as statements:
        assert buyer.place().status_code == 303
    assert db.session.scalars(select(Order)).one().promotion_dong > 0
    assert len(statements) <= MOST_STATEMENTS, "\n\n".join(statements.texts)


def test_a_wrong_total_is_not_taken_for_the_right_one(buyer: Buyer, listing: Listing) -> None:
    buyer.put(listing).check_out()
    for total in ("1", "abc", str(10**30), "-115000"):
        assert buyer.place(seen_total_dong=total).status_code in (409, 422)
    assert db.session.scalars(select(Payment)).all() == []
