"""A producer applies on a phone, an administrator decides at a desk; every page on the way is for everyone."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from marketplace.accounts.models import StaffRole
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from tests.browsing import DESK, PHONE, flaws, open_window
from tests.factories.codes import type_the_code
from tests.factories.papers import A_PDF, a_picture
from vendors.models import Vendor

pytestmark = pytest.mark.browser

PASSWORD = "trà hoa vàng 2026"
PAPERS = ("Giấy đăng ký kinh doanh", "Căn cước công dân của người đại diện", "Giấy an toàn thực phẩm")
SCAN = {"name": "giay.pdf", "mimeType": "application/pdf", "buffer": A_PDF}
PHOTO = {"name": "giay.png", "mimeType": "image/png", "buffer": a_picture()}


@pytest.fixture
def administrator(market: Flask) -> None:
    person = sign_up("hung@example.vn", full_name="Trần Văn Hùng", password=PASSWORD)
    person.staff_role = StaffRole.ADMINISTRATOR
    db.session.commit()


def open_account(page: Page) -> None:
    page.goto("/sell")
    assert flaws(page) == []
    page.get_by_role("link", name="Mở gian hàng").click()
    page.get_by_role("main").get_by_role("link", name="Mở tài khoản").click()
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Tâm")
    page.get_by_label("Email hoặc số điện thoại").fill("0912 345 678")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Mở tài khoản").click()
    type_the_code(page)


def introduce_oneself(page: Page) -> None:
    page.get_by_label("Hộ kinh doanh").check()
    page.get_by_label("Tên nhà sản xuất").fill("Cơ sở Tâm Hương")
    page.get_by_label("Mã số thuế").fill("022180001234")
    page.get_by_label("Xã, phường, đặc khu").select_option(label="Xã Bình Liêu")
    page.get_by_label("Số nhà, đường, thôn").fill("Thôn Pắc Liềng")
    assert flaws(page) == []
    page.get_by_role("button", name="Tiếp tục với giấy tờ").click()


def hand_in_papers(page: Page) -> None:
    for name, file in zip(PAPERS, (SCAN, PHOTO, SCAN), strict=True):
        page.get_by_role("link", name=name).click()
        page.get_by_label("Ảnh chụp hoặc tệp PDF").set_input_files([file])
        page.get_by_role("button", name="Lưu giấy này").click()
    page.get_by_role("link", name="Tài khoản ngân hàng").click()
    page.get_by_label("Ngân hàng").select_option("970436")
    page.get_by_label("Số tài khoản").fill("1023 456 789")
    page.get_by_label("Tên chủ tài khoản").fill("Nguyễn Thị Tâm")
    assert flaws(page) == []
    page.get_by_role("button", name="Lưu tài khoản").click()
    assert flaws(page) == []
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_text("Hồ sơ đã nộp, chợ đang xem")).to_be_visible()


def approve(page: Page) -> None:
    page.goto("/login?next=/desk/applications")
    page.get_by_label("Email hoặc số điện thoại").fill("hung@example.vn")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name="Cơ sở Tâm Hương").click()
    for _ in PAPERS:
        assert flaws(page) == []
        page.get_by_role("button", name="Nhận giấy này").click()
    page.get_by_label("Lời nhắn cho nhà sản xuất").fill("Chào mừng đến với chợ")
    page.get_by_role("button", name="Duyệt, cho bán hàng").click()
    expect(page.get_by_text("Cơ sở Tâm Hương: Đang bán.")).to_be_visible()


def test_a_producer_opens_a_shop(chromium: Browser, site: str, administrator: None) -> None:
    with open_window(chromium, site, width=PHONE) as phone, open_window(chromium, site, width=DESK) as desk:
        open_account(phone)
        introduce_oneself(phone)
        hand_in_papers(phone)
        approve(desk)
        phone.goto("/seller/shop")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Cơ sở Tâm Hương")
        assert flaws(phone) == []
    assert db.session.scalars(select(Vendor)).one().may_sell
