"""The checkout in a browser: a producer sets when goods are fetched, and a buyer chooses."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from marketplace.database import db
from tests.browsing import BOTH, flaws, open_window, share_session
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import come_in
from tests.factories.vendors import a_member
from vendors.delivery import operations
from vendors.delivery.models import DeliveryKind, DeliveryZone

pytestmark = pytest.mark.browser


def test_a_buyer_fetches_what_it_ordered(market: Flask, chromium: Browser, site: str) -> None:
    shop = a_shop("HTX Mực Cô Tô")
    a_listing(shop, "Mực khô Cô Tô", price_dong=450_000).photos = []
    operations.set_rate(
        shop, (DeliveryKind.PICKUP, DeliveryZone.COUNTRY), operations.Terms(0), by=(seller := a_member(shop))
    )
    db.session.commit()
    with open_window(chromium, site) as desk:
        share_session(come_in(market.test_client(), seller), desk.context, site)
        desk.goto("/seller/shop/delivery/pickup-times")
        desk.get_by_label("Thứ Bảy").check()
        desk.get_by_label("Mở từ", exact=True).fill("08:00")
        desk.get_by_label("Đến", exact=True).fill("11:30")
        assert flaws(desk, *BOTH) == []
        desk.get_by_role("button", name="Lưu").click()
        expect(desk.get_by_text("08:00–11:30")).to_be_visible()
        assert flaws(desk, *BOTH) == []
    with open_window(chromium, site) as page:
        page.goto("/search")
        with page.expect_response("**/cart/lines"):
            page.get_by_role("button", name="Cho Mực khô Cô Tô vào giỏ").click()
        page.goto("/checkout")
        page.get_by_label("Họ và tên người nhận").fill("Trần Thu Hà")
        page.get_by_label("Số điện thoại").fill("0987 654 321")
        page.get_by_label("Tỉnh, thành phố").select_option("22")
        page.get_by_label("Xã, phường, đặc khu").select_option(label="Phường Bãi Cháy")
        page.get_by_label("Số nhà, đường, thôn").fill("12 Hạ Long")
        page.get_by_text("Đây là quà tặng").click()
        page.get_by_label("Đơn này là quà tặng").check()
        page.get_by_label("Lời chúc in kèm").fill("Chúc mừng năm mới")
        page.get_by_text("Lấy hóa đơn công ty").click()
        page.get_by_label("Tên công ty").fill("Công ty Hoa Ban")
        page.get_by_label("Mã số thuế").fill("0300588569")
        page.get_by_label("Địa chỉ công ty").fill("1 Tràng Tiền, Hà Nội")
        page.get_by_label("Đến lấy tại nơi bán").check()
        page.get_by_label("Ngày và giờ bạn đến lấy").select_option(index=1)
        assert flaws(page, *BOTH) == []
        page.get_by_role("button", name="Đặt hàng · ").click()
        expect(page.get_by_text("Thứ Bảy").first).to_be_visible()
        expect(page.get_by_text("MST 0300588569")).to_be_visible()
        assert flaws(page, *BOTH) == []
        page.get_by_role("link", name="Sửa thông tin hóa đơn").click()
        page.get_by_label("Tên công ty").fill("Công ty Sao Biển")
        assert flaws(page, *BOTH) == []
        page.get_by_role("button", name="Lưu thông tin hóa đơn").click()
        expect(page.get_by_text("Công ty Sao Biển")).to_be_visible()
