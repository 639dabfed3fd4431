"""A producer takes goods in from a table, in a real browser: live progress, what to mend, the result."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from marketplace.accounts.operations import sign_up
from marketplace.database import db
from tests.browsing import BOTH, flaws, open_window
from tests.factories.vendors import a_member, a_vendor
from tests.vendors.imports.test_importing import MIEN, TRA, a_table
from workers import outbox

pytestmark = pytest.mark.browser
PASSWORD = "chả mực giã tay"
HERE = "/seller/listings/import"
LOOKED_AT = Path(tempfile.gettempdir())


@dataclass(frozen=True)
class Producer:
    """Who sells, at a window."""

    page: Page

    def send(self, raw: bytes) -> None:
        """Choose a table and send it."""
        self.page.goto(HERE)
        self.page.set_input_files("#file", {"name": "hang-hoa.csv", "mimeType": "text/csv", "buffer": raw})
        self.page.get_by_role("button", name="Gửi để kiểm tra").click()
        self.page.wait_for_url(f"**{HERE}/*")

    def sound(self, name: str) -> None:
        """The page as it is has no flaw; a picture of it is kept for whoever wants to look."""
        self.page.screenshot(path=LOOKED_AT / f"import-{name}.png", full_page=True)
        assert flaws(self.page, *BOTH) == []


@pytest.fixture
def producer(market: Flask, chromium: Browser, site: str) -> Iterator[Producer]:
    """The owner of a shop, signed in."""
    owner = sign_up("mai@example.vn", full_name="Hoàng Thị Mai", password=PASSWORD)
    a_member(a_vendor(), owner)
    db.session.commit()
    with open_window(chromium, site) as page:
        page.goto("/login")
        page.get_by_label("Email hoặc số điện thoại").fill(owner.email or "")
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/login" not in url)
        yield Producer(page)


def test_a_table_comes_into_the_shop(producer: Producer) -> None:
    page = producer.page
    page.goto(HERE)
    producer.sound("index")
    producer.send(a_table(MIEN, ("SAI", *TRA[1:4], "rẻ", *TRA[5:]), ("", *TRA[1:])))
    producer.sound("waiting")
    outbox.drain()
    expect(page.get_by_text("1 dòng đúng, 2 dòng có lỗi")).to_be_visible()  # the page looks again by itself
    producer.sound("checked")
    page.get_by_role("button", name="Chỉ lưu 1 dòng đúng").click()
    page.wait_for_url(f"**{HERE}/*")
    outbox.drain()
    expect(page.get_by_text("Đã lưu 1 dòng")).to_be_visible()
    producer.sound("done")
    page.goto(HERE)
    expect(page.get_by_role("link", name="hang-hoa.csv")).to_be_visible()


def test_data_is_taken_along(producer: Producer) -> None:
    page = producer.page
    page.goto("/seller/exports")
    producer.sound("exports")
    page.get_by_label("Tất cả (ZIP)").check()
    page.get_by_role("button", name="Lập tệp").click()
    page.wait_for_url("**/seller/exports/*")
    producer.sound("export-making")
    outbox.drain()
    expect(page.get_by_role("link", name="Tải tệp")).to_be_visible()  # the page looks again by itself
    producer.sound("export-done")
