"""Somebody keeps goods in mind, comes in and finds them again, and follows a shop: on a phone and at a desk."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from marketplace.accounts.operations import sign_up
from marketplace.database import db
from tests.browsing import BOTH, flaws, open_window
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from vendors.listings.models import Photo

PASSWORD = "chả mực giã tay"

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(market: Flask) -> Iterator[str]:
    vendor = a_shop("HTX Trà hoa vàng Ba Chẽ")
    a_listing(vendor, "Trà hoa vàng Ba Chẽ")
    a_listing(vendor, "Mật ong rừng")
    sign_up("ha@example.vn", full_name="Trần Thu Hà", password=PASSWORD)
    db.session.execute(delete(Photo))  # the factory's has no file behind it
    slug = vendor.slug
    db.session.commit()
    return f"/shop/{slug}"


def test_a_heart_is_found_again_after_coming_in(shop: str, site: str, chromium: Browser) -> None:
    with open_window(chromium, site) as page:
        page.goto("/search")
        heart = page.get_by_role("button", name="Yêu thích: Trà hoa vàng Ba Chẽ")
        heart.click()
        expect(heart).to_have_attribute("aria-pressed", "true")
        expect(heart).to_be_focused()
        assert flaws(page, *BOTH) == []
        come_in(page)
        page.goto("/account/wishes")
        expect(page.get_by_role("link", name="Trà hoa vàng Ba Chẽ", exact=True)).to_be_visible()
        assert flaws(page, *BOTH) == []
        page.goto(shop)
        page.get_by_role("button", name="Theo dõi").click()
        expect(page.get_by_role("button", name="Đang theo dõi")).to_be_visible()
        assert flaws(page, *BOTH) == []
        page.goto("/account/following")
        assert flaws(page, *BOTH) == []


def come_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Email hoặc số điện thoại").fill("ha@example.vn")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda address: "/login" not in address)
