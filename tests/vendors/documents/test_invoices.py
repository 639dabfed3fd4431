"""A month's commission, with the VAT that is in it, invoiced once."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some
from pypdf import PdfReader
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.documents.models import Document
from marketplace.documents.rendering import as_pdf
from marketplace.ledger import audit
from marketplace.months import Month
from orders.kinds import PaymentMethod, VendorOrderStatus
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.money import earn, earn_cash
from tests.factories.people import an_administrator, come_in
from tests.factories.statements import a_household, take_back
from tests.statements import watch_statements
from vendors.documents.commissions import commissions_of, due_invoices, vat_rate, vat_within
from vendors.documents.invoices import issue_invoice
from vendors.models import Vendor
from workers import outbox

OCTOBER = Month(2026, 10)
IN_OCTOBER = datetime(2026, 10, 20, 3, tzinfo=UTC)
LAST_MINUTE = datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC)
"""In Vietnam still October."""
AFTERWARDS = datetime(2026, 11, 1, 1, tzinfo=UTC)


@pytest.fixture
def vendor(app: Flask) -> Vendor:
    with clock.at(IN_OCTOBER):
        return a_household()


@given(some.integers(min_value=-(2**53), max_value=2**53), some.sampled_from([0, 500, 800, 1000]))
def test_vat_is_what_an_amount_holds(dong: int, rate: int) -> None:
    vat = vat_within(dong, rate)
    net = dong - vat
    assert abs(net * rate - vat * 10_000) * 2 <= 10_000 + rate
    assert vat_within(-dong, rate) == -vat


@pytest.mark.parametrize(
    ("day", "rate"),
    [(date(2020, 1, 1), 0), (date(2026, 12, 31), 800), (date(2027, 1, 1), 1000), (date(2031, 5, 1), 1000)],
)
def test_the_rate_is_that_of_the_day(app: Flask, day: date, rate: int) -> None:
    assert vat_rate(day) == rate


def test_an_invoice_names_every_order_of_its_month(vendor: Vendor) -> None:
    with clock.at(IN_OCTOBER):
        earn(vendor, 540_000)
        cash = earn_cash(vendor, 1_080_000)
    with clock.at(LAST_MINUTE):
        earn(vendor, 100_000)
    with clock.at(AFTERWARDS):
        earn(vendor, 9_000_000)
        assert due_invoices(OCTOBER) == [vendor.id]
        document = issue_invoice(vendor.id, OCTOBER)
    assert document
    assert document.figures["lead"]["amount_dong"] == 27_000 + 54_000 + 5_000
    assert document.figures["sums"][1]["amount_dong"] == 2_000 + 4_000 + 370
    [whole, owed] = document.figures["tables"]
    assert [row["commission"] for row in whole["rows"]] == [27_000, 54_000, 5_000]
    assert [row["order"] for row in owed["rows"]] == [cash.number]
    assert owed["total"]["owed"] == 54_000 + cash.vat_dong + cash.pit_dong
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(as_pdf(document))).pages).replace("\xa0", " ")
    for expected in ("Bảng kê hoa hồng HH-2026-", "Tháng 10/2026", "86.000 ₫", "25.000 8 % 2.000 27.000", cash.number):
        assert expected in words


def test_what_was_given_back_is_taken_off(vendor: Vendor) -> None:
    listing = a_listing(vendor, price_dong=200_000)
    with clock.at(IN_OCTOBER):
        part = a_part(listing, method=PaymentMethod.TRANSFER, status=VendorOrderStatus.DELIVERED, quantity=2)
    with clock.at(AFTERWARDS):
        take_back(part)
    assert [line.dong for line in commissions_of(vendor.id, OCTOBER)] == [20_000]
    assert [line.dong for line in commissions_of(vendor.id, Month(2026, 11))] == [-10_000]


def test_an_invoice_is_issued_once_and_when_the_month_is_over(vendor: Vendor) -> None:
    with clock.at(LAST_MINUTE):
        earn(vendor, 500_000)
        assert issue_invoice(vendor.id, OCTOBER) is None
    with clock.at(AFTERWARDS):
        first = issue_invoice(vendor.id, OCTOBER)
        assert first
        assert issue_invoice(vendor.id, OCTOBER).id == first.id
        assert due_invoices(OCTOBER) == []
        assert issue_invoice(vendor.id, OCTOBER.earlier()) is None
        outbox.drain()
        assert audit.findings() == []


def test_an_invoice_takes_the_same_statements_for_few_and_many_orders(vendor: Vendor) -> None:
    counts = []
    for sold, month in ((1, 9), (5, 10)):
        with clock.at(IN_OCTOBER.replace(month=month)):
            earn(vendor, *[300_000] * sold)
        with clock.at(AFTERWARDS), watch_statements() as statements:
            assert issue_invoice(vendor.id, Month(2026, month))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_desk_issues_those_of_the_past_month(client: FlaskClient, vendor: Vendor) -> None:
    past = Month.of(clock.today()).earlier().begins + timedelta(days=2)
    with clock.at(past):
        earn(vendor, 500_000)
    come_in(client, an_administrator())
    assert "Lập 1 bảng kê" in client.get("/desk/invoices").text
    assert client.post("/desk/invoices").status_code == 302
    outbox.drain()
    [document] = db.session.scalars(select(Document).where(Document.owner_id == vendor.id))
    assert document.full_number in client.get("/desk/documents?kind=commission_invoice").text
    assert client.get(f"/desk/documents/{document.id}.pdf").data.startswith(b"%PDF")
    assert "đã có bảng kê" in client.get("/desk/invoices").text
