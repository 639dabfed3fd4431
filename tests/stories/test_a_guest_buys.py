"""A guest buys from two producers on a phone, presses twice, and reads the order; every page is for everyone."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from marketplace.database import db
from orders.models import Order
from tests.browsing import PHONE, flaws, open_window
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop

pytestmark = pytest.mark.browser


@pytest.fixture
def shelves(market: Flask) -> None:
    for name in ("Tâm Hương", "HTX Bình Liêu"):
        listing = a_listing(a_shop(name), f"Đặc sản {name}", price_dong=100_000)
        listing.photos = []
    db.session.commit()


def fill_the_cart(page: Page) -> None:
    page.goto("/search")
    for place in range(2):
        page.get_by_role("button", name="vào giỏ").nth(place).click()
        expect(page.locator("#cart-link .count")).to_contain_text(str(place + 1))


def fill_the_form(page: Page) -> None:
    page.get_by_label("Họ và tên người nhận").fill("Trần Thu Hà")
    page.get_by_label("Số điện thoại").fill("0987 654 321")
    page.get_by_label("Tỉnh, thành phố").select_option("01")
    page.get_by_label("Xã, phường, đặc khu").select_option(label="Phường Hoàn Kiếm")
    page.get_by_label("Số nhà, đường, thôn").fill("12 Hàng Bài")


def test_a_guest_buys_on_a_phone(chromium: Browser, site: str, shelves: None) -> None:
    with open_window(chromium, site, width=PHONE) as page:
        fill_the_cart(page)
        page.goto("/cart")
        page.get_by_role("button", name="Thêm một").first.click()
        expect(page.locator("#cart")).to_contain_text("200.000")
        assert flaws(page) == []
        page.get_by_role("button", name="Đặt hàng").click()
        fill_the_form(page)
        button = page.get_by_role("button", name="Đặt hàng · 360.000")
        expect(button).to_be_visible()
        assert flaws(page) == []
        button.dblclick()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Đơn QN-")
        expect(page.locator("#cart-link .count")).to_have_count(0)
        assert flaws(page) == []
    [order] = db.session.scalars(select(Order))
    assert order.total_dong == 360_000
