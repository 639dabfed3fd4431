"""The pages on which money is given back and the books are read, as hands and eyes meet them."""

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
from orders.books.operations import examine_books
from orders.credits.operations import credit
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine
from tests.browsing import BOTH, flaws, open_window
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.vendors import a_member
from vendors.listings.models import Photo
from vendors.models import TaxStatus

PASSWORD = "chả mực giã tay"


pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Scene:
    """A household's part, delivered and partly credited, and the people who look at it."""

    seller: str
    desk: str
    buyer: str
    part: str
    order: str


@pytest.fixture
def scene(market: Flask) -> Iterator[Scene]:
    shop = a_shop("Hộ Hoàng Thị Mai, chả mực Hạ Long")
    shop.tax_status = TaxStatus.HOUSEHOLD
    listing = a_listing(shop, "Chả mực giã tay Hạ Long", price_dong=450_000, stock=20)
    seller, buyer, desk = (someone(name) for name in ("Hoàng Thị Mai", "Trần Thu Hà", "Trần Văn Hùng"))
    desk.staff_role = StaffRole.ADMINISTRATOR
    a_member(shop, seller)
    db.session.execute(delete(Photo))  # the factory's has no file behind it
    part = a_part(listing, status=VendorOrderStatus.DELIVERED, method=PaymentMethod.TRANSFER, quantity=3, buyer=buyer)
    line = db.session.scalars(select(OrderLine.id).where(OrderLine.vendor_order_id == part.id)).one()
    credit(part, quantities={line: 1}, delivery=True, reason="Một gói rách khi tới nơi", by=seller)
    examine_books()
    order = db.session.get_one(Order, part.order_id)
    found = Scene(seller.email, desk.email, buyer.email, part.number, order.number)
    db.session.commit()
    return found


def someone(name: str) -> User:
    return sign_up(f"{fold(name).replace(' ', '.')}@example.vn", full_name=name, password=PASSWORD)


def come_in(page: Page, who: str) -> None:
    page.goto("/login")
    page.get_by_label("Email hoặc số điện thoại").fill(who)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def test_the_pages_of_money_read_well(scene: Scene, site: str, chromium: Browser) -> None:
    pages = {
        scene.seller: [f"/seller/orders/{scene.part}", f"/seller/orders/{scene.part}/credit", "/seller/money"],
        scene.desk: [
            f"/desk/orders/{scene.order}",
            f"/desk/orders/{scene.order}/parts/{scene.part}/credit",
            "/desk/books",
        ],
        scene.buyer: [f"/orders/{scene.order}"],
    }
    for who, addresses in pages.items():
        with open_window(chromium, site) as page:
            come_in(page, who)
            for address in addresses:
                page.goto(address)
                assert (address, flaws(page, *BOTH)) == (address, [])
