"""The pages of imports, as a browser without scripts sends them."""

import io

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from marketplace.database import db
from tests.factories.people import come_in
from tests.factories.vendors import a_member, a_vendor
from tests.statements import watch_statements
from tests.vendors.imports.test_importing import MIEN, TRA, a_table
from vendors.imports.models import ImportJob, ImportStatus
from vendors.imports.reading import read_goods
from vendors.models import MemberRole, Vendor
from workers import outbox

HERE = "/seller/listings/import"


@pytest.fixture
def vendor(client: FlaskClient) -> Vendor:
    """A vendor whose owner is signed in on the client."""
    vendor = a_vendor()
    come_in(client, a_member(vendor))
    return vendor


def sent(client: FlaskClient, raw: bytes, **more: object) -> str:
    """Send a table; the address of its page."""
    answer = client.post(HERE, data={"file": (io.BytesIO(raw), "hang.csv"), **more})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def the_job() -> ImportJob:
    db.session.expire_all()
    return db.session.scalars(select(ImportJob).order_by(ImportJob.id.desc())).first()  # type: ignore[return-value]


def test_from_the_template_to_the_result(client: FlaskClient, vendor: Vendor) -> None:
    page = sent(client, a_table(MIEN, TRA))
    assert "hx-get" in client.get(page).text
    outbox.drain()
    checked = client.get(page)
    assert "2 dòng đúng, 0 dòng có lỗi" in checked.text
    assert "hx-get" not in checked.text.partition('id="import"')[2]
    assert client.post(f"{page}/saving", data={"mode": "whole"}).status_code == 302
    outbox.drain()
    assert "Đã lưu 2 dòng" in client.get(page).text
    assert "hang.csv" in client.get(HERE).text
    assert the_job().status is ImportStatus.DONE


def test_bad_rows_are_shown_with_a_file_to_mend(client: FlaskClient, vendor: Vendor) -> None:
    page = sent(client, a_table(MIEN, ("SAI", *TRA[1:4], "rẻ", *TRA[5:])))
    outbox.drain()
    shown = client.get(page).text
    assert "Dòng 3" in shown
    assert "Giá bán (đồng)" in shown
    assert "Chỉ lưu 1 dòng đúng" in shown
    mended = client.get(f"{page}/mended")
    assert load_workbook(io.BytesIO(mended.data)).worksheets[0].max_row == 3
    as_program = {"Accept": "application/json"}
    assert client.post(f"{page}/saving", data={"mode": "whole"}, headers=as_program).status_code == 409
    assert client.post(f"{page}/saving", data={"mode": "all"}, headers=as_program).status_code == 422


def test_a_file_that_is_left_changes_nothing(client: FlaskClient, vendor: Vendor) -> None:
    page = sent(client, a_table(MIEN))
    outbox.drain()
    assert client.post(f"{page}/removal").status_code == 302
    assert the_job().status is ImportStatus.DISCARDED


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_templates_can_be_read_back_and_hold_only_an_example(
    client: FlaskClient, vendor: Vendor, language: str, ending: str
) -> None:
    answer = client.get(f"{HERE}/templates/{language}/{ending}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    with pytest.raises(Exception, match="dòng hàng"):
        read_goods(answer.data)


def test_what_is_no_template_is_not_found(client: FlaskClient, vendor: Vendor) -> None:
    assert client.get(f"{HERE}/templates/de/xlsx").status_code == 404
    assert client.get(f"{HERE}/templates/vi/exe").status_code == 404


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Hãy chọn tệp."),
        ({"file": (b"", "hang.csv")}, "Tệp trống"),
        ({"file": (a_table(MIEN), "hang.csv"), "pictures": (b"no zip", "anh.zip")}, "không phải ZIP"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_field(
    client: FlaskClient, vendor: Vendor, files: dict[str, tuple[bytes, str]], words: str
) -> None:
    sent_files = {name: (io.BytesIO(raw), called) for name, (raw, called) in files.items()}
    answer = client.post(HERE, data=sent_files, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert words in answer.text


def test_packers_and_accountants_do_not_import(client: FlaskClient, vendor: Vendor) -> None:
    for role in (MemberRole.PACKER, MemberRole.ACCOUNTANT):
        come_in(client, a_member(vendor, role=role))
        assert client.get(HERE).status_code == 403


def test_the_list_costs_the_same_for_many(client: FlaskClient, vendor: Vendor) -> None:
    counted = []
    client.get(HERE)
    for number in (1, 5):
        for each in range(number):
            sent(client, a_table((f"M-{number}-{each}", *MIEN[1:])))
        with watch_statements() as seen:
            client.get(HERE)
        counted.append(len(seen))
    assert counted[0] == counted[1]
