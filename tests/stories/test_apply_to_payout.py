"""The market's one great story, told in a browser: from an application to a payout, and a part that is refused.

A farmer applies by phone, is sent back, mends, is approved, and sells; a guest finds the goods without typing marks,
buys them together with those of another shop, and pays; one part is delivered and paid out, the other is refused and
refunded. Each page on the way is for everyone, nobody is told anything twice, and the books are in order at the end.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from config import Settings
from marketplace.accounts.models import StaffRole
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from marketplace.gateways.twins.letters import letters
from marketplace.ledger import audit
from marketplace.notices.models import Notice, NoticeState
from marketplace.outbox import DeliveryState, OutboxDelivery, OutboxMessage
from tests.browsing import DESK, PHONE, flaws, open_window
from tests.factories.applications import an_approved_application
from tests.factories.codes import type_the_code
from tests.factories.listings import a_listing
from tests.factories.papers import A_PDF, a_picture
from tests.night import RunningMarket, whole_market
from tests.outside import OUTSIDE
from tests.waiting import until
from workers.celery import MarketCelery

pytestmark = pytest.mark.browser

PASSWORD = "trà hoa vàng 2026"
FARMER, ADMINISTRATOR, SQUID_MAKER, GUEST = "0912 345 678", "hung@example.vn", "muc@example.vn", "ha@example.vn"
PHOTO = {"name": "giay.png", "mimeType": "image/png", "buffer": a_picture()}
PDF = {"name": "giay.pdf", "mimeType": "application/pdf", "buffer": A_PDF}
PAPERS = {"Giấy xác nhận trang trại": PDF, "Căn cước công dân của người đại diện": PHOTO, "Giấy an toàn thực phẩm": PDF}


@pytest.fixture
def running_market(market: Flask, settings: Settings, market_celery: MarketCelery) -> Iterator[RunningMarket]:
    administrator = sign_up(ADMINISTRATOR, full_name="Trần Văn Hùng", password=PASSWORD)
    administrator.staff_role = StaffRole.ADMINISTRATOR
    squid_maker = sign_up(SQUID_MAKER, full_name="Bùi Thị Thu", password=PASSWORD)
    squid = a_listing(an_approved_application("HTX Mực Cô Tô", owner=squid_maker), "Mực khô Cô Tô", price_dong=450_000)
    squid.photos = []
    db.session.commit()
    with whole_market(market, settings, market_celery) as running:
        yield running


@dataclass
class Windows:
    """The four at their windows."""

    farmer: Page
    desk: Page
    guest: Page
    squid_maker: Page


@pytest.fixture
def windows(running_market: RunningMarket, chromium: Browser) -> Iterator[Windows]:
    with ExitStack() as opened:
        phones = [
            opened.enter_context(open_window(chromium, running_market.address, width=PHONE, height=740))
            for _ in range(3)
        ]
        desk = opened.enter_context(open_window(chromium, running_market.address, width=DESK))
        yield Windows(phones[0], desk, phones[1], phones[2])


def test_from_an_application_to_a_payout(running_market: RunningMarket, windows: Windows) -> None:
    apply(windows.farmer)
    send_back(windows.desk)
    mend(windows.farmer)
    approve(windows.desk)
    offer_goods(windows.farmer)
    publish(windows.desk)
    buy_from_both(windows.guest)
    pay(windows.guest, running_market)
    bring_to_the_buyer(windows.farmer, windows.guest)
    refuse(windows.squid_maker)
    be_refunded(windows.guest)
    be_paid(windows.farmer, windows.desk, running_market)
    hear_of_it_once(windows.farmer, running_market)
    assert audit.findings() == []


def sees(page: Page, words: str) -> None:
    """The words are there, on a page that is for everyone."""
    expect(page.get_by_text(words).first).to_be_visible()
    assert flaws(page) == []


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def come_in(page: Page, login: str, address: str) -> None:
    page.goto(f"/login?next={address}")
    page.get_by_label("Email hoặc số điện thoại").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")


def looks_again_until(page: Page, words: str) -> None:
    """Load the page anew until the workers have done what it waits for."""
    until(lambda: page.reload() and page.get_by_text(words).count(), seconds=20)
    sees(page, words)


def apply(page: Page) -> None:
    page.goto("/sell")
    sees(page, "Bán hàng bạn làm ra, cho khách cả nước")
    page.get_by_role("link", name="Mở gian hàng").click()
    page.get_by_role("main").get_by_role("link", name="Mở tài khoản").click()
    sees(page, "Mở tài khoản")
    page.get_by_label("Họ và tên").fill("Chíu Thị Mai")
    page.get_by_label("Email hoặc số điện thoại").fill(FARMER)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Mở tài khoản")
    type_the_code(page)
    page.get_by_label("Trang trại").check()
    page.get_by_label("Tên nhà sản xuất").fill("Trang trại Tình Húc")
    page.get_by_label("Mã số thuế").fill("022180001234")
    page.get_by_label("Xã, phường, đặc khu").select_option(label="Xã Bình Liêu")
    page.get_by_label("Số nhà, đường, thôn").fill("Thôn Pắc Liềng")
    sees(page, "Bạn làm ra hàng ở đâu?")
    press(page, "Tiếp tục với giấy tờ")
    for name, file in PAPERS.items():
        hand_in(page, name, file)
    page.get_by_role("link", name="Tài khoản ngân hàng").click()
    page.get_by_label("Ngân hàng").select_option("970436")
    page.get_by_label("Số tài khoản").fill("0011 0022 3344")
    page.get_by_label("Tên chủ tài khoản").fill("Chíu Thị Mai")
    sees(page, "Tên chủ tài khoản phải là nhà sản xuất")
    press(page, "Lưu tài khoản")
    sees(page, "Hồ sơ đã đủ")
    press(page, "Nộp hồ sơ")
    sees(page, "Hồ sơ đã nộp, chợ đang xem")


def hand_in(page: Page, name: str, file: dict[str, object]) -> None:
    page.get_by_role("link", name=name).click()
    page.get_by_label("Ảnh chụp hoặc tệp PDF").or_(page.get_by_label("Thay bằng tệp khác")).set_input_files([file])
    sees(page, "Lưu giấy này")
    press(page, "Lưu giấy này")


def send_back(page: Page) -> None:
    come_in(page, ADMINISTRATOR, "/desk/applications")
    sees(page, "Trang trại Tình Húc")
    page.get_by_role("link", name="Trang trại Tình Húc").click()
    press(page, "Nhận giấy này")
    page.get_by_text("Trả lại hoặc miễn giấy này").click()
    page.get_by_label("Lý do, nhà sản xuất sẽ đọc được").fill("Ảnh mờ, chụp lại giúp chúng tôi")
    sees(page, "Căn cước công dân")
    press(page, "Trả lại")
    page.get_by_label("Lời nhắn cho nhà sản xuất").fill("Chỉ còn thiếu ảnh căn cước rõ hơn.")
    press(page, "Trả lại để bổ sung")
    sees(page, "Trang trại Tình Húc: ")


def mend(page: Page) -> None:
    page.reload()
    sees(page, "Chỉ còn thiếu ảnh căn cước rõ hơn.")
    hand_in(page, "Căn cước công dân của người đại diện", PHOTO)
    press(page, "Nộp hồ sơ")


def approve(page: Page) -> None:
    page.goto("/desk/applications")
    page.get_by_role("link", name="Trang trại Tình Húc").click()
    for _ in range(2):
        press(page, "Nhận giấy này")
    page.get_by_label("Lời nhắn cho nhà sản xuất").fill("Chào mừng đến với chợ")
    press(page, "Duyệt, cho bán hàng")
    sees(page, "Trang trại Tình Húc: Đang bán.")


def offer_goods(page: Page) -> None:
    page.goto("/seller")
    sees(page, "Trang trại Tình Húc")
    page.get_by_role("link", name="Hàng", exact=True).click()
    sees(page, "Chưa có mặt hàng nào")
    page.get_by_role("link", name="Thêm mặt hàng đầu tiên").click()
    page.get_by_label("Tên mặt hàng").fill("Miến dong Bình Liêu")
    page.get_by_label("Nhóm hàng").select_option("6")
    page.get_by_label("Quy cách").fill("Túi 500 g")
    page.get_by_label("Giá bán").fill("85k")
    page.get_by_label("Nặng cả bao bì").fill("550")
    page.get_by_label("Đang có sẵn").fill("40")
    page.get_by_label("Ảnh").set_input_files([{**PHOTO, "buffer": a_picture(1400, 1400)}])
    sees(page, "Lời giới thiệu, thành phần và các quy cách khác viết sau.")
    save(page, "Lưu bản nháp")
    page.get_by_role("link", name="Chưa có lời giới thiệu tiếng Việt").click()
    page.get_by_label("Lời giới thiệu", exact=True).fill("Sợi dai, trong, làm từ củ dong riềng trồng trên nương.")
    sees(page, "Lời giới thiệu")
    save(page, "Lưu")
    page.get_by_role("link", name="Chưa ghi thành phần").click()
    page.get_by_label("Thành phần").fill("Tinh bột dong riềng, nước")
    page.get_by_label("Không có chất nào kể trên").check()
    page.get_by_label("Hạn dùng").fill("365")
    page.get_by_label("Số bản tự công bố").fill("01/TTTH/2026")
    save(page, "Lưu")
    save(page, "Gửi duyệt")
    sees(page, "Đang chờ duyệt")


def save(page: Page, name: str) -> None:
    with page.expect_event("load"):
        press(page, name)


def publish(page: Page) -> None:
    page.goto("/desk/listings")
    sees(page, "Miến dong Bình Liêu")
    page.get_by_role("main").get_by_role("link", name="Miến dong Bình Liêu").click()
    sees(page, "Gửi lúc")
    press(page, "Đưa lên chợ")
    sees(page, "Đã đưa “Miến dong Bình Liêu” lên chợ")


def buy_from_both(page: Page) -> None:
    page.goto("/")
    sees(page, "Đặc sản thật, từ đúng nơi làm ra")
    page.get_by_role("combobox").first.fill("mien dong binh lieu")
    page.get_by_role("search").get_by_role("button").first.click()
    sees(page, "Miến dong Bình Liêu")
    page.get_by_role("link", name="Miến dong Bình Liêu").click()
    page.get_by_role("button", name="Thêm một").click()
    page.get_by_role("button", name="Cho vào giỏ").click()
    expect(page.locator("#cart-link .count")).to_contain_text("1")
    sees(page, "củ dong riềng trồng trên nương")
    page.goto("/search?q=muc+co+to")
    page.get_by_role("button", name="Cho Mực khô Cô Tô vào giỏ").click()
    expect(page.locator("#cart-link .count")).to_contain_text("2")
    page.goto("/cart")
    sees(page, "HTX Mực Cô Tô")
    press(page, "Đặt hàng")
    page.get_by_label("Họ và tên người nhận").fill("Trần Thu Hà")
    page.get_by_label("Số điện thoại").fill("0987 654 321")
    page.get_by_label("Tỉnh, thành phố").select_option("01")
    page.get_by_label("Xã, phường, đặc khu").select_option(label="Phường Hoàn Kiếm")
    page.get_by_label("Số nhà, đường, thôn").fill("12 Hàng Bài")
    page.get_by_label("Email (không bắt buộc)").fill(GUEST)
    page.get_by_label("Chuyển khoản").check()
    order = page.get_by_role("button", name="Đặt hàng · ")
    expect(order).to_be_visible()
    sees(page, "Một lần chuyển cho cả đơn")
    order.click()
    sees(page, "Chuyển khoản để đặt xong")


def pay(page: Page, market: RunningMarket) -> None:
    """As the demo's bank app does; the page itself finds out that the money has come."""
    asked = parse_qs(urlsplit(page.get_by_role("link", name="Chuyển thử ở ngân hàng mẫu").get_attribute("href")).query)
    transfer = {"amount": int(asked["amount"][0]), "content": f"HA CHUYEN TIEN {asked['memo'][0]}"}
    OUTSIDE.post(f"{market.twins.bank_url}/twin/transfers", json=transfer).raise_for_status()
    expect(page.get_by_text("Đang chuẩn bị").first).to_be_visible(timeout=20_000)
    sees(page, "đã nhận lúc")


def bring_to_the_buyer(page: Page, guest: Page) -> None:
    page.goto("/seller")
    sees(page, "Nhận đơn")
    page.get_by_role("link", name="Đơn", exact=False).first.click()
    sees(page, "Miến dong Bình Liêu")
    page.get_by_role("main").get_by_role("link", name="QN-").click()
    press(page, "Nhận đơn")
    sees(page, "Đã nhận đơn. Giờ hãy đóng gói.")
    press(page, "Đã đóng gói")
    page.get_by_label("Đơn vị vận chuyển").fill("Viettel Post")
    page.get_by_label("Mã vận đơn").fill("VTP62171")
    sees(page, "kho đã trừ hàng")
    press(page, "Đã gửi hàng")
    sees(page, "Khách được báo ngay")
    looks_again_until(guest, "VTP62171")
    press(page, "Khách đã nhận hàng")
    sees(page, "Đã giao xong")
    page.goto("/seller/money")
    sees(page, "chi được từ")


def refuse(page: Page) -> None:
    come_in(page, SQUID_MAKER, "/seller/orders")
    sees(page, "Mực khô Cô Tô")
    page.get_by_role("main").get_by_role("link", name="QN-").click()
    page.get_by_text("Từ chối đơn", exact=True).click()
    page.get_by_label("Lý do").fill("Bão số 9, tàu không ra khơi")
    sees(page, "Khách được báo ngay, kèm lý do")
    press(page, "Từ chối đơn này")
    sees(page, "Đã từ chối đơn")


def be_refunded(page: Page) -> None:
    page.reload()
    sees(page, "Bão số 9, tàu không ra khơi")
    page.get_by_label("Ngân hàng").select_option("970436")
    page.get_by_label("Số tài khoản").fill("9876 5432 10")
    page.get_by_label("Tên chủ tài khoản").fill("Trần Thu Hà")
    press(page, "Nhận tiền về tài khoản này")
    looks_again_until(page, "Đã hoàn")


def be_paid(page: Page, desk: Page, market: RunningMarket) -> None:
    market.night.days_ahead = 4
    desk.goto("/desk/payouts")
    looks_again_until(desk, "Lập lệnh chi cho 1 nhà")
    press(desk, "Lập lệnh chi cho 1 nhà")
    page.goto("/seller/money")
    looks_again_until(page, "Đã vào tài khoản")
    page.get_by_role("link", name="CT").click()
    sees(page, "CT")


def hear_of_it_once(page: Page, market: RunningMarket) -> None:
    """Whoever has an address gets letters, whoever has none reads in the app; nobody anything twice."""
    page.goto("/notices")
    sees(page, "đã vào tài khoản của bạn")
    told = page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()
    assert [without_numbers(words) for words in told] == [
        "# ₫ đã vào tài khoản của bạn",
        "Đơn mới #, # ₫",
        "“Miến dong Bình Liêu” đã lên chợ",
        "Trang trại Tình Húc được bán hàng trên chợ",
        "Hồ sơ của Trang trại Tình Húc cần bổ sung",
    ]
    until(all_is_delivered)
    kept = Counter((letter.recipient, without_numbers(letter.subject)) for letter in letters(market.twins.store))
    assert kept == Counter(
        [
            (SQUID_MAKER, "HTX Mực Cô Tô được bán hàng trên chợ"),
            (SQUID_MAKER, "Đơn mới #, # ₫"),
            (GUEST, "Đã nhận đơn hàng #"),
            (GUEST, "Đã nhận tiền cho đơn #"),
            (GUEST, "Trang trại Tình Húc đã gửi hàng cho bạn"),
            (GUEST, "HTX Mực Cô Tô không nhận được đơn #"),
            (GUEST, "Đã hoàn # ₫ cho đơn #"),
        ]
    )


def without_numbers(words: str) -> str:
    return re.sub(r"QN-[\w-]+|\d[\d.]*", "#", words.replace("\xa0", " "))


def all_is_delivered() -> bool:
    """No fact waits for a reaction, and no letter for the post."""
    db.session.rollback()
    facts = db.session.scalars(select(OutboxMessage.id).where(OutboxMessage.dispatched_at.is_(None))).all()
    ways = db.session.scalars(select(OutboxDelivery.id).where(OutboxDelivery.state != DeliveryState.DONE)).all()
    post = db.session.scalars(select(Notice.id).where(Notice.state != NoticeState.SENT)).all()
    return not facts and not ways and not post
