"""A producer makes a coupon and lowers a price; a guest finds both, uses the code, and reads what it took off."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, select

from marketplace import clock
from marketplace.accounts.models import StaffRole
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from orders.models import Order
from tests.browsing import DESK, PHONE, flaws, open_window
from tests.factories.coupons import a_coupon
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.vendors import a_member
from tests.stories.test_a_guest_buys import fill_the_form
from vendors.listings.models import Photo

OWNER, PASSWORD = "hoang.thi.mai@example.vn", "miến dong bình liêu"
pytestmark = pytest.mark.browser


@pytest.fixture
def shop(market: Flask) -> str:
    """A shop whose owner also works at the desk; the market gives free delivery. Gives the pack's address."""
    vendor = a_shop("HTX Miến dong Bình Liêu")
    listing = a_listing(vendor, "Miến dong Bình Liêu", price_dong=100_000)
    db.session.execute(delete(Photo))  # the factory's has no file behind it
    owner = sign_up(OWNER, full_name="Hoàng Thị Mai", password=PASSWORD)
    owner.staff_role = StaffRole.ADMINISTRATOR
    a_member(vendor, owner)
    a_coupon(code="Chợ 2027", most_dong=5_000, least_order_dong=150_000)
    variant_id = first_variant_of(listing).id
    address = f"/seller/listings/{listing.id}/packs/{variant_id}/reduction"
    db.session.commit()
    return address


def seen(page: Page) -> None:
    """Nothing is wrong with the page on a phone, nor on a desk."""
    assert flaws(page) == []
    page.set_viewport_size({"width": DESK, "height": 800})
    assert flaws(page) == []
    page.set_viewport_size({"width": PHONE, "height": 740})


def come_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Email hoặc số điện thoại").fill(OWNER)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def test_a_producer_makes_them_and_a_guest_uses_them(chromium: Browser, site: str, shop: str) -> None:
    last = str(clock.today() + timedelta(days=9))
    with open_window(chromium, site, width=PHONE, height=740) as page:
        come_in(page)
        page.goto(shop)
        page.get_by_label("Giá giảm").fill("80k")
        page.get_by_label("Đến hết ngày").fill(last)
        page.get_by_role("button", name="Đặt giá giảm").click()
        expect(page.get_by_role("main")).to_contain_text("Đang giảm")
        seen(page)
        page.goto("/seller/coupons/new")
        page.get_by_label("Mã", exact=True).fill("Miến-2027")
        page.get_by_label("Giảm bao nhiêu phần trăm").fill("10")
        page.get_by_label("Đến hết ngày").fill(last)
        seen(page)
        page.get_by_role("button", name="Tạo mã").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("MIẾN-2027")
        seen(page)
        page.goto("/seller/coupons")
        seen(page)
        page.goto("/desk/coupons")
        seen(page)
    with open_window(chromium, site, width=PHONE, height=740) as page:
        page.goto("/search")
        expect(page.locator("article").first).to_contain_text("100.000")
        page.locator("article a").first.click()
        expect(page.get_by_role("main")).to_contain_text("giá thấp nhất trong 30 ngày")
        seen(page)
        page.get_by_role("button", name="Cho vào giỏ").click()
        expect(page.locator("#cart-link .count")).to_contain_text("1")
        page.goto("/cart")
        for code in ("mien 2027", "cho2027"):
            page.get_by_label("Nhập mã giảm giá").fill(code)
            page.get_by_role("button", name="Dùng mã").click()
            expect(page.locator("#cart")).to_contain_text("MIẾN-2027" if code == "mien 2027" else "CHỢ 2027")
        expect(page.locator("#cart")).to_contain_text("bạn còn thiếu 70.000")
        seen(page)
        page.get_by_role("button", name="Đặt hàng").click()
        fill_the_form(page)
        expect(page.get_by_role("button", name="Đặt hàng · 102.000")).to_be_visible()
        page.get_by_role("button", name="Bỏ mã CHỢ 2027").click()
        expect(page.locator("#quote")).not_to_contain_text("CHỢ 2027")
        page.get_by_label("Nhập mã giảm giá").fill("KHONGCO")
        page.get_by_role("button", name="Dùng mã").click()
        expect(page.locator("#quote")).to_contain_text("Không có mã này")
        seen(page)
        page.get_by_role("button", name="Đặt hàng · 102.000").click()
        expect(page.get_by_role("main")).to_contain_text("MIẾN-2027")
        seen(page)
    [order] = db.session.scalars(select(Order))
    assert (order.goods_dong, order.discount_dong, order.total_dong) == (72_000, 8_000, 102_000)
