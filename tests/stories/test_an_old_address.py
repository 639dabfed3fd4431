"""A buyer types an address with names of before 1 July 2025 on a phone, and finds it again in the address book."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from marketplace.accounts.operations import sign_up
from marketplace.database import db
from tests.browsing import BOTH, flaws, open_window
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.stories.test_coming_back import PASSWORD, come_in

pytestmark = pytest.mark.browser


@pytest.fixture
def shelf(market: Flask) -> None:
    a_listing(a_shop("HTX Bình Liêu"), "Miến dong", price_dong=100_000).photos = []
    sign_up("ha@example.vn", full_name="Trần Thu Hà", password=PASSWORD)
    db.session.commit()


def test_an_old_address_is_understood_and_kept(chromium: Browser, site: str, shelf: None) -> None:
    with open_window(chromium, site) as page:
        come_in(page)
        page.goto("/search")
        with page.expect_response("**/cart/lines"):
            page.get_by_role("button", name="Cho Miến dong vào giỏ").click()
        page.goto("/checkout")
        type_the_address(page)
        page.get_by_role("button", name="Chọn Phường Cao Xanh").click()
        expect(page.get_by_label("Xã, phường, đặc khu")).to_have_value("06658")
        expect(page.get_by_role("button", name="Chọn Phường Cao Xanh")).to_have_count(0)
        assert flaws(page, *BOTH) == []
        page.get_by_label("Lưu địa chỉ này cho lần sau").check()
        page.get_by_role("button", name="Đặt hàng · ").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Đơn QN-")
        page.goto("/account/addresses")
        expect(page.get_by_text("phường Hà Khánh, TP Hạ Long, Phường Cao Xanh, Quảng Ninh")).to_be_visible()
        assert flaws(page, *BOTH) == []
        page.get_by_role("link", name="Sửa").click()
        assert flaws(page, *BOTH) == []


def type_the_address(page: Page) -> None:
    page.get_by_label("Họ và tên người nhận").fill("Trần Thu Hà")
    page.get_by_label("Số điện thoại").fill("0987 654 321")
    page.get_by_label("Tỉnh, thành phố").select_option("22")
    expect(
        page.get_by_label("Xã, phường, đặc khu").get_by_role("option", name="Phường Cao Xanh").first
    ).to_be_attached()
    page.get_by_label("Số nhà, đường, thôn").fill("Tổ 5, phường Hà Khánh, TP Hạ Long")
    page.get_by_label("Số nhà, đường, thôn").blur()
    expect(page.get_by_text("nay thuộc:")).to_be_visible()
    assert flaws(page, *BOTH) == []
