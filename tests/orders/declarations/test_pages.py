"""The desk goes through a month of tax; a vendor reads its own."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from marketplace.documents.making import make_files
from orders.declarations import operations, queries
from tests.factories.people import a_person, an_administrator, come_in
from tests.factories.taxes import a_household, sold, taken_back
from tests.factories.vendors import a_member, a_vendor
from tests.statements import watch_statements
from vendors.models import MemberRole, Vendor

NOW = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 5, tzinfo=UTC)


def plain(page: str) -> str:
    return " ".join(page.replace("\u00a0", " ").split())


@pytest.fixture
def lan() -> Vendor:
    """A household that sold in October, and took something back in November."""
    vendor = a_household("Hộ Lan", tax_code=None)
    part = sold(vendor, 500_000, at=on(10, 20), quantity=2)
    taken_back(part, 1, at=on(11, 3))
    sold(vendor, 2_000_000, at=on(11, 4))
    db.session.commit()
    return vendor


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    return come_in(client, an_administrator())


def test_a_month_from_preparing_to_paying(desk: FlaskClient, lan: Vendor) -> None:
    with clock.at(NOW):
        assert "phải khai và nộp trước hết ngày 20/11/2026" in plain(desk.get("/desk").text)
        months = plain(desk.get("/desk/taxes").text)
        assert ("10/2026" in months, "Chưa lập" in months, "Tháng chưa hết" in months) == (True, True, True)
        page = plain(desk.get("/desk/taxes/2026-10").text)
        assert ("Hộ Lan" in page, "15.000 ₫" in page, "chưa có mã số thuế" in page) == (True, True, True)
        desk.post("/desk/taxes/2026-10/preparation")
        assert "Đã lập, chưa nộp" in desk.get("/desk/taxes/2026-10").text
        assert desk.get("/desk/taxes/2026-10/declaration.pdf").status_code == 302
        desk.post("/desk/taxes/2026-10/filing")
        document = queries.declaration_of(clock.today().replace(month=10, day=1)).document
        assert desk.get("/desk/taxes/2026-10/declaration.pdf").status_code == 202
        make_files(document.id)
        db.session.commit()
        assert desk.get("/desk/taxes/2026-10/declaration.pdf").data.startswith(b"%PDF")
        assert desk.get("/desk/taxes/2026-10/declaration.xlsx").data.startswith(b"PK")
        nothing = desk.post("/desk/taxes/2026-10/payment", data={"treasury_reference": ""})
        assert (nothing.status_code, "Hãy điền mục này." in nothing.text) == (422, True)
        desk.post("/desk/taxes/2026-10/payment", data={"treasury_reference": "0012/NS"})
        assert "chứng từ 0012/NS" in plain(desk.get("/desk/taxes/2026-10").text)
        assert "phải khai và nộp" not in desk.get("/desk").text


def test_a_late_month_is_told(desk: FlaskClient, lan: Vendor) -> None:
    with clock.at(on(11, 21)):
        assert "Thuế khấu trừ tháng 10/2026 đã quá hạn 20/11/2026." in plain(desk.get("/desk").text)
        assert "Quá hạn" in desk.get("/desk/taxes").text


@pytest.mark.parametrize("name", ["2026-13", "2026-1", "abc", "2999-01", "0000-00", "2026-10-01"])
def test_what_is_no_month_is_not_found(desk: FlaskClient, name: str) -> None:
    assert desk.get(f"/desk/taxes/{name}").status_code == 404


def test_a_month_that_is_not_over_is_not_declared(desk: FlaskClient, lan: Vendor) -> None:
    with clock.at(NOW):
        answer = desk.post("/desk/taxes/2026-11/preparation", headers={"Accept": "application/json"})
        assert (answer.status_code, "Tháng này chưa hết" in answer.get_json()["title"]) == (409, True)
        assert desk.post("/desk/taxes/2026-10/filing").status_code == 404


def test_a_vendor_reads_its_year(client: FlaskClient, lan: Vendor) -> None:
    come_in(client, a_member(lan, a_person(), role=MemberRole.ACCOUNTANT))
    with clock.at(NOW):
        page = plain(client.get("/seller/money/tax").text)
    assert "2.500.000 ₫" in page
    assert "Mới 0,2 % ngưỡng" in page
    assert "Chợ chưa có mã số thuế" in page
    assert "Nghị định 141/2026/NĐ-CP, điều 1" in page
    assert "Có sau khi chợ nộp tờ khai tháng 12." in page
    assert 'href="/seller/money/tax"' in client.get("/seller/money").text
    assert "năm 1999" not in client.get("/seller/money/tax?year=1999").text


def test_a_vendor_downloads_the_certificate_of_its_year(client: FlaskClient, lan: Vendor) -> None:
    come_in(client, a_member(lan, a_person(), role=MemberRole.OWNER))
    hung = an_administrator()
    for month, at in ((10, on(11, 2)), (11, on(12, 2)), (12, datetime(2027, 1, 2, 5, tzinfo=UTC))):
        with clock.at(at):
            operations.file(operations.prepare(datetime(2026, month, 1, tzinfo=UTC).date(), by=hung), by=hung)
    db.session.commit()
    with clock.at(datetime(2027, 1, 3, 5, tzinfo=UTC)):
        assert "Lập chứng từ" in client.get("/seller/money/tax?year=2026").text
        assert client.get("/seller/money/tax/2026/certificate.pdf").status_code == 302
        assert client.post("/seller/money/tax/2026/certificate").status_code == 302
        [certificate] = queries.certificates_of(lan).values()
        make_files(certificate.id)
        db.session.commit()
        assert client.get("/seller/money/tax/2026/certificate.pdf").data.startswith(b"%PDF")
        assert client.get("/seller/money/tax/2026/certificate.xlsx").data.startswith(b"PK")
        assert certificate.full_number in client.get("/seller/money/tax?year=2026").text


def test_a_company_reads_that_nothing_is_withheld(client: FlaskClient) -> None:
    come_in(client, a_member(a_vendor(), a_person(), role=MemberRole.MANAGER))
    page = client.get("/seller/money/tax").text
    assert "Chợ không khấu trừ thuế của bạn" in page
    assert "ngưỡng" not in page


def test_a_year_takes_as_many_statements_with_many_sales(client: FlaskClient, lan: Vendor) -> None:
    come_in(client, a_member(lan, a_person(), role=MemberRole.MANAGER))
    with clock.at(NOW):
        client.get("/seller/money/tax")
        with watch_statements() as few:
            client.get("/seller/money/tax")
        for month in (9, 10, 11):
            sold(lan, 1_000, at=on(month, 2))
        db.session.commit()
        with watch_statements() as many:
            client.get("/seller/money/tax")
    assert len(many) == len(few)
