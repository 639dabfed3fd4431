"""Somebody follows an invitation from a phone; an officer helps with consent; papers are read at a glance."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from marketplace import clock
from marketplace.accounts.models import OfficerCommune, StaffRole
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from tests.browsing import DESK, PHONE, flaws, open_window
from tests.factories.applications import an_approved_application
from tests.factories.vendors import BINH_LIEU
from vendors.consents.operations import give
from vendors.models import MemberRole
from vendors.team.invitations import invite
from vendors.team.links import invitation_link

PASSWORD = "miến dong Bình Liêu"
OFFICER = "canbo@example.vn"

pytestmark = pytest.mark.browser


@pytest.fixture
def link(market: Flask) -> str:
    """The link of an invitation into a shop that also consented to an officer's help."""
    owner = sign_up("mai@example.vn", full_name="Hoàng Thị Mai", password=PASSWORD)
    sign_up("0987 654 321", full_name="Lý Văn Sơn", password=PASSWORD)
    officer = sign_up(OFFICER, full_name="Lê Thị Hoa", password=PASSWORD)
    officer.staff_role = StaffRole.OFFICER
    db.session.flush()
    db.session.add(OfficerCommune(user_id=officer.id, commune_code=BINH_LIEU))
    vendor = an_approved_application("HTX Bình Liêu", owner=owner)
    give(vendor, officer.id, ends_on=clock.today(), by=owner)
    path = invitation_link(invite(vendor, "0987 654 321", MemberRole.MANAGER, by=owner))
    db.session.commit()
    return path


def reads_well(page: Page, *addresses: str) -> None:
    """On a phone and on a desk."""
    for address in addresses:
        page.goto(address)
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 740})
            assert flaws(page) == [], f"{address} at {width}"


def test_somebody_joins_from_a_link(link: str, site: str, chromium: Browser) -> None:
    with open_window(chromium, site) as page:
        reads_well(page, link)
        page.get_by_role("link", name="Đăng nhập để vào nhóm").click()
        page.get_by_label("Email hoặc số điện thoại").fill("0987 654 321")
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("button", name="Vào nhóm").click()
        page.get_by_text("Chào mừng bạn vào nhóm của HTX Bình Liêu").wait_for()
        reads_well(page, "/seller/team", "/seller/papers")


def test_an_officer_helps_and_every_page_says_so(link: str, site: str, chromium: Browser) -> None:
    with open_window(chromium, site) as page:
        page.goto("/login?next=/desk/helping")
        page.get_by_label("Email hoặc số điện thoại").fill(OFFICER)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("main").get_by_role("button", name="Làm thay").click()
        page.get_by_text("Bạn đang làm thay HTX Bình Liêu").wait_for()
        reads_well(page, "/seller/shop")
        page.get_by_role("button", name="Thôi làm thay").click()
        page.wait_for_url("**/desk/helping")
        assert page.get_by_text("Bạn đang làm thay").count() == 0
