"""A question, its answer, a message about an order, a review and a report: in a browser, on a phone and at a desk."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import delete, select

from marketplace.accounts.models import StaffRole, User
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from marketplace.text import fold
from orders.kinds import VendorOrderStatus
from orders.models import Order, OrderLine
from tests.browsing import DESK, PHONE, flaws, open_window
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.pictures import a_picture
from tests.factories.vendors import a_member
from vendors.listings.models import Photo

PASSWORD = "chả mực giã tay"
BOTH = (DESK, PHONE)

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Scene:
    """A shop with one listing, an order that was delivered, and the people who talk about it."""

    seller: str
    desk: str
    buyer: str
    listing: str
    shop: str
    order: str
    part: str
    line: int


@pytest.fixture
def scene(market: Flask) -> Iterator[Scene]:
    shop = a_shop("Hộ Hoàng Thị Mai, chả mực Hạ Long")
    listing = a_listing(shop, "Chả mực giã tay Hạ Long", price_dong=450_000, stock=20)
    seller, buyer, desk = (someone(name) for name in ("Hoàng Thị Mai", "Trần Thu Hà", "Trần Văn Hùng"))
    desk.staff_role = StaffRole.ADMINISTRATOR
    a_member(shop, seller)
    db.session.execute(delete(Photo))  # the factory's has no file behind it
    part = a_part(listing, status=VendorOrderStatus.DELIVERED, buyer=buyer)
    line = db.session.scalars(select(OrderLine.id).where(OrderLine.vendor_order_id == part.id)).one()
    order = db.session.get_one(Order, part.order_id).number
    address = f"/p/{shop.slug}/{listing.slug}"
    found = Scene(seller.email, desk.email, buyer.email, address, f"/shop/{shop.slug}", order, part.number, line)
    db.session.commit()
    return found


def someone(name: str) -> User:
    return sign_up(f"{fold(name).replace(' ', '.')}@example.vn", full_name=name, password=PASSWORD)


def come_in(page: Page, who: str) -> None:
    page.goto("/login")
    page.get_by_label("Email hoặc số điện thoại").fill(who)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda address: "/login" not in address)


def looked_at(page: Page, *addresses: str, widths: tuple[int, ...] = (PHONE,)) -> None:
    """Look at each page at these widths, a phone's last."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        for address in addresses:
            page.goto(address)
            assert flaws(page) == [], f"{address} at {width}"


def test_a_question_an_answer_a_review_and_a_report(scene: Scene, site: str, chromium: Browser) -> None:
    parcel = f"/orders/{scene.order}/parts/{scene.part}/messages"
    with open_window(chromium, site, width=PHONE) as buyer:
        come_in(buyer, scene.buyer)
        ask_and_review(buyer, scene)
        looked_at(buyer, "/account/messages", parcel)
    with open_window(chromium, site, width=PHONE) as seller:
        come_in(seller, scene.seller)
        answer_and_publish(seller)
        looked_at(seller, "/seller/questions?show=all", "/seller/questions/ready", "/seller/figures")
        report_the_review(seller, scene)
    with open_window(chromium, site, width=DESK) as visitor:
        visitor.goto(scene.listing)
        assert visitor.get_by_text("Dạ để được 6 tháng trong ngăn đá ạ.").is_visible()
        assert visitor.get_by_text("Chả thơm, giòn.").is_visible()
        looked_at(visitor, scene.listing, f"{scene.shop}/reviews?sort=worst", widths=BOTH)
    with open_window(chromium, site, width=DESK) as desk:
        come_in(desk, scene.desk)
        decide(desk)
    with open_window(chromium, site, width=PHONE) as visitor:
        visitor.goto(scene.listing)
        assert visitor.get_by_text("Chả thơm, giòn.").count() == 0


def ask_and_review(page: Page, scene: Scene) -> None:
    looked_at(page, f"{scene.listing}/question", f"/orders/{scene.order}/lines/{scene.line}/review")
    page.get_by_label("4 sao · Hài lòng").check()
    page.get_by_label("Lời của bạn").fill("Chả thơm, giòn.")
    page.get_by_label("Ảnh").set_input_files(
        {"name": "cha.jpg", "mimeType": "image/jpeg", "buffer": a_picture(800, 600)}
    )
    page.get_by_role("button", name="Gửi đánh giá").click()
    page.get_by_text("Đánh giá đã hiện trên trang món hàng.").wait_for()
    page.goto(scene.listing)
    page.get_by_role("link", name="Hỏi nhà sản xuất").click()
    page.get_by_role("textbox", name="Câu hỏi").fill("Chả để được bao lâu?")
    page.get_by_role("button", name="Gửi câu hỏi").click()
    page.get_by_text("Đã gửi câu hỏi.").wait_for()
    page.goto(f"/orders/{scene.order}")
    page.get_by_role("link", name="Nhắn nhà sản xuất").click()
    page.get_by_role("textbox", name="Tin nhắn").fill("Hàng đã tới, cảm ơn nhà mình. Gọi tôi 0987 654 321 nhé.")
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.get_by_text("0987 654 321").wait_for()


def answer_and_publish(page: Page) -> None:
    page.goto("/seller")
    page.get_by_role("link", name="2 khách chờ trả lời").click()
    page.get_by_role("main").get_by_role("link", name="Hà", exact=True).first.click()
    page.get_by_role("textbox", name="Tin nhắn").fill("Dạ để được 6 tháng trong ngăn đá ạ.")
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.locator("#last", has_text="6 tháng").wait_for()
    looked_at(page, page.url.partition("#")[0], widths=BOTH)
    page.get_by_role("link", name="Đăng lên trang món hàng").click()
    page.get_by_role("button", name="Đăng").click()
    page.get_by_text("Đã đăng lên trang món hàng.").wait_for()


def report_the_review(page: Page, scene: Scene) -> None:
    page.goto("/seller/reviews")
    page.get_by_text("Trả lời một lần, mọi người đọc được").click()
    page.get_by_label("Trả lời của gian hàng").fill("Cảm ơn chị Hà!")
    page.get_by_role("button", name="Đăng trả lời").click()
    page.get_by_text("Cảm ơn chị Hà!").wait_for()
    page.goto(scene.listing)
    page.get_by_role("link", name="Báo cáo").click()
    page.get_by_label("Sai sự thật hoặc không nói về món hàng").check()
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_text("Chợ sẽ xem và giải quyết.").wait_for()


def decide(page: Page) -> None:
    page.goto("/desk/reports")
    page.get_by_role("main").get_by_role("link").filter(has_text="/2026").first.click()
    looked_at(page, page.url, widths=BOTH)
    page.get_by_label("Ẩn đi", exact=True).check()
    page.get_by_label("Lý do").fill("Nói về món khác")
    page.get_by_role("button", name="Quyết định").click()
    page.get_by_text("Đã quyết định").first.wait_for()
    looked_at(page, "/desk/reports?show=decided")
