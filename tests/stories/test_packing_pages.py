"""The pages on which many orders are handled at once, as hands and eyes meet them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import delete

from marketplace import clock
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from orders.answering.links import answer_link
from orders.fulfilment import operations
from orders.models import VendorOrder
from tests.browsing import BOTH, flaws, open_window
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.vendors import a_member
from vendors.listings.models import Photo
from vendors.stock.lots import receive_lot
from vendors.stock.models import Lot

PASSWORD = "chả mực giã tay"
PACKER = "vu.van.binh@example.vn"

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Scene:
    """A shop with orders that wait for its answer."""

    waiting: list[str]
    accepted: str


@pytest.fixture
def scene(market: Flask) -> Iterator[Scene]:
    shop = a_shop("HTX Chả mực Đại Thành")
    listing = a_listing(shop, "Chả mực giã tay Hạ Long", price_dong=450_000, stock=10)
    packer = sign_up(PACKER, full_name="Vũ Văn Bình", password=PASSWORD)
    a_member(shop, packer)
    for code, days in (("L261120", 30), ("L261122", 32)):
        until = clock.today() + timedelta(days=days)
        item = the_stock(first_variant_of(listing))
        receive_lot(item, 6, code=code, produced_on=None, best_before_on=until, by=packer)
    db.session.execute(delete(Photo))  # the factory's has no file behind it
    parts = [a_part(listing, quantity=2) for _ in range(4)]
    operations.accept(parts[3], by=packer)
    found = Scene([part.number for part in parts[:3]], parts[3].number)
    db.session.commit()
    return found


def come_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Email hoặc số điện thoại").fill(PACKER)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def test_three_orders_are_accepted_at_once_and_one_that_went_meanwhile_is_told(
    scene: Scene, site: str, chromium: Browser
) -> None:
    with open_window(chromium, site) as page:
        come_in(page)
        page.goto("/seller/orders?tab=to-accept")
        for number in scene.waiting:
            page.get_by_label(f"Chọn đơn {number}").check()
        assert flaws(page, *BOTH) == []
        operations.refuse(_part(scene.waiting[0]), by=owner_of(_part(scene.waiting[0])), reason="Hết hàng")
        db.session.commit()
        page.get_by_label("Với các đơn đã chọn").get_by_role("button", name="Nhận đơn").click()
        page.get_by_text("Đã nhận 2 đơn").wait_for()
        assert flaws(page, *BOTH) == []


def test_the_packer_takes_another_lot_than_the_first(scene: Scene, site: str, chromium: Browser) -> None:
    with open_window(chromium, site) as page:
        come_in(page)
        page.goto(f"/seller/orders/{scene.accepted}")
        page.get_by_label("Lô L261120").fill("1")
        assert flaws(page, *BOTH) == []
        page.get_by_label("Lô L261122").fill("1")
        page.get_by_role("button", name="Đã đóng gói").click()
        page.get_by_text("lô L261122").wait_for()
        assert flaws(page, *BOTH) == []


def test_an_order_is_accepted_from_the_letter(scene: Scene, site: str, chromium: Browser) -> None:
    part = _part(scene.waiting[0])
    link = answer_link(part, owner_of(part))
    with open_window(chromium, site) as page:
        page.goto(link)
        assert flaws(page, *BOTH) == []
        page.get_by_role("button", name="Nhận đơn").click()
        page.get_by_text("Đơn này đã được nhận").wait_for()
        assert flaws(page, *BOTH) == []


def test_whoever_holds_a_jar_reads_of_its_lot(scene: Scene, site: str, chromium: Browser) -> None:
    lot = db.session.scalars(db.select(Lot).where(Lot.code == "L261120")).one()
    with open_window(chromium, site) as page:
        page.goto(f"/lot/{lot.token}")
        page.get_by_text("Chả mực giã tay Hạ Long").first.wait_for()
        assert flaws(page, *BOTH) == []
        come_in(page)
        page.goto(f"/seller/stock/{lot.stock_item_id}")
        page.get_by_role("link", name="In 24 nhãn có mã QR L261120").wait_for()
        assert flaws(page, *BOTH) == []


def _part(number: str) -> VendorOrder:
    return db.session.scalars(db.select(VendorOrder).where(VendorOrder.number == number)).one()
