"""A passkey made on a phone opens the account without a password, under the strict policy."""

from flask import Flask
from playwright.sync_api import Browser, Page

from marketplace.accounts import operations as accounts
from marketplace.database import db
from tests.browsing import DESK, flaws, open_window

PASSWORD = "trà hoa vàng 2026"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_opens_the_account(market: Flask, site: str, chromium: Browser) -> None:
    with market.app_context():
        accounts.sign_up("lan@example.vn", full_name="Nguyễn Thị Lan", password=PASSWORD)
        db.session.commit()
    by_name = site.replace("127.0.0.1", "localhost")
    with open_window(chromium, by_name) as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        _sign_in(page)
        page.goto("/account/security/passkeys")
        assert flaws(page) == []
        page.get_by_role("button", name="Tạo khóa trên máy này").click()
        page.wait_for_selector("code")
        assert flaws(page) == []
        page.goto("/account/security")
        assert flaws(page) == []
        page.goto("/account/devices")
        assert flaws(page) == []
        page.goto("/account/data")
        assert flaws(page) == []
        page.set_viewport_size({"width": DESK, "height": 800})
        assert flaws(page) == []
        page.goto("/account")
        page.get_by_role("button", name="Đăng xuất").last.click()
        page.wait_for_url("**/")
        page.goto("/login/passkey?next=/account")
        page.get_by_role("button", name="Dùng khóa truy cập").click()
        page.wait_for_url("**/account")


def _sign_in(page: Page) -> None:
    page.goto("/login?next=/account")
    assert flaws(page) == []
    page.get_by_label("Email hoặc số điện thoại").fill("lan@example.vn")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/account")
