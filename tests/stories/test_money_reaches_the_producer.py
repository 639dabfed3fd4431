"""Money on its way to a producer: read and steered on a phone, watched over and sent from the desk."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from marketplace.accounts.models import StaffRole, User
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from marketplace.ledger.audit import findings
from orders.payments import notices
from orders.payments.models import Payment
from tests.bank import Bank
from tests.browsing import BOTH, DESK, PHONE, flaws, open_window
from tests.factories.money import FAILS, a_refund, a_shop_with_account, a_transfer_order, an_account, earn, earn_cash
from tests.factories.payments import a_movement, pay
from tests.factories.vendors import a_member
from vendors.models import Vendor
from vendors.payouts import sending
from vendors.payouts.models import Payout, PayoutAccount, PayoutStatus
from vendors.payouts.operations import request_payout
from workers import outbox

pytestmark = pytest.mark.browser
PASSWORD = "chả mực giã tay"


def someone(email: str, full_name: str) -> User:
    return sign_up(email, full_name=full_name, password=PASSWORD)


def pay_out(vendor: Vendor, bank: Bank) -> Payout:
    payout = request_payout(vendor.id)
    assert payout
    db.session.commit()
    sending.begin_sending(payout.id)
    db.session.commit()
    sending.hand_over(payout.id)
    db.session.commit()
    bank.settles()
    sending.ask_about(payout.id)
    db.session.commit()
    return payout


@pytest.fixture
def vendor(market: Flask, bank: Bank) -> Vendor:
    """A producer with a payout that arrived, one that failed, earnings in every stage and a debt; money to place."""
    vendor = a_shop_with_account()
    a_member(vendor, someone("mai@example.vn", "Hoàng Thị Mai"))
    someone("hung@example.vn", "Trần Văn Hùng").staff_role = StaffRole.ADMINISTRATOR
    earn(vendor, 1_250_000, 480_000)
    earn_cash(vendor, 2_000_000)
    pay_out(vendor, bank)
    an_account(vendor, FAILS)
    earn(vendor, 760_000)
    pay_out(vendor, bank)
    earn(vendor, 325_000, 990_000, released=False)
    earn_cash(vendor, 300_000)
    a_refund(account=None)
    a_refund(account=FAILS)
    waiting = a_transfer_order(615_000)
    pay(waiting, 15_000)
    notices.receive(a_movement(600_000, "IBFT NGUYEN THI LAN CHUYEN TIEN MUA CHA MUC"))
    db.session.commit()
    outbox.drain()
    return vendor


@contextmanager
def signed_in(chromium: Browser, site: str, email: str, *, to: str, width: int) -> Iterator[Page]:
    with open_window(chromium, site, width=width) as page:
        page.goto(f"/login?next={to}")
        page.get_by_label("Email hoặc số điện thoại").fill(email)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        yield page


def latest(vendor_id: int) -> Payout:
    db.session.rollback()
    return db.session.scalars(select(Payout).where(Payout.vendor_id == vendor_id).order_by(Payout.id.desc())).first()


def let_the_account_cool(vendor_id: int) -> None:
    """The days go by in which nothing is paid to an account that was just changed."""
    db.session.rollback()
    db.session.execute(update(PayoutAccount).where(PayoutAccount.vendor_id == vendor_id).values(cools_until=None))
    db.session.commit()


def test_every_page_of_money_is_for_everyone(chromium: Browser, site: str, vendor: Vendor) -> None:
    failed = latest(vendor.id)
    notice_id = db.session.scalars(select(notices.BankNotice.id).order_by(notices.BankNotice.id.desc())).first()
    refund = db.session.scalars(db.text("SELECT reference FROM refund ORDER BY id")).first()
    seller = (
        *("/seller/money", "/seller/money/account", "/seller/money/documents"),
        f"/seller/money/payouts/{failed.reference}",
    )
    desk = (
        *("/desk", "/desk/payouts", f"/desk/payouts/{failed.reference}", "/desk/payments"),
        *("/desk/documents", "/desk/invoices"),
        *("/desk/payments?outcome=all", f"/desk/payments/{notice_id}", "/desk/refunds", f"/desk/refunds/{refund}"),
    )
    for email, addresses in (("mai@example.vn", seller), ("hung@example.vn", desk)):
        with signed_in(chromium, site, email, to=addresses[0], width=PHONE) as page:
            for address in addresses:
                page.goto(address)
                assert (address, flaws(page, *BOTH)) == (address, [])


def test_a_refused_account_is_mended_and_the_money_arrives(
    chromium: Browser, site: str, vendor: Vendor, bank: Bank
) -> None:
    vendor_id = vendor.id
    assert latest(vendor_id).status is PayoutStatus.FAILED
    with signed_in(chromium, site, "mai@example.vn", to="/seller/money", width=PHONE) as page:
        page.get_by_role("link", name="Đổi tài khoản").click()
        page.get_by_label("Số tài khoản").fill("8801 234 567")
        page.get_by_role("button", name="Lưu tài khoản").click()
        expect(page.get_by_text("••••••4567")).to_be_visible()
    with signed_in(chromium, site, "hung@example.vn", to="/desk/payouts", width=DESK) as page:
        page.get_by_role("button", name=f"Xác nhận tài khoản của {vendor.name}").click()
        expect(page.get_by_text("Đã xác nhận tài khoản")).to_be_visible()
        let_the_account_cool(vendor_id)
        page.reload()
        page.get_by_role("button", name="Lập lệnh chi cho 1 nhà").click()
        expect(page.get_by_role("heading", name="Đợt lập lệnh chi")).to_be_visible()
    outbox.drain()
    payout = latest(vendor_id)
    assert payout.status is PayoutStatus.REQUESTED
    sending.begin_sending(payout.id)
    db.session.commit()
    sending.hand_over(payout.id)
    db.session.commit()
    bank.settles()
    sending.ask_about(payout.id)
    db.session.commit()
    assert bank.paid()[-1][2] == "8801234567"
    with signed_in(chromium, site, "mai@example.vn", to="/seller/money", width=PHONE) as page:
        page.get_by_role("link", name=payout.reference).click()
        expect(page.get_by_text("Đã vào tài khoản")).to_be_visible()
        expect(page.get_by_role("heading", name="Khoản nợ đã trừ")).to_be_visible()
        outbox.drain()
        page.reload()
        statement = page.request.get(page.get_by_role("link", name="PDF").get_attribute("href"))
        assert (statement.headers["content-type"], statement.body()[:5]) == ("application/pdf", b"%PDF-")
        assert flaws(page) == []
    assert findings() == []


def test_money_without_a_memo_finds_its_order(chromium: Browser, site: str, vendor: Vendor) -> None:
    with signed_in(chromium, site, "hung@example.vn", to="/desk/payments", width=DESK) as page:
        page.get_by_role("link", name="Tìm đơn").click()
        page.get_by_role("button", name="Ghép vào QN-").click()
        expect(page.get_by_text("Đã ghép tiền vào đơn")).to_be_visible()
    db.session.rollback()
    assert db.session.scalars(select(Payment.status).where(Payment.amount_dong == 615_000)).all() == ["paid"]
    assert findings() == []
