"""A vendor's data to take along: what stands in it, for whom, and for how long."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.gateways.wiring import gateways
from orders.exports.models import DataExport, ExportFormat, ExportKind, ExportStatus
from orders.exports.operations import NotYours, ask
from orders.exports.working import KEPT, forget_expired, take_step
from orders.fulfilment.operations import refuse
from orders.kinds import VendorOrderStatus
from tests.factories.fulfilment import a_part, parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import come_in
from tests.factories.vendors import a_member
from tests.statements import watch_statements
from vendors.imports.reading import read_goods
from vendors.listings.models import Listing
from vendors.models import MemberRole, Vendor
from workers import outbox

pytestmark = pytest.mark.usefixtures("app")
HERE = "/seller/exports"


@pytest.fixture
def vendor() -> Vendor:
    return a_shop()


@pytest.fixture
def listing(vendor: Vendor) -> Listing:
    return a_listing(vendor, "=Miến dong", stock=50)


@pytest.fixture
def owner(vendor: Vendor) -> User:
    return a_member(vendor)


def made(
    vendor: Vendor,
    owner: User,
    kind: ExportKind,
    *,
    ending: ExportFormat = ExportFormat.CSV,
    role: MemberRole = MemberRole.OWNER,
) -> DataExport:
    """The export, finished by the worker."""
    export = ask(vendor, kind, ending, by=owner, role=role)
    for step in range(len(export.parts)):
        take_step(export.id, step)
    return export


def raw_of(export: DataExport) -> bytes:
    assert export.status is ExportStatus.DONE
    return gateways().files.get(export.file_key or "").content


def rows_of(export: DataExport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw_of(export).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_goods_come_back_as_they_would_be_sent(vendor: Vendor, owner: User, listing: Listing) -> None:
    export = made(vendor, owner, ExportKind.LISTINGS)
    [row] = rows_of(export)
    assert row["Tên mặt hàng"] == "'=Miến dong"
    [line] = read_goods(raw_of(export)).lines
    assert (line.cells["sku"], line.cells["title_vi"], line.problems) == (listing.variants[0].sku, "=Miến dong", [])
    assert (line.cells["on_hand"], line.cells["category_number"].partition(".")[0]) == ("50", "6")


def test_stock_says_what_is_held(vendor: Vendor, owner: User, listing: Listing) -> None:
    an_order(listing, quantity=4)
    [row] = rows_of(made(vendor, owner, ExportKind.STOCK))
    assert (row["Đang có"], row["Giữ cho đơn"], row["Bán được"]) == ("50", "4", "46")


def test_orders_name_their_buyers_only_while_these_are_needed(vendor: Vendor, owner: User, listing: Listing) -> None:
    [part] = parts_of(an_order(listing, quantity=2))
    [refused] = parts_of(an_order(listing))
    refuse(refused, by=owner, reason="Hết hàng")
    rows = {row["Mã đơn"]: row for row in rows_of(made(vendor, owner, ExportKind.ORDERS))}
    assert rows[part.number]["Người nhận"]
    assert rows[part.number]["Hàng"] == "2 × =Miến dong (Túi 500 g)"
    assert int(rows[part.number]["Tổng"]) == part.total_dong
    assert (rows[refused.number]["Người nhận"], rows[refused.number]["Địa chỉ"]) == ("", "")
    read = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "buyers exported")).one()
    assert (read.actor_id, read.detail["rows"]) == (owner.id, 2)


def test_accountants_take_orders_without_buyers_and_nothing_of_goods(
    vendor: Vendor, owner: User, listing: Listing
) -> None:
    an_order(listing)
    [row] = rows_of(made(vendor, owner, ExportKind.ORDERS, role=MemberRole.ACCOUNTANT))
    assert "Người nhận" not in row
    with pytest.raises(NotYours):
        ask(vendor, ExportKind.EVERYTHING, ExportFormat.CSV, by=owner, role=MemberRole.ACCOUNTANT)


def test_money_adds_up_to_what_the_market_holds(vendor: Vendor, owner: User, listing: Listing) -> None:
    part = a_part(listing, status=VendorOrderStatus.DELIVERED)
    rows = rows_of(made(vendor, owner, ExportKind.MONEY))
    assert rows
    assert any(part.number in row["Nội dung"] for row in rows)
    assert all(row["Số tiền (đồng)"].lstrip("-").isdigit() for row in rows)


def test_nothing_of_another_vendor_is_in_it(vendor: Vendor, owner: User, listing: Listing) -> None:
    other = a_listing(a_shop("HTX khác"), "Chả mực của người khác", stock=5)
    an_order(other)
    export = made(vendor, owner, ExportKind.EVERYTHING)
    with zipfile.ZipFile(io.BytesIO(raw_of(export))) as archive:
        assert sorted(archive.namelist()) == ["don-hang.csv", "kho.csv", "mat-hang.csv", "tien.csv"]
        texts = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    assert not any("Chả mực" in text or other.variants[0].sku in text for text in texts)


def test_workbooks_hold_words_and_numbers_alone(vendor: Vendor, owner: User, listing: Listing) -> None:
    page = load_workbook(
        io.BytesIO(raw_of(made(vendor, owner, ExportKind.LISTINGS, ending=ExportFormat.XLSX)))
    ).worksheets[0]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


def test_a_table_is_one_statement_however_long(vendor: Vendor, owner: User, listing: Listing) -> None:
    counted = []
    for number in (1, 4):
        for _each in range(number):
            an_order(listing)
        export = ask(vendor, ExportKind.ORDERS, ExportFormat.CSV, by=owner, role=MemberRole.OWNER)
        db.session.commit()
        with watch_statements() as seen:
            take_step(export.id, 0)
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_asked_twice_it_is_made_once_and_an_echo_makes_nothing(vendor: Vendor, owner: User, listing: Listing) -> None:
    first = ask(vendor, ExportKind.EVERYTHING, ExportFormat.CSV, by=owner, role=MemberRole.OWNER)
    assert ask(vendor, ExportKind.EVERYTHING, ExportFormat.CSV, by=owner, role=MemberRole.OWNER) is first
    take_step(first.id, 0)
    take_step(first.id, 0)
    assert len(first.pieces) == 1


def test_files_are_deleted_after_their_days(vendor: Vendor, owner: User, listing: Listing) -> None:
    export = made(vendor, owner, ExportKind.EVERYTHING)
    keys = [*export.pieces, export.file_key or ""]
    assert forget_expired() == 0
    with clock.at(clock.now() + KEPT + timedelta(minutes=1)):
        assert forget_expired() == 1
    assert export.status is ExportStatus.EXPIRED
    assert not any(gateways().files.exists(key) for key in keys)


def test_over_the_pages_from_asking_to_the_file(
    client: FlaskClient, vendor: Vendor, owner: User, listing: Listing
) -> None:
    sku = listing.variants[0].sku
    come_in(client, owner)
    page = client.post(HERE, data={"kind": "stock", "ending": "csv"}).location
    assert "hx-get" in client.get(page).text
    assert client.get(f"{page}/file").status_code == 404
    outbox.drain()
    assert "1 dòng" in client.get(page).text
    answer = client.get(f"{page}/file")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kho.csv"'
    assert sku in answer.data.decode("utf-8-sig")
    assert "Tải được" in client.get(HERE).text
    assert client.post(HERE, data={"kind": "everybody", "ending": "exe"}).status_code == 422


def test_an_accountant_does_not_find_what_names_buyers(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    export = made(vendor, owner, ExportKind.ORDERS)
    come_in(client, a_member(vendor, role=MemberRole.ACCOUNTANT))
    assert client.get(f"{HERE}/{export.id}/file").status_code == 404
    assert client.get(HERE).status_code == 200
    come_in(client, a_member(vendor, role=MemberRole.PACKER))
    assert client.get(HERE).status_code == 403
