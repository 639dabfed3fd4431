"""A shop weighs, sends an order in two parcels, cuts what is missing, and the buyer follows each, on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import delete

from marketplace.accounts.operations import sign_up
from marketplace.database import db
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order
from tests.browsing import DESK, PHONE, flaws, open_window
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.vendors import a_member
from vendors.listings.models import Photo
from vendors.listings.variants import Terms, change_variant
from vendors.models import MemberRole

PASSWORD = "chả mực giã tay"
MANAGER = "vu.van.binh@example.vn"
NOTE = "Miến gửi trước, chả mực gửi xe lạnh sáng mai."

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Scene:
    """An accepted order of three kinds of goods, one sold by weight, and where its buyer, a guest, reads of it."""

    number: str
    buyers_page: str


@pytest.fixture
def scene(market: Flask) -> Iterator[Scene]:
    shop = a_shop("HTX Chả mực Đại Thành")
    listings = [a_listing(shop, title, price_dong=100_000, stock=9) for title in ("Miến dong Bình Liêu", "Chả mực")]
    listings.append(a_listing(shop, "Cá song", stock=9))
    terms = Terms("Một con", 0, 1, 1, sold_by_weight=True, kg_price_dong=400_000, least_grams=800, most_grams=1_200)
    change_variant(first_variant_of(listings[-1]), terms, by=None)
    manager = sign_up(MANAGER, full_name="Vũ Văn Bình", password=PASSWORD)
    a_member(shop, manager, role=MemberRole.MANAGER)
    db.session.execute(delete(Photo))  # the factory's has no file behind it
    part = a_part(*listings, quantity=2, status=VendorOrderStatus.ACCEPTED, method=PaymentMethod.TRANSFER)
    order = db.session.get_one(Order, part.order_id)
    found = Scene(part.number, f"/orders/{order.number}?key={order.access_token}")
    db.session.commit()
    return found


def come_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Email hoặc số điện thoại").fill(MANAGER)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def fits(page: Page) -> bool:
    """Whether the page is right on a phone and on a desk."""
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 740})
        assert flaws(page) == []
    return True


def test_an_order_goes_in_two_parcels_and_the_rest_is_cut(scene: Scene, site: str, chromium: Browser) -> None:
    with open_window(chromium, site, width=PHONE) as page:
        come_in(page)
        page.goto(f"/seller/orders/{scene.number}")
        page.get_by_role("link", name="Thiếu hàng? Bỏ khỏi đơn").wait_for()
        page.get_by_label("Cân được").fill("2,05 kg")
        assert fits(page)
        page.get_by_role("button", name="Đã đóng gói").click()
        page.get_by_text("Cân được 2,05 kg: 820.000").wait_for()
        page.get_by_text("Viết lời nhắn").click()
        page.get_by_role("textbox", name="Lời nhắn").fill(NOTE)
        page.get_by_role("button", name="Ghi lời nhắn").click()
        page.get_by_label("Đơn vị vận chuyển").fill("Viettel Post")
        page.get_by_text("Chỉ gửi một phần trong kiện này").click()
        page.get_by_label("Chả mực").fill("0")
        assert fits(page)
        page.get_by_role("button", name="Đã gửi hàng").click()
        page.get_by_text("Còn phải gửi").wait_for()
        page.get_by_label("Đơn vị vận chuyển").first.fill("Xe khách")
        page.get_by_text("Chỉ gửi một phần trong kiện này").click()
        page.get_by_label("Chả mực").fill("1")
        page.get_by_role("button", name="Đã gửi kiện này").click()
        page.get_by_text("Đã gửi 2 kiện").wait_for()
        assert fits(page)
    with open_window(chromium, site, width=PHONE) as page:
        page.goto(scene.buyers_page)
        page.get_by_text(NOTE).wait_for()
        page.get_by_role("button", name="Tôi đã nhận kiện này").first.click()
        page.get_by_text("Cảm ơn bạn đã báo.").wait_for()
        assert fits(page)
    with open_window(chromium, site, width=PHONE) as page:
        come_in(page)
        page.goto(f"/seller/orders/{scene.number}")
        page.get_by_role("link", name="Thiếu hàng? Bỏ khỏi đơn").click()
        page.get_by_label("Số lượng hoàn, còn 1").fill("1")
        page.get_by_label("Lý do").fill("Hết mực tươi")
        page.get_by_role("button", name="Hoàn tiền cho khách").click()
        page.get_by_role("button", name="Khách đã nhận hàng").click()
        page.get_by_text("Đã giao xong").wait_for()
        assert fits(page)
