"""A stranger comes from a search engine: a listing with its photos and delivery, its certificate, the first page."""

from flask import Flask
from playwright.sync_api import Browser, expect

from marketplace.database import db
from marketplace.gateways.wiring import gateways
from marketplace.pictures import keep_picture
from tests.browsing import DESK, PHONE, flaws, open_window
from tests.factories.listings import a_listing
from tests.factories.orders import HANOI, HOAN_KIEM
from tests.factories.pictures import a_picture
from tests.factories.vendors import a_vendor
from tests.vendors.storefront.test_sharing import verified
from vendors.delivery.operations import write_default_rates
from vendors.listings.models import Listing, Photo
from vendors.models import Vendor


def _honey() -> Listing:
    vendor = a_vendor("HTX Mật ong Ba Chẽ")
    listing = a_listing(vendor, "Mật ong Ba Chẽ")
    write_default_rates(vendor)
    listing.certificate_id = verified(vendor).id
    listing.season_from_month, listing.season_until_month = 1, 12
    pictures = (a_picture(900, 900, colour=colour) for colour in ("teal", "gold"))
    keys = [keep_picture(gateways().files, each, folder="public/photos") for each in pictures]
    listing.photos = [Photo(key=key, position=place) for place, key in enumerate(keys)]
    return listing


def test_a_stranger_looks_around(market: Flask, site: str, chromium: Browser) -> None:
    with market.app_context():
        listing = _honey()
        address = f"/p/{db.session.get_one(Vendor, listing.vendor_id).slug}/{listing.slug}"
        db.session.commit()
    with open_window(chromium, site) as page:
        page.goto(address)
        assert flaws(page, PHONE, DESK) == []
        page.locator("a.zoomable").first.click()
        expect(page.get_by_role("dialog", name="Ảnh lớn")).to_be_visible()
        page.keyboard.press("ArrowRight")
        assert flaws(page) == []
        page.keyboard.press("Escape")
        page.get_by_label("Tỉnh, thành phố").select_option(HANOI)
        page.get_by_label("Xã, phường, đặc khu").select_option(HOAN_KIEM)
        expect(page.locator("#delivery").get_by_text("Đơn vị vận chuyển")).to_be_visible()
        assert flaws(page) == []
        page.get_by_role("link", name="Xem giấy chứng nhận").click()
        expect(page.get_by_role("definition").filter(has_text="QN-BC-4-2026")).to_be_visible()
        assert flaws(page) == []
        page.goto("/")
        expect(page.get_by_role("heading", name="Đang mùa tháng")).to_be_visible()
        assert flaws(page, PHONE, DESK) == []
