"""The desk's pages of the register, and the register that a market begins with."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.database import db
from tests.factories.listings import a_listing
from tests.factories.people import an_administrator, an_officer, come_in
from tests.factories.registers import HEADS, MIEN, ROWS, a_workbook, an_applied_register
from tests.factories.vendors import BINH_LIEU, a_vendor
from vendors.programme.checking import check
from vendors.programme.founding import found_register
from vendors.programme.models import RegisterImport, RegisterProduct
from vendors.programme.queries import product_numbered


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """An administrator's browser."""
    return come_in(client, an_administrator())


def test_a_spreadsheet_goes_from_the_form_into_the_register(desk: FlaskClient) -> None:
    sent = desk.post("/desk/register-import", data={"file": (BytesIO(a_workbook(ROWS)), "so.xlsx")})
    job = db.session.scalars(select(RegisterImport)).one()
    assert "Đang so sánh" in desk.get(sent.location).text
    check(job.id)
    db.session.commit()
    page = desk.get(sent.location).text
    assert "2 mới, 0 thay đổi" in page
    assert "Công ty Bá Kiến" in page
    desk.post(f"{sent.location}/application")
    again = desk.post(f"{sent.location}/application", headers={"Accept": "application/json"})
    assert (again.status_code, "đã có người quyết định" in str(again.json)) == (409, True)
    products = desk.get("/desk/register-import/products?q=mien").text
    assert ("Miến dong" in products, "Chả mực" in products) == (True, False)
    assert "12/QĐ" not in products


def test_a_file_that_is_none_is_told_beside_the_field(desk: FlaskClient) -> None:
    answer = desk.post("/desk/register-import", data={"file": (BytesIO(b""), "so.xlsx")})
    assert (answer.status_code, "Tệp trống" in answer.text) == (422, True)


def test_officers_do_not_import(client: FlaskClient) -> None:
    come_in(client, an_officer(BINH_LIEU))
    assert client.get("/desk/register-import").status_code == 403


@pytest.mark.usefixtures("app")
def test_a_market_begins_its_register_with_what_it_sells() -> None:
    vendor = a_vendor("HTX Phát triển Đình Trung")
    listing = a_listing(vendor)
    assert (found_register(), found_register()) == (1, 0)
    entered = db.session.scalars(select(RegisterProduct)).one()
    assert product_numbered(entered.id).producer.vendor_id == vendor.id
    said = (*MIEN[:2], listing.title_vi, *MIEN[3:])
    an_applied_register([HEADS, said])
    kept = db.session.scalars(select(RegisterProduct)).one()
    assert (kept.listing_id, kept.code, kept.star) == (listing.id, MIEN[1], 4)
