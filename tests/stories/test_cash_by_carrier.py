"""A parcel handed to the market's carrier, its statement at the desk, and the pages on which both are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from marketplace.accounts.models import StaffRole, User
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from marketplace.gateways.carriers.protocol import ParcelStage
from marketplace.ledger import audit
from marketplace.text import fold
from orders.kinds import VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from tests.browsing import BOTH, DESK, flaws, open_window
from tests.factories.carriers import Told, a_parcel, a_statement, hear, the_carrier, told
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.money import an_account, earn_cash
from tests.factories.orders import a_shop
from tests.factories.vendors import a_member
from vendors.models import TaxStatus

PASSWORD = "chả mực giã tay"
pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Scene:
    """A household that sends by GHN, and the desk that reads GHN's statements."""

    seller: str
    desk: str
    packed: str
    taken: str
    reconciled: str
    preview_id: int
    statement_id: int


@pytest.fixture
def scene(market: Flask) -> Iterator[Scene]:
    shop = a_shop("Hộ Hoàng Thị Mai, chả mực Hạ Long", carrier_dong=0)
    shop.tax_status = TaxStatus.HOUSEHOLD
    the_carrier()
    seller, desk = someone("Hoàng Thị Mai"), someone("Trần Văn Hùng")
    desk.staff_role = StaffRole.ADMINISTRATOR
    a_member(shop, seller)
    an_account(shop)
    listing = a_listing(shop, "Chả mực giã tay Hạ Long", price_dong=450_000, stock=20)
    packed = a_part(listing, status=VendorOrderStatus.PACKED)
    taken, reconciled, less, on_way = (a_parcel(vendor=shop, delivered=place < 3) for place in range(4))
    rows = (told(reconciled), told(less, more=-50_000), told(on_way), Told("GHN12345678", 320_000))
    statement = a_statement(*rows, reference="GHNCOD231126")
    preview = a_statement(told(taken), Told("GHNKHONGRO", 99_000), accepted=False, reference="GHNCOD241126")
    hear("GHNLACDUONG", ParcelStage.LOST)
    earn_cash(shop, 1_200_000)
    db.session.execute(update(OrderLine).values(picture_key=None))  # the factory's has no file behind it
    found = Scene(seller.email, desk.email, packed.number, taken.number, reconciled.number, preview.id, statement.id)
    db.session.commit()
    return found


def someone(name: str) -> User:
    return sign_up(f"{fold(name).replace(' ', '.')}@example.vn", full_name=name, password=PASSWORD)


def come_in(page: Page, who: str) -> None:
    page.goto("/login")
    page.get_by_label("Email hoặc số điện thoại").fill(who)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def test_the_pages_of_carriers_read_well(scene: Scene, site: str, chromium: Browser) -> None:
    pages = {
        scene.seller: [
            f"/seller/orders/{scene.packed}",
            f"/seller/orders/{scene.taken}",
            f"/seller/orders/{scene.reconciled}",
            "/seller/money",
        ],
        scene.desk: [
            "/desk/carriers",
            "/desk/carriers/statements",
            f"/desk/carriers/statements/{scene.preview_id}",
            f"/desk/carriers/statements/{scene.statement_id}",
            "/desk/carriers/notices",
            "/desk/carriers/contracts",
        ],
    }
    for who, addresses in pages.items():
        with open_window(chromium, site) as page:
            come_in(page, who)
            for address in addresses:
                page.goto(address)
                assert (address, flaws(page, *BOTH)) == (address, [])


def test_a_parcel_goes_by_ghn_and_its_cash_comes_back(
    scene: Scene, site: str, chromium: Browser, tmp_path: Path
) -> None:
    with open_window(chromium, site) as page:
        come_in(page, scene.seller)
        page.goto(f"/seller/orders/{scene.packed}")
        page.get_by_text("Giao Hàng Nhanh", exact=True).click()
        page.get_by_label("Mã vận đơn").fill("ghn 777 888")
        page.get_by_role("button", name="Đã gửi hàng").click()
        expect(page.get_by_text("Giao Hàng Nhanh thu hộ 450.000")).to_be_visible()
    hear("GHN777888", ParcelStage.DELIVERED)
    db.session.commit()
    file = tmp_path / "bang-ke.csv"
    file.write_bytes(as_csv("GHN777888"))
    with open_window(chromium, site, width=DESK) as page:
        come_in(page, scene.desk)
        page.goto("/desk/carriers/statements")
        page.get_by_label("Hãng vận chuyển").select_option("ghn")
        page.get_by_label("Tệp bảng kê").set_input_files(file)
        page.get_by_role("button", name="Tải lên và xem").click()
        page.get_by_role("button", name="Ghi sổ bảng kê này").click()
        expect(page.get_by_text("Chờ hãng chuyển 424.500")).to_be_visible()
    db.session.expire_all()
    part = db.session.scalars(db.select(VendorOrder).where(VendorOrder.number == scene.packed)).one()
    assert part.cash_remitted_at is not None
    assert audit.findings() == []


def as_csv(code: str) -> bytes:
    lines = (
        "Mã bảng kê,GHNCOD251126",
        "Mã vận đơn,Tiền thu hộ (COD),Phí dịch vụ",
        f"{code},450.000 ₫,20.000 ₫",
        "Phí chuyển tiền,5500",
        "Thực nhận,424500",
    )
    return "\n".join(lines).encode("utf-8-sig")
