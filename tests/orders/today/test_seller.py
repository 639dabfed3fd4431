"""`/seller`: what waits for the one who looks."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from marketplace.money import format_dong
from orders.kinds import PaymentMethod, VendorOrderStatus
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_food_paper, a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member, a_vendor
from tests.statements import watch_statements
from vendors.certificates.models import Certificate
from vendors.listings.models import Listing, ListingStatus
from vendors.models import MemberRole, Vendor, VendorStatus

S = VendorOrderStatus


@pytest.fixture
def goods(app) -> Listing:
    return a_listing(a_shop("HTX Chả mực Đại Thành"), "Chả mực Hạ Long", stock=50)


def today(client: FlaskClient, goods: Listing, role: MemberRole = MemberRole.OWNER) -> str:
    vendor = db.session.get_one(Vendor, goods.vendor_id)
    answer = come_in(client, a_member(vendor, a_person("Vũ Văn Bình"), role=role)).get("/seller")
    assert answer.status_code == 200
    return answer.text


def test_an_order_to_accept_stands_first_with_its_clock(client, goods) -> None:
    with clock.at(clock.now() - timedelta(hours=19)):
        a_part(goods)
    page = today(client, goods)
    assert "1 đơn chờ nhận" in page
    assert "còn 5 giờ" in page
    assert "Nhận đơn" in page


def test_a_quiet_day_says_so(client, goods) -> None:
    page = today(client, goods)
    assert "Không có đơn nào chờ bạn trả lời." in page
    assert "Chào Bình" in page


def test_the_navigation_counts_what_waits(client, goods) -> None:
    a_part(goods)
    assert '<span class="count">1</span>' in today(client, goods)


def test_money_comes_with_its_date(client, goods) -> None:
    part = a_part(goods, status=S.DELIVERED, method=PaymentMethod.TRANSFER)
    page = today(client, goods, MemberRole.ACCOUNTANT)
    assert format_dong(part.earning_dong) in page
    assert "chi được từ" in page
    assert "Nhận đơn" not in page


def test_a_packer_sees_no_money(client, goods) -> None:
    part = a_part(goods, status=S.DELIVERED, method=PaymentMethod.TRANSFER)
    assert format_dong(part.earning_dong) not in today(client, goods, MemberRole.PACKER)


@pytest.mark.parametrize(("left", "told"), [(2, True), (10, False)])
def test_goods_that_run_out_are_named(client, goods, left, told) -> None:
    rare = a_listing(db.session.get_one(Vendor, goods.vendor_id), "Sá sùng khô", stock=left)
    page = today(client, goods)
    assert (f"/seller/listings/{rare.id}" in page) is told


def test_a_certificate_that_ends_soon_is_named(client, goods) -> None:
    day = clock.today()
    db.session.add(
        Certificate(
            vendor_id=goods.vendor_id,
            number="QN-17-2024",
            product_name="Chả mực Hạ Long",
            star=4,
            issuer="UBND tỉnh Quảng Ninh",
            issued_on=day - timedelta(days=1000),
            expires_on=day + timedelta(days=90),
            verified_at=clock.now(),
            created_at=clock.now(),
        )
    )
    assert "QN-17-2024" in today(client, goods)


def test_a_listing_that_was_sent_back_is_named_with_its_reason(client, goods) -> None:
    sent_back = a_listing(db.session.get_one(Vendor, goods.vendor_id), "Sá sùng khô")
    sent_back.status, sent_back.note = ListingStatus.RETURNED, "Ảnh mờ quá"
    page = today(client, goods)
    assert "Món hàng chợ nhờ sửa" in page
    assert f"/seller/listings/{sent_back.id}" in page
    assert "Ảnh mờ quá" in page


@pytest.mark.parametrize(("days", "told"), [(-1, True), (30, True), (90, False)])
def test_a_food_paper_that_ends_soon_is_one_touch_away(client, goods, days, told) -> None:
    paper = a_food_paper(db.session.get_one(Vendor, goods.vendor_id))
    paper.expires_on = clock.today() + timedelta(days=days)
    assert ("/seller/papers/food_safety" in today(client, goods)) is told


def test_a_suspended_vendor_is_told_and_goes_on_with_open_orders(client, app) -> None:
    vendor = a_vendor(status=VendorStatus.SUSPENDED)
    person = a_member(vendor)
    page = come_in(client, person).get("/seller").text
    assert "Gian hàng đang tạm ngừng bán" in page


def test_visitors_are_asked_to_sign_in_and_strangers_to_apply(client, app) -> None:
    assert "/login" in client.get("/seller").location
    assert come_in(client, a_person()).get("/seller").location == "/sell"


def test_the_page_takes_the_same_statements_whatever_waits(client, goods) -> None:
    part = a_part(goods, status=S.DELIVERED, method=PaymentMethod.TRANSFER)
    an_order(goods)
    at = come_in(client, owner_of(part))
    at.get("/seller")
    with watch_statements() as few:
        at.get("/seller")
    for _ in range(4):
        an_order(goods)
        a_part(goods, status=S.DELIVERED, method=PaymentMethod.TRANSFER)
    db.session.commit()
    with watch_statements() as many:
        at.get("/seller")
    assert len(few) == len(many) <= 18
