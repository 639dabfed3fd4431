"""A producer brings an order from the answer to the door on a phone, and the desk looks on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from marketplace.ledger import health
from marketplace.ledger.audit import findings
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import VendorOrder
from tests.browsing import BOTH, PHONE, flaws, open_window
from tests.factories.belongings import a_delivery_given_up
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import an_administrator
from tests.factories.vendors import a_member

pytestmark = pytest.mark.browser
PASSWORD = "chả mực giã tay"


def someone(email: str, full_name: str) -> User:
    return sign_up(email, full_name=full_name, password=PASSWORD)


@pytest.fixture
def part(market: Flask) -> VendorOrder:
    """A paid order for a producer whose owner has a password, placed some hours ago."""
    shop = a_shop("Hợp tác xã Chả mực Đại Thành")
    a_member(shop, someone("mai@example.vn", "Hoàng Thị Mai"))
    listing = a_listing(shop, "Chả mực Hạ Long giã tay", price_dong=380_000, stock=4)
    listing.photos = []
    with clock.at(clock.now() - timedelta(hours=7)):
        part = a_part(listing, quantity=2, method=PaymentMethod.TRANSFER)
    administrator = someone("hung@example.vn", "Trần Văn Hùng")
    administrator.staff_role = an_administrator().staff_role
    a_delivery_given_up()
    health.examine()
    db.session.commit()
    return part


@contextmanager
def signed_in(chromium: Browser, site: str, email: str, *, to: str, width: int) -> Iterator[Page]:
    with open_window(chromium, site, width=width) as page:
        page.goto(f"/login?next={to}")
        page.get_by_label("Email hoặc số điện thoại").fill(email)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        yield page


def press(page: Page, name: str) -> None:
    assert flaws(page) == []
    page.get_by_role("button", name=name, exact=True).click()


def status_of(part_id: int) -> VendorOrderStatus:
    db.session.rollback()
    return db.session.get_one(VendorOrder, part_id).status


def test_an_order_is_sent_from_a_phone(chromium: Browser, site: str, part: VendorOrder) -> None:
    part_id, number = part.id, part.number
    with signed_in(chromium, site, "mai@example.vn", to="/seller", width=PHONE) as page:
        expect(page.get_by_role("heading", name="1 đơn chờ nhận")).to_be_visible()
        press(page, "Nhận đơn")
        expect(page.get_by_text("Không có đơn nào chờ bạn trả lời.")).to_be_visible()
        page.get_by_role("link", name="Cần đóng gói").click()
        expect(page.get_by_text("Chả mực Hạ Long giã tay × 2")).to_be_visible()
        assert flaws(page) == []
        page.get_by_role("link", name=number).click()
        press(page, "Đã đóng gói")
        page.get_by_label("Đơn vị vận chuyển").fill("Viettel Post")
        page.get_by_label("Mã vận đơn").fill("VTP6217")
        press(page, "Đã gửi hàng")
        page.locator("summary", has_text="Không giao được").click()
        assert flaws(page) == []
        press(page, "Khách đã nhận hàng")
        expect(page.get_by_text("Tiền được chi từ")).to_be_visible()
        assert flaws(page) == []
    assert status_of(part_id) is VendorOrderStatus.DELIVERED
    assert findings() == []


def test_the_desk_sees_what_waits_and_ends_a_part(chromium: Browser, site: str, part: VendorOrder) -> None:
    part_id, number = part.id, part.number
    with signed_in(chromium, site, "hung@example.vn", to="/desk", width=PHONE) as page:
        expect(page.get_by_role("link", name=number)).to_be_visible()
        expect(page.get_by_text("orders.mail.tell_buyer_placed")).to_be_visible()
        assert flaws(page, *BOTH) == []
        page.goto("/desk/orders")
        page.get_by_label("Tìm đơn").fill("tran thu ha")
        press(page, "Tìm")
        page.get_by_role("link", name=number.rsplit("-", 1)[0]).click()
        page.locator("summary", has_text="Hủy phần này").click()
        page.get_by_label("Lý do").fill("Hàng bị thu hồi")
        press(page, "Hủy phần này")
        expect(page.get_by_text("Hàng bị thu hồi")).to_be_visible()
        assert flaws(page, *BOTH) == []
    assert status_of(part_id) is VendorOrderStatus.CANCELLED
    assert findings() == []
