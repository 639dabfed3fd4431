"""A listing made on a phone: begun with little, completed, let on sale, and then said otherwise."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from marketplace import clock
from marketplace.accounts.models import StaffRole
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from tests.browsing import BOTH, PHONE, flaws, open_window
from tests.factories.listings import a_food_paper, a_listing
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.pictures import a_picture, two_halves
from tests.factories.vendors import a_member
from vendors.listings import kept, photos
from vendors.listings.models import ListingStatus
from vendors.models import MemberRole, Vendor

PASSWORD = "miến dong phơi nắng"
SELLER = "hoang.thi.mai@example.vn"
MODERATOR = "moderator@example.vn"

pytestmark = pytest.mark.browser


def come_in(page: Page, email: str) -> None:
    page.goto("/login")
    page.get_by_label("Email hoặc số điện thoại").fill(email)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda address: "/login" not in address)


@pytest.fixture
def shop(market: Flask) -> Vendor:
    """A shop whose owner and whose moderator can come in."""
    shop = a_shop("HTX Miến Bình Liêu")
    a_food_paper(shop)
    a_member(shop, sign_up(SELLER, full_name="Hoàng Thị Mai", password=PASSWORD), role=MemberRole.OWNER)
    sign_up(MODERATOR, full_name="Lê Minh Đức", password=PASSWORD).staff_role = StaffRole.ADMINISTRATOR
    db.session.commit()
    return shop


def save(page: Page, name: str = "Lưu") -> None:
    with page.expect_event("load"):  # forms are sent by the page's script, then the answer is opened
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def reads_well_everywhere(page: Page) -> None:
    """The page reads well on a phone and on a desk."""
    assert flaws(page, *BOTH) == []


@pytest.mark.usefixtures("shop")
def test_a_listing_is_begun_with_little_and_says_what_it_still_needs(site: str, chromium: Browser) -> None:
    with open_window(chromium, site, width=PHONE) as page:
        come_in(page, SELLER)
        page.goto("/seller/listings/new")
        page.get_by_label("Tên mặt hàng").fill("Miến dong Húc Động")
        page.get_by_label("Nhóm hàng").select_option("6")
        page.get_by_label("Quy cách").fill("Túi 500 g")
        page.get_by_label("Giá bán").fill("85k")
        page.get_by_label("Nặng cả bao bì").fill("550")
        page.get_by_label("Đang có sẵn").fill("12")
        page.get_by_label("Ảnh").set_input_files({"name": "mien.jpg", "mimeType": "image/jpeg", "buffer": a_picture()})
        assert flaws(page) == []
        save(page, "Lưu bản nháp")

        assert flaws(page) == []
        page.get_by_role("link", name="Chưa có lời giới thiệu tiếng Việt").click()
        page.get_by_label("Lời giới thiệu", exact=True).fill("Sợi dai, làm từ củ dong riềng.")
        save(page)
        page.get_by_role("link", name="Chưa ghi thành phần").click()
        page.get_by_label("Thành phần").fill("Tinh bột dong riềng, nước")
        page.get_by_label("Không có chất nào kể trên").check()
        page.get_by_label("Hạn dùng").fill("365")
        page.get_by_label("Số bản tự công bố").fill("01/HTX-BL/2026")
        assert flaws(page) == []
        save(page)
        save(page, "Gửi duyệt")
        page.get_by_text("Đã gửi duyệt").wait_for()


def test_what_is_on_sale_is_said_otherwise_side_by_side(shop: Vendor, site: str, chromium: Browser) -> None:
    listing = a_listing(shop, on_sale=False)
    kept.show(listing, [])  # the factory's photo has no file behind it
    photos.add_photos(listing, [photos.Upload("mien.jpg", a_picture())], by=None)
    listing.published_at = clock.now()
    listing.status = ListingStatus.ON_SALE
    db.session.commit()
    here, variant_id = f"/seller/listings/{listing.id}", first_variant_of(listing).id
    with open_window(chromium, site, width=PHONE) as page:
        come_in(page, SELLER)
        page.goto(f"{here}/text")
        page.get_by_label("Tên mặt hàng").fill("Miến dong Húc Động")
        save(page)
        page.get_by_text("Đã gửi phần sửa để duyệt").wait_for()
        page.goto(f"{here}/photos")
        wide = {"name": "dai.jpg", "mimeType": "image/jpeg", "buffer": two_halves()}
        page.get_by_label("Thêm ảnh").set_input_files(wide)
        save(page, "Tải lên")
        assert flaws(page) == []
        page.get_by_role("link", name="Cắt ảnh 2").click()
        page.get_by_label("Phần ảnh giữ lại").fill("0")
        assert flaws(page) == []
        save(page)
        for part in ("/sending", "/facts", "/packs/new", f"/packs/{variant_id}/preorder", "/preview"):
            page.goto(f"{here}{part}")
            assert flaws(page) == []
        page.goto(here)
        reads_well_everywhere(page)
    with open_window(chromium, site, width=PHONE) as page:
        come_in(page, MODERATOR)
        page.goto(f"/desk/listings/{listing.id}")
        reads_well_everywhere(page)
        save(page, "Đồng ý thay đổi")
        page.get_by_text("Khách đã thấy bản mới của “Miến dong Húc Động”").wait_for()
