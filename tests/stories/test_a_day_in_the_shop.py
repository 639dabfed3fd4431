"""A day in the shop, on a phone of 360 by 740: orders packed, labels, a count, an answer, a new listing."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import delete, select

from marketplace import clock
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from marketplace.ledger import audit
from orders.conversations import operations as conversations
from orders.conversations.operations import Said
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from tests.browsing import PHONE, flaws, open_window
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_food_paper, a_listing, the_stock
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.people import a_person
from tests.factories.pictures import a_picture
from tests.factories.vendors import a_member
from vendors.listings.models import Listing, ListingStatus, Photo
from vendors.models import MemberRole
from vendors.stock.lots import receive_lot
from vendors.stock.models import StockItem
from vendors.stock.packing import lots_taken

PASSWORD = "chả mực giã tay"
OWNER = "0912 345 678"

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Shop:
    """What waits in it this morning."""

    numbers: list[str]
    item_id: int


@pytest.fixture
def shop(market: Flask) -> Shop:
    vendor = a_shop("HTX Chả mực Đại Thành")
    owner = sign_up(OWNER, full_name="Vũ Thị Bình", password=PASSWORD)
    a_member(vendor, owner, role=MemberRole.OWNER)
    a_food_paper(vendor)
    listing = a_listing(vendor, "Chả mực giã tay Hạ Long", price_dong=450_000, stock=0)
    item = the_stock(first_variant_of(listing))
    for code, days in (("L261120", 30), ("L261122", 32)):
        receive_lot(item, 6, code=code, produced_on=None, best_before_on=clock.today() + timedelta(days=days), by=owner)
    counted = the_stock(first_variant_of(a_listing(vendor, "Ruốc hàu Vân Đồn", stock=7)))
    db.session.execute(delete(Photo))  # the factory's have no file behind them
    parts = [a_part(listing, quantity=2) for _ in range(3)]
    conversations.ask(listing, Said("Chả này để ngăn mát được mấy ngày?"), by=a_person("Trần Thu Hà"))
    found = Shop([part.number for part in parts], counted.id)
    db.session.commit()
    return found


def press(page: Page, name: str) -> None:
    with page.expect_event("load"):
        page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def touch(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def test_a_day_in_the_shop(shop: Shop, site: str, chromium: Browser) -> None:
    with open_window(chromium, site, width=PHONE, height=740) as page:
        come_in(page)
        accept_three_orders(page)
        for number in shop.numbers:
            pack(page, number)
        print_labels(page, shop.numbers)
        count_the_shelf(page, shop.item_id)
        answer_a_question(page)
        offer_something_new(page)
    db.session.rollback()
    taken = lots_taken([part.held_for for part in parts_of(shop)])
    assert sorted(use.quantity for uses in taken.values() for use in uses) == [2, 2, 2]
    assert {part.status for part in parts_of(shop)} == {VendorOrderStatus.PACKED}
    assert db.session.get_one(StockItem, shop.item_id).on_hand == 5
    assert audit.findings() == []


def parts_of(shop: Shop) -> list[VendorOrder]:
    return list(db.session.scalars(select(VendorOrder).where(VendorOrder.number.in_(shop.numbers))))


def come_in(page: Page) -> None:
    page.goto("/login?next=/seller")
    page.get_by_label("Email hoặc số điện thoại").fill(OWNER)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.get_by_text("3 đơn chờ nhận").wait_for()
    assert flaws(page) == []


def accept_three_orders(page: Page) -> None:
    for _order in range(3):
        press(page, "Nhận đơn")
    page.get_by_text("Không có đơn nào chờ bạn trả lời.").wait_for()
    assert flaws(page) == []


def pack(page: Page, number: str) -> None:
    """From Today: what is to pack, the order, packed of the lot that expires first."""
    page.goto("/seller")
    touch(page, "Cần đóng gói")
    touch(page, number)
    press(page, "Đã đóng gói")
    page.get_by_text("Đã đóng gói, kho đã trừ hàng.").wait_for()


def print_labels(page: Page, numbers: list[str]) -> None:
    """All labels in one file; the browser takes it down."""
    page.goto("/seller/orders?tab=to-send")
    for number in numbers:
        page.get_by_label(f"Chọn đơn {number}").check()
    assert flaws(page) == []
    bar = page.get_by_label("Với các đơn đã chọn")
    with page.expect_response(lambda answer: "/papers" in answer.url) as printed:
        bar.get_by_role("button", name="In nhãn").click()
    assert (printed.value.status, printed.value.headers["content-type"]) == (200, "application/pdf")


def count_the_shelf(page: Page, item_id: int) -> None:
    """Only numbers are typed, on one screen."""
    page.goto("/seller/stock")
    page.locator(f"#on-hand-{item_id}").fill("5")
    press(page, "Lưu các số đã đếm")
    page.get_by_text("Bán được 5").wait_for()
    assert flaws(page) == []


def answer_a_question(page: Page) -> None:
    page.goto("/seller")
    touch(page, "1 khách chờ trả lời")
    touch(page, "Hà")
    page.get_by_role("textbox", name="Tin nhắn").fill("Dạ để ngăn mát ba ngày, ngăn đá ba tháng ạ.")
    press(page, "Gửi")
    page.get_by_text("ngăn đá ba tháng").first.wait_for()
    assert flaws(page) == []


def offer_something_new(page: Page) -> None:
    page.goto("/seller/listings/new")
    page.get_by_label("Tên mặt hàng").fill("Miến dong Húc Động")
    page.get_by_label("Nhóm hàng").select_option("6")
    page.get_by_label("Quy cách").fill("Túi 500 g")
    page.get_by_label("Giá bán").fill("85k")
    page.get_by_label("Nặng cả bao bì").fill("550")
    page.get_by_label("Đang có sẵn").fill("12")
    photos = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": a_picture(colour=n)} for n in ("teal", "olive")]
    page.get_by_label("Ảnh").set_input_files(photos)
    press(page, "Lưu bản nháp")
    assert flaws(page) == []
    new = db.session.scalars(select(Listing).where(Listing.title_vi == "Miến dong Húc Động")).one()
    assert new.status is ListingStatus.DRAFT
    assert len(db.session.scalars(select(Photo).where(Photo.listing_id == new.id)).all()) == len(photos)
