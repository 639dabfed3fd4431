"""Somebody looks for goods in a real browser, by hand and by keys, on a phone and at a desk."""

from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import delete

from marketplace.database import db
from tests.browsing import DESK, flaws, open_window
from tests.factories.listings import a_listing
from tests.factories.vendors import a_vendor
from vendors.listings.models import Photo


def test_a_search_from_the_first_letters_to_the_filters(market: Flask, site: str, chromium: Browser) -> None:
    with market.app_context():
        a_listing(a_vendor("Hải sản Cô Tô", commune_code="07192"), "Mực khô Cô Tô")
        a_listing(a_vendor("Cơ sở Thoan"), "Chả mực Hạ Long")
        db.session.execute(delete(Photo))
        db.session.commit()
    with open_window(chromium, site) as page:
        page.goto("/")
        field = page.get_by_role("combobox", name="Tìm hàng")
        field.press_sequentially("cha m")
        expect(page.get_by_role("option", name="Chả mực Hạ Long")).to_be_visible()
        assert flaws(page) == []
        field.press("ArrowDown")
        expect(field).to_have_attribute("aria-activedescendant", "suggested-1-1")
        field.press("Escape")
        field.fill("char muwcj")
        field.press("Enter")
        expect(page.get_by_text("Đây là kết quả cho “chả mực”.")).to_be_visible()
        page.goto("/search?q=muc")
        page.get_by_text("Lọc và sắp xếp").click()
        assert flaws(page) == []
        page.locator("#small-commune-07192").check()
        page.locator(".filter-sheet").get_by_role("button", name="Áp dụng").click()
        page.wait_for_url("**/search?q=muc&commune=07192")
        page.set_viewport_size({"width": DESK, "height": 800})
        page.locator("#wide-commune-07192").uncheck()
        page.wait_for_url("**/search?q=muc")
        expect(page.get_by_role("status").filter(has_text="2 sản phẩm")).to_be_visible()
        assert flaws(page) == []
