"""The bank's statement at the desk."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.database import db
from tests.factories.payouts import a_handed_batch, as_csv, paid
from tests.factories.people import an_administrator, come_in
from vendors.payouts.bank_statements.models import BankStatement, BankStatementRow
from vendors.payouts.models import Payout, PayoutStatus


@pytest.fixture
def payout(app) -> Payout:
    return a_handed_batch()[1][0]


@pytest.fixture
def desk(client: FlaskClient, payout: Payout) -> FlaskClient:
    return come_in(client, an_administrator())


def upload(desk: FlaskClient, raw: bytes, name: str = "sao-ke.csv"):
    return desk.post("/desk/payouts/statements", data={"file": (BytesIO(raw), name)})


def test_a_statement_is_looked_at_then_applied_and_the_rest_answered(desk: FlaskClient, payout: Payout) -> None:
    rows = [
        paid(payout, content="chuyen khoan"),
        ("23/11/2026", "PHI SMS", 11_000, None, ""),
        ("gì 9", "x", 1, None, ""),
    ]
    looked_at = upload(desk, as_csv(rows)).location
    page = desk.get(looked_at).text
    assert "Chưa có gì được ghi" in page
    assert "1 dòng không đọc được" in page
    assert desk.post(looked_at).status_code == 302
    assert "2 dòng chờ trả lời" in desk.get(looked_at).text
    assert "2 dòng sao kê chờ trả lời" in desk.get("/desk/payouts").text
    questions = desk.get("/desk/payouts/statements").text
    assert f"Là {payout.reference}" in questions
    row = db.session.scalars(select(BankStatementRow).where(BankStatementRow.amount_dong == payout.amount_dong)).one()
    answer = f"/desk/payouts/statements/rows/{row.id}"
    assert desk.post(answer, data={"reference": payout.reference}).status_code == 302
    assert desk.post(answer, headers={"Accept": "application/json"}).status_code == 409
    assert desk.post(f"{looked_at}/rest").status_code == 302
    assert "dòng chờ trả lời" not in desk.get("/desk/payouts/statements").text
    db.session.expire_all()
    assert payout.status is PayoutStatus.CONFIRMED
    assert "Tiền bị trả lại" in desk.get(f"/desk/payouts/{payout.reference}").text
    assert desk.post(f"/desk/payouts/{payout.reference}", data={"reason": ""}).status_code == 422
    assert desk.post(f"/desk/payouts/{payout.reference}", data={"reason": "Sai tên"}).status_code == 302
    assert "Bị trả lại" in desk.get("/desk/payouts?status=returned").text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "Hãy chọn tệp sao kê."),
        (b"a,b\n1,2", "Không thấy hàng tiêu đề"),
        (b"Ngay\x00,Noi dung", "Tệp này không phải bảng XLSX hay CSV."),
        ("Ngày,Nội dung,Số tiền".encode("cp1258", errors="replace"), "Tệp không ghi bằng UTF-8."),
        (b"PK\x03\x04zzz", "Tệp Excel này bị hỏng."),
    ],
)
def test_another_file_is_refused_in_words(desk: FlaskClient, raw: bytes, words: str) -> None:
    answer = upload(desk, raw)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(BankStatement)).all() == []


def test_the_same_file_leads_to_the_same_page(desk: FlaskClient, payout: Payout) -> None:
    raw = as_csv([paid(payout)])
    assert upload(desk, raw).location == upload(desk, raw, "khac.csv").location
    assert desk.get("/desk/payouts/statements/999999").status_code == 404
    assert desk.post("/desk/payouts/statements/999999").status_code == 404
    assert desk.post("/desk/payouts/statements/rows/999999").status_code == 404
