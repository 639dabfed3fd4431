"""The desk's carriers: files taken in, looked at, accepted, and what does not agree answered with one click."""

import csv
from io import BytesIO, StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from xlsxwriter import Workbook

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.gateways.carriers.protocol import ParcelStage
from marketplace.ledger import audit
from orders.carriers.models import Answer, CarrierStatement, CarrierStatementRow, Finding
from orders.models import VendorOrder
from orders.payments import notices
from orders.payments.models import BankNotice, NoticeOutcome
from tests.factories.carriers import Told, a_parcel, a_statement, hear, rows_of, the_carrier, told
from tests.factories.payments import a_movement
from tests.factories.people import an_administrator, an_officer, come_in
from tests.statements import watch_statements
from vendors.delivery.models import Carrier

HOME = "/desk/carriers"


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    the_carrier()
    return come_in(client, an_administrator())


def table_of(*parts: VendorOrder, reference: str = "GHN-231126-01") -> list[list[object]]:
    """A statement as GHN's file has it."""
    collected = sum(part.total_dong for part in parts)
    return [
        ["BẢNG KÊ TIỀN THU HỘ (COD)"],
        ["Mã bảng kê", reference],
        ["Từ ngày", "22/11/2026"],
        ["Đến ngày", "23/11/2026"],
        [],
        ["STT", "Mã vận đơn", "Tiền thu hộ (COD)", "Phí dịch vụ"],
        *([place, part.tracking_code, part.total_dong, 20_000] for place, part in enumerate(parts, start=1)),
        ["Tổng cộng", "", collected, 20_000 * len(parts)],
        ["Phí chuyển tiền", 5_500],
        ["Thực nhận", collected - 20_000 * len(parts) - 5_500],
    ]


def as_csv(table: list[list[object]]) -> bytes:
    written = StringIO()
    csv.writer(written, delimiter=";").writerows(table)
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(table: list[list[object]]) -> bytes:
    stored = BytesIO()
    with Workbook(stored, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(table):
            sheet.write_row(at, 0, row)
    return stored.getvalue()


def upload(desk: FlaskClient, raw: bytes, carrier: str = "ghn", name: str = "bang-ke.csv"):
    sent = {"carrier": carrier, "file": (BytesIO(raw), name)}
    return desk.post(f"{HOME}/statements", data=sent, content_type="multipart/form-data")


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_a_file_is_taken_in_looked_at_and_accepted(desk: FlaskClient, written) -> None:
    first, second = a_parcel(), a_parcel(dong=300_000, delivered=False)
    answer = upload(desk, written(table_of(first, second)))
    assert answer.status_code == 302
    page = desk.get(answer.location).text
    assert "1 dòng khớp" in page
    assert second.number in page
    desk.post(f"{answer.location}/acceptance")
    [statement] = db.session.scalars(select(CarrierStatement))
    assert (statement.reference, statement.net_dong) == ("GHN23112601", 754_500)
    assert [row.finding for row in rows_of(statement)] == [Finding.EXACT, Finding.UNDELIVERED]
    desk.post(f"{HOME}/rows/{rows_of(statement)[1].id}/delivery")
    assert [row.finding for row in rows_of(statement)] == [Finding.EXACT, Finding.EXACT]
    assert written(table_of(first, second))[:2] == desk.get(f"{answer.location}/file").data[:2]
    assert audit.findings() == []


def test_the_same_file_twice_is_told_beside_the_field(desk: FlaskClient) -> None:
    raw = as_csv(table_of(a_parcel()))
    assert upload(desk, raw).status_code == 302
    again = upload(desk, raw)
    assert again.status_code == 422
    assert "đã được tải lên" in again.text
    assert len(db.session.scalars(select(CarrierStatement)).all()) == 1


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "không phải bảng kê thu hộ"),
        ("Ngày,Diễn giải,Ghi có\n23/11,QN12,5000\n".encode(), "không phải bảng kê thu hộ"),
        ("Mã vận đơn,Tiền thu hộ,Phí\nGHN1,5000,100\n".encode("utf-16-le"), "không ghi bằng UTF-8"),
        ("M\xe3 v\u1eadn".encode("latin-1", "replace") + b",COD\n", "UTF-8"),
        (b"PK\x03\x04 broken", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0 old", ".xls"),
    ],
)
def test_what_is_no_statement_is_refused_in_a_sentence(desk: FlaskClient, raw: bytes, sentence: str) -> None:
    answer = upload(desk, raw)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert db.session.scalars(select(CarrierStatement)).all() == []


def test_a_row_is_answered_with_one_click(desk: FlaskClient) -> None:
    part = a_parcel()
    statement = a_statement(told(part, more=-10_000), Told("GHNSTRANGE", 40_000))
    less, strange = rows_of(statement)
    page = desk.get(f"{HOME}/statements/{statement.id}").text
    assert page.index("Thu thiếu") < page.index("GHNSTRANGE")
    desk.post(f"{HOME}/rows/{less.id}/answer", data={"answer": "borne"})
    desk.post(f"{HOME}/rows/{strange.id}/answer", data={"answer": "set_aside"})
    assert [row.answer for row in rows_of(statement)] == [Answer.BORNE, Answer.SET_ASIDE]
    desk.post(f"{HOME}/rows/{less.id}/answer", data={"answer": "claimed"})
    assert "đã được xử lý" in desk.get(f"{HOME}/statements/{statement.id}").text
    assert desk.post(f"{HOME}/rows/{less.id}/answer", data={"answer": "stolen"}).status_code == 404
    desk.post(f"{HOME}/rows/{strange.id}/answer", data={"answer": "given_up"})
    assert rows_of(statement)[1].answer is Answer.GIVEN_UP
    assert audit.findings() == []


def test_a_strange_code_is_given_to_a_part(desk: FlaskClient) -> None:
    part = a_parcel(code="GHNTYPO")
    statement = a_statement(Told("GHNRIGHT", 500_000))
    [row] = rows_of(statement)
    desk.post(f"{HOME}/rows/{row.id}/part", data={"number": "QN-XXXX-XXXX-1"})
    assert "không giao phần đơn nào" in desk.get(HOME).text
    desk.post(f"{HOME}/rows/{row.id}/part", data={"number": part.number})
    assert rows_of(statement)[0].finding is Finding.EXACT


def test_money_without_the_number_is_placed_with_one_click(desk: FlaskClient) -> None:
    statement = a_statement(told(a_parcel()))
    notices.receive(a_movement(statement.net_dong, "thanh toan COD"))
    notices.act_on(notices.unread()[0])
    notice = db.session.scalars(select(BankNotice)).one()
    assert "thanh toan COD" in desk.get(f"{HOME}/statements/{statement.id}").text
    address = f"{HOME}/statements/{statement.id}/money/{notice.id}"
    assert address in desk.get(f"/desk/payments/{notice.id}").text
    desk.post(address)
    db.session.expire_all()
    assert notice.outcome is NoticeOutcome.SETTLEMENT
    assert "Đã nhận đủ" in desk.get(HOME).text
    assert audit.findings() == []


def test_a_statement_taken_in_by_mistake_is_discarded(desk: FlaskClient) -> None:
    statement = a_statement(told(a_parcel()), accepted=False)
    desk.post(f"{HOME}/statements/{statement.id}/discard")
    assert db.session.scalars(select(CarrierStatementRow)).all() == []
    accepted = a_statement(told(a_parcel()))
    desk.post(f"{HOME}/statements/{accepted.id}/discard")
    assert "đã được ghi sổ" in desk.get(f"{HOME}/statements/{accepted.id}").text


def test_carriers_are_added_and_taken_out_of_use(desk: FlaskClient) -> None:
    refused = desk.post(f"{HOME}/contracts", data={"name": "VNPost", "code": "ghn"})
    assert (refused.status_code, "Mã hãng gồm" in refused.text) == (422, True)
    assert desk.post(f"{HOME}/contracts", data={"name": "VNPost", "code": "VNPost"}).status_code == 302
    added = db.session.scalars(select(Carrier).where(Carrier.code == "vnpost")).one()
    for active in ("0", "0", "1"):
        desk.post(f"{HOME}/contracts/{added.id}", data={"active": active})
    db.session.expire_all()
    assert added.is_active
    acts = select(AuditEntry.action).where(AuditEntry.subject_kind == "carrier").order_by(AuditEntry.id)
    assert db.session.scalars(acts).all() == ["carrier added", "carrier taken out of use", "carrier taken into use"]


def test_what_a_carrier_told_that_nobody_understands_is_looked_at(desk: FlaskClient) -> None:
    part = a_parcel(delivered=False)
    notice = hear(part, ParcelStage.LOST)
    page = desk.get(f"{HOME}/notices").text
    assert part.number in page
    desk.post(f"{HOME}/notices/{notice.id}/seen")
    assert part.number not in desk.get(f"{HOME}/notices").text


def test_lists_take_the_same_statements_for_few_and_many(desk: FlaskClient) -> None:
    counts = []
    desk.get(HOME)
    for more in (1, 6):
        statement = a_statement(*(Told(f"GHN{more}{place}", 40_000) for place in range(more)))
        hear(f"GHNX{more}", ParcelStage.LOST)
        taken = []
        for address in (HOME, f"{HOME}/statements/{statement.id}", f"{HOME}/notices"):
            with watch_statements() as watched:
                assert desk.get(address).status_code == 200
            taken.append(len(watched))
        counts.append(taken)
    assert counts[0] == counts[1]


def test_the_desks_carriers_are_for_administrators(client: FlaskClient) -> None:
    statement = a_statement(told(a_parcel()))
    come_in(client, an_officer())
    for address in (HOME, f"{HOME}/statements", f"{HOME}/statements/{statement.id}", f"{HOME}/notices"):
        assert client.get(address).status_code == 403
