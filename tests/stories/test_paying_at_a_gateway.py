"""A guest pays at VNPay and at MoMo, in a browser over real sockets: to the gateway, back, and the money after it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from config import Settings
from marketplace.accounts.models import StaffRole
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from orders.models import Order
from orders.payments.models import BankNotice, NoticeOutcome, Refund, RefundStatus
from tests.browsing import DESK, PHONE, flaws, open_window
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.night import RunningMarket, whole_market
from tests.waiting import until
from workers.celery import MarketCelery

pytestmark = pytest.mark.browser

PASSWORD, ADMINISTRATOR = "trà hoa vàng 2026", "hung@example.vn"
NAMES = {"vnpay": ("VNPay: thẻ hoặc ứng dụng ngân hàng", "VNPay"), "momo": ("Ví MoMo", "MoMo")}


@pytest.fixture
def running_market(market: Flask, settings: Settings, market_celery: MarketCelery) -> Iterator[RunningMarket]:
    sign_up(ADMINISTRATOR, full_name="Trần Văn Hùng", password=PASSWORD).staff_role = StaffRole.ADMINISTRATOR
    a_listing(a_shop("HTX Mực Cô Tô"), "Mực khô Cô Tô", price_dong=450_000).photos = []
    db.session.commit()
    with whole_market(market, settings, market_celery) as running:
        yield running


def sees(page: Page, words: str) -> None:
    """The words are there, on a page that is for everyone."""
    expect(page.get_by_role("main").get_by_text(words).first).to_be_visible(timeout=20_000)
    assert flaws(page) == []


def order(page: Page, method: str) -> None:
    page.goto("/search")
    with page.expect_response("**/cart/lines"):
        page.get_by_role("button", name="Cho Mực khô Cô Tô vào giỏ").click()
    page.goto("/checkout")
    page.get_by_label("Họ và tên người nhận").fill("Trần Thu Hà")
    page.get_by_label("Số điện thoại").fill("0987 654 321")
    page.get_by_label("Tỉnh, thành phố").select_option("01")
    page.get_by_label("Xã, phường, đặc khu").select_option(label="Phường Hoàn Kiếm")
    page.get_by_label("Số nhà, đường, thôn").fill("12 Hàng Bài")
    page.get_by_label(NAMES[method][0]).check()
    placing = page.get_by_role("button", name="Đặt hàng · ")
    expect(placing).to_be_visible()
    sees(page, NAMES[method][0])
    placing.click()
    sees(page, "Thanh toán để đặt xong")


def go_to_the_gateway(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=f"Thanh toán qua {name}").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def decide(page: Page, button: str, telling: str = "once") -> None:
    page.get_by_label("Cổng báo kết quả cho chợ").select_option(telling)
    page.get_by_role("button", name=button).click()


def come_in(page: Page, address: str) -> None:
    page.goto(f"/login?next={address}")
    page.get_by_label("Email hoặc số điện thoại").fill(ADMINISTRATOR)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"**{address}")


def the_order() -> Order:
    db.session.rollback()
    return db.session.scalars(select(Order)).one()


@pytest.mark.parametrize(("method", "width"), [("vnpay", PHONE), ("momo", DESK)])
def test_a_guest_pays_cancels_and_has_the_money_back(
    running_market: RunningMarket, chromium: Browser, method: str, width: int
) -> None:
    name = NAMES[method][1]
    with open_window(chromium, running_market.address, width=width) as page:
        order(page, method)
        go_to_the_gateway(page, name)
        decide(page, "Hủy giao dịch")
        sees(page, "Chưa thanh toán")
        page.get_by_role("link", name="Thử lại").click()
        decide(page, "Thanh toán", "twice")
        sees(page, "Đã nhận tiền")
        page.get_by_role("main").get_by_role("link", name="Xem đơn hàng").click()
        sees(page, "Chờ nhà sản xuất nhận")
        page.get_by_role("main").get_by_text("Hủy phần này").first.click()
        page.get_by_role("main").get_by_role("button", name="Hủy phần này").last.click()
        sees(page, f"Hoàn qua {name}, bạn không phải làm gì.")
        until(lambda: page.reload() and page.get_by_text("Đã hoàn", exact=True).count(), seconds=20)
    refund = db.session.scalars(select(Refund).where(Refund.order_id == the_order().id)).one()
    assert (refund.status, refund.way.value) == (RefundStatus.DONE, method)
    assert len(db.session.scalars(select(BankNotice)).all()) == 1
    assert audit.findings() == []


def test_a_payment_of_which_nobody_tells_is_shown_as_awaited(running_market: RunningMarket, chromium: Browser) -> None:
    with open_window(chromium, running_market.address, width=PHONE) as page:
        order(page, "vnpay")
        go_to_the_gateway(page, "VNPay")
        decide(page, "Thanh toán", "forged")
        sees(page, "Đang chờ xác nhận")
    with open_window(chromium, running_market.address, width=PHONE) as page:
        come_in(page, "/desk/payments")
        sees(page, "Tin báo giả bị từ chối")
    assert db.session.scalars(select(BankNotice)).all() == []


def test_the_gateway_settles_and_the_desk_says_so_in_one_click(
    running_market: RunningMarket, chromium: Browser
) -> None:
    with open_window(chromium, running_market.address, width=PHONE) as page:
        order(page, "momo")
        go_to_the_gateway(page, "MoMo")
        decide(page, "Thanh toán")
        sees(page, "Đã nhận tiền")
    with open_window(chromium, running_market.address) as page:
        page.request.post(f"{running_market.twins.bank_url}/twin/settlements", data={"gateway": "momo"})
        come_in(page, "/desk/payments")
        until(lambda: page.reload() and page.get_by_role("link", name="Tìm đơn").count(), seconds=20)
        page.get_by_role("link", name="Tìm đơn").click()
        sees(page, "Tiền cổng thanh toán quyết toán về")
        page.get_by_role("button", name="Quyết toán MoMo").click()
        sees(page, "Không có khoản nào chờ")
    total = the_order().total_dong
    assert (balance(market(AccountKind.BANK)), balance(market(AccountKind.AT_MOMO))) == (total, 0)
    settled = db.session.scalars(select(BankNotice).where(BankNotice.outcome == NoticeOutcome.SETTLEMENT)).one()
    assert settled.amount_dong == total
    assert audit.findings() == []
