"""A seller's phone with a poor connection: what is kept, what is not lost, and what is not shown to others."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import delete, func, select

from marketplace.accounts.models import User
from marketplace.database import db
from tests.browsing import DESK, PHONE, flaws, share_session
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.people import come_in
from tests.factories.vendors import a_member
from vendors.listings.models import Photo
from vendors.stock.models import StockMovement

pytestmark = pytest.mark.browser
KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('kept-'))"
UNTIL_KEPT = """async (before) => {
  const kept = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('kept-') && name !== before);
    const [today, orders] = ['/seller', '/seller/orders?tab=to-accept'];
    return names.length && await caches.match(today) && await caches.match(orders);
  };
  while (!(await kept())) await new Promise((again) => setTimeout(again, 30));
}"""
HAS_WORKER = "() => navigator.serviceWorker.controller !== null"


@dataclass(frozen=True)
class Scene:
    """A shop with an order that waits, and its owner's browser."""

    number: str
    listing_id: int
    item_id: int
    window: BrowserContext
    page: Page


@pytest.fixture
def scene(market: Flask, site: str, chromium: Browser) -> Iterator[Scene]:
    shop = a_shop("HTX Chả mực Đại Thành")
    listing = a_listing(shop, "Chả mực giã tay", stock=20)
    db.session.execute(delete(Photo))  # the factory's has no file behind it
    part, item = a_part(listing), the_stock(first_variant_of(listing))
    with chromium.new_context(base_url=site, viewport={"width": PHONE, "height": 740}) as window:
        _sign_in(market, window, site, a_member(shop))
        page = window.new_page()
        yield Scene(part.number, listing.id, item.id, window, page)


def _sign_in(market: Flask, window: BrowserContext, site: str, person: User) -> None:
    share_session(come_in(market.test_client(), person), window, site)


def _open_with_worker(page: Page) -> None:
    page.goto("/seller")
    page.wait_for_function(HAS_WORKER)
    page.evaluate(UNTIL_KEPT, "")


def test_today_and_orders_are_read_without_a_connection_by_their_own_person_only(
    scene: Scene, market: Flask, site: str
) -> None:
    page = scene.page
    _open_with_worker(page)
    scene.window.set_offline(True)
    page.goto("/seller/orders")
    expect(page.get_by_text("Không có mạng. Đây là bản lúc")).to_be_visible()
    expect(page.get_by_role("link", name=scene.number)).to_be_visible()
    expect(page.get_by_role("button", name="Nhận đơn")).to_have_count(0)
    assert flaws(page) == []
    page.set_viewport_size({"width": DESK, "height": 740})
    page.goto("/seller/money")
    expect(page.get_by_role("heading", name="Không có mạng")).to_be_visible()
    assert flaws(page) == []
    page.set_viewport_size({"width": PHONE, "height": 740})
    page.goto("/seller")
    expect(page.get_by_text("Không có mạng. Đây là bản lúc")).to_be_visible()

    scene.window.set_offline(False)
    _sign_in(market, scene.window, site, a_member(a_shop("HTX Khác")))
    [before] = page.evaluate(KEPT)
    page.goto("/seller")
    page.goto("/seller/orders")
    page.evaluate(UNTIL_KEPT, before)
    assert len(page.evaluate(KEPT)) == 1
    scene.window.set_offline(True)
    page.goto("/seller/orders")
    expect(page.get_by_text("Không có đơn nào chờ nhận")).to_be_visible()

    scene.window.set_offline(False)
    page.goto("/seller")
    page.get_by_label("Tài khoản và menu").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(f"{site}/")
    assert page.evaluate(KEPT) == []


def test_what_was_typed_outlives_a_lost_connection_and_is_sent_once(scene: Scene) -> None:
    page = scene.page
    _open_with_worker(page)
    page.goto(f"/seller/stock/{scene.item_id}")
    page.get_by_label("Số gói mới").fill("7")
    page.get_by_label("Ghi chú").first.fill("Mẻ sáng nay")
    scene.window.set_offline(True)
    page.get_by_role("button", name="Nhập kho").click()
    expect(page.get_by_text("Chưa gửi được vì mất mạng")).to_be_visible()
    expect(page.get_by_label("Số gói mới")).to_have_value("7")
    assert flaws(page) == []

    scene.window.set_offline(False)
    page.reload()
    expect(page.get_by_text("Bản nháp đã khôi phục.")).to_be_visible()
    assert flaws(page) == []
    page.get_by_role("button", name="Bỏ bản nháp").click()
    expect(page.get_by_label("Số gói mới")).to_have_value("")
    page.get_by_label("Số gói mới").fill("9")
    scene.window.set_offline(True)
    page.get_by_role("button", name="Nhập kho").click()
    scene.window.set_offline(False)
    page.get_by_role("button", name="Thử lại").dblclick()
    page.get_by_text("Đã ghi: ").wait_for()
    expect(page.get_by_text("Bản nháp đã khôi phục.")).to_have_count(0)
    received = select(func.sum(StockMovement.change)).where(StockMovement.words == "", StockMovement.change == 9)
    assert db.session.scalar(received) == 9


def test_a_photo_of_the_camera_is_made_smaller_on_the_phone(scene: Scene, tmp_path: Path) -> None:
    turned = Image.effect_noise((3000, 2400), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    turned.save(tmp_path / "camera.jpg", quality=92, exif=exif)
    page = scene.page
    page.goto(f"/seller/listings/{scene.listing_id}/photos")
    page.locator("input[type=file]").set_input_files(tmp_path / "camera.jpg")
    page.locator(".previews img").wait_for()
    side = "async () => { const b = await createImageBitmap(document.querySelector('input[type=file]').files[0]);"
    assert page.evaluate(f"{side} return [b.width, b.height]; }}") == [1600, 2000]
    page.locator("main form[enctype] button[type=submit]").click()
    page.locator("main img[src*='/media/']").first.wait_for()
