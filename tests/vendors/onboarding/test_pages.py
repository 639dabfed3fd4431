"""Applying and deciding as people do it, over HTTP."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.database import db
from tests.factories.applications import (
    VIETCOMBANK,
    a_complete_application,
    a_profile,
    a_submitted_application,
    accept_papers,
    an_approved_application,
)
from tests.factories.papers import A_PDF, a_picture
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_member, a_vendor
from tests.statements import watch_statements
from vendors.models import MemberRole, Vendor, VendorStatus
from vendors.onboarding.models import Paper, PaperKind, PaperState
from vendors.onboarding.operations import apply

PROFILE = {
    "kind": "household",
    "name": "Cơ sở Tâm Hương",
    "representative": "Nguyễn Thị Tâm",
    "phone": "0912 345 678",
    "tax_code": "022180001234",
    "commune_code": BINH_LIEU,
    "street": "Thôn Pắc Liềng",
}
ACCOUNT = {"bank_bin": VIETCOMBANK, "number": "1023456789", "holder": "Nguyễn Thị Tâm"}
PAPERS = ("business_registration", "identity", "food_safety")
TOO_LARGE = 200 * 1024 * 1024


def a_file(content: bytes = A_PDF, name: str = "giay.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def statements_of(client: FlaskClient, url: str) -> int:
    with watch_statements() as statements:
        assert client.get(url).status_code == 200
    return len(statements)


def the_vendor() -> Vendor:
    db.session.expire_all()
    return db.session.scalars(select(Vendor)).one()


def test_a_producer_applies_is_returned_approved_suspended_and_reinstated(client: FlaskClient) -> None:
    producer, administrator = a_person("Nguyễn Thị Tâm"), an_administrator()

    come_in(client, producer)
    assert client.post("/sell/apply", data=PROFILE).location == "/seller/application"
    assert client.get("/seller/shop").location == "/seller/application"
    for kind in PAPERS:
        answer = client.post(f"/seller/application/papers/{kind}", data={"file": a_file()})
        assert answer.location == "/seller/application"
    assert "Còn thiếu: Tài khoản ngân hàng" in client.get("/seller/application").text
    client.post("/seller/application/account", data=ACCOUNT)
    assert "Nộp hồ sơ" in client.get("/seller/application").text
    client.post("/seller/application/submission")
    vendor = the_vendor()
    assert vendor.status is VendorStatus.SUBMITTED
    case = f"/desk/applications/{vendor.id}"

    come_in(client, administrator)
    assert "Cơ sở Tâm Hương" in client.get("/desk/applications").text
    client.post(f"{case}/papers/identity/answer", data={"state": "returned", "note": "Ảnh mờ mặt sau"})
    client.post(f"{case}/decision", data={"decision": "return", "reason": "Xin chụp lại căn cước"})

    come_in(client, producer)
    page = client.get("/seller/application").text
    assert "Xin chụp lại căn cước" in page
    assert "Ảnh mờ mặt sau" in page
    client.post("/seller/application/papers/identity", data={"file": a_file(a_picture(), "cccd.png")})
    client.post("/seller/application/submission")

    come_in(client, administrator)
    for kind in PAPERS:
        client.post(f"{case}/papers/{kind}/answer", data={"state": "accepted"})
    assert client.post(f"{case}/decision", data={"decision": "approve"}).location == "/desk/applications"
    client.post(f"/desk/vendors/{vendor.id}/suspension", data={"reason": "Có phản ánh về nguồn gốc"})
    assert the_vendor().status is VendorStatus.SUSPENDED
    client.post(f"/desk/vendors/{vendor.id}/reinstatement", data={"reason": "Đã kiểm tra"})
    assert the_vendor().may_sell
    assert "Có phản ánh về nguồn gốc" in client.get(f"/desk/vendors/{vendor.id}").text

    come_in(client, producer)
    assert client.get("/seller/shop").status_code == 200


def test_anyone_reads_what_selling_means_and_signs_in_to_apply(client: FlaskClient) -> None:
    page = client.get("/sell").text
    assert "Giấy đăng ký kinh doanh" in page
    assert "/login?next=" in client.get("/sell/apply").location


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Hãy điền mục này."),
        ("phone", "12345", "Hãy ghi số điện thoại Việt Nam"),
        ("tax_code", "123", "Mã số thuế có 10 hoặc 13 chữ số"),
        ("email", "tam@", "Email này chưa đúng."),
        ("commune_code", "00004", "Hãy chọn trong danh sách."),
        ("kind", "kingdom", "Hãy chọn trong danh sách."),
        ("street", "x" * 181, "Cần từ 3 đến 180 ký tự."),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, field: str, value: str, words: str
) -> None:
    come_in(client, a_person())
    answer = client.post("/sell/apply", data=PROFILE | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    for name, typed in PROFILE.items():
        assert name == field or typed in answer.text
    assert db.session.scalars(select(Vendor)).all() == []


def test_a_second_application_waits_for_the_first(client: FlaskClient) -> None:
    person = a_person()
    come_in(client, person)
    client.post("/sell/apply", data=PROFILE)
    answer = client.post("/sell/apply", data=PROFILE)
    assert (answer.status_code, "một hồ sơ chưa xong" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Hãy chọn tệp PDF hoặc ảnh chụp"),
        ((b"MZ a program", "giay.pdf"), "Hãy gửi giấy tờ dạng PDF hoặc ảnh"),
        ((b"%PDF-1.4 /Encrypt %%EOF", "giay.pdf"), "có mật khẩu hoặc chứa lệnh"),
    ],
)
def test_a_file_that_is_no_paper_is_told_beside_its_field(
    client: FlaskClient, file: tuple[bytes, str] | None, words: str
) -> None:
    person = a_person()
    apply(person, a_profile())
    come_in(client, person)
    sent = {"number": "22A8001234"} | ({"file": a_file(*file)} if file else {})
    answer = client.post("/seller/application/papers/charter", data=sent)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert "22A8001234" in answer.text
    assert db.session.scalars(select(Paper).where(Paper.state != PaperState.OPEN)).all() == []


def test_a_file_of_200_megabytes_is_refused_in_a_sentence(client: FlaskClient) -> None:
    person = a_person()
    apply(person, a_profile())
    come_in(client, person)
    answer = client.post(
        "/seller/application/papers/charter",
        data={"file": a_file()},
        environ_overrides={"CONTENT_LENGTH": str(TOO_LARGE)},
    )
    assert (answer.status_code, "Tệp gửi lên quá lớn" in answer.text) == (413, True)


def test_papers_are_shown_to_their_vendor_and_to_its_staff_only(client: FlaskClient) -> None:
    owner = a_person()
    vendor = a_submitted_application(owner=owner)
    packer = a_member(vendor, role=MemberRole.PACKER)
    stranger = a_member(a_vendor())
    mine, desk = "/seller/application/papers/charter/scan", f"/desk/applications/{vendor.id}/papers/charter/scan"
    seen = {
        "owner": (come_in(client, owner), client.get(mine).status_code, client.get(desk).status_code)[1:],
        "packer": (come_in(client, packer), client.get(mine).status_code, client.get(desk).status_code)[1:],
        "stranger": (come_in(client, stranger), client.get(mine).status_code, client.get(desk).status_code)[1:],
        "officer": (come_in(client, an_officer(BINH_LIEU)), client.get(desk).status_code)[1:],
        "officer elsewhere": (come_in(client, an_officer("06841")), client.get(desk).status_code)[1:],
        "administrator": (come_in(client, an_administrator()), client.get(desk).status_code)[1:],
    }
    assert seen == {
        "owner": (200, 403),
        "packer": (403, 403),
        "stranger": (404, 403),
        "officer": (200,),
        "officer elsewhere": (404,),
        "administrator": (200,),
    }


def test_a_paper_may_stand_in_our_own_pages_and_nowhere_else(client: FlaskClient) -> None:
    vendor = a_submitted_application()
    come_in(client, an_administrator())
    answer = client.get(f"/desk/applications/{vendor.id}/papers/charter/scan")
    assert answer.content_type == "application/pdf"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    key = db.session.scalars(select(Paper.file_key).where(Paper.kind == PaperKind.CHARTER)).one()
    assert client.get(f"/media/{key}").status_code == 404


def test_the_second_administrator_reads_what_happened(client: FlaskClient) -> None:
    vendor = a_submitted_application()
    url = f"/desk/applications/{vendor.id}/decision"
    come_in(client, an_administrator())
    client.post(url, data={"decision": "reject", "reason": "Trùng hồ sơ"})
    come_in(client, an_administrator())
    answer = client.post(url, data={"decision": "return", "reason": "Thiếu giấy tờ"})
    assert (answer.status_code, "“Bị từ chối”, có thể người khác vừa xử lý" in answer.text) == (422, True)
    assert the_vendor().status is VendorStatus.REJECTED


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"decision": "reject", "reason": " "}, "Hãy ghi lý do"),
        ({"decision": "approve", "reason": "Rất tốt"}, "Hãy nhận hoặc miễn từng giấy tờ"),
        ({"reason": "Rất tốt"}, "Hãy điền mục này."),
    ],
)
def test_a_decision_that_cannot_be_keeps_what_was_typed(client: FlaskClient, sent: dict[str, str], words: str) -> None:
    vendor = a_submitted_application()
    come_in(client, an_administrator())
    answer = client.post(f"/desk/applications/{vendor.id}/decision", data=sent)
    assert (answer.status_code, words in answer.text, sent["reason"] in answer.text) == (422, True, True)
    assert the_vendor().status is VendorStatus.SUBMITTED


def test_after_a_decision_comes_the_case_that_waits_longest(client: FlaskClient) -> None:
    first, second, third = (a_submitted_application(f"Cơ sở {number}") for number in (1, 2, 3))
    come_in(client, an_administrator())
    decision = {"decision": "return", "reason": "Thiếu giấy"}
    assert client.post(f"/desk/applications/{second.id}/decision", data=decision).location.endswith(f"/{first.id}")
    assert client.post(f"/desk/applications/{first.id}/decision", data=decision).location.endswith(f"/{third.id}")


def test_officers_read_the_cases_of_their_communes_and_decide_nothing(client: FlaskClient) -> None:
    vendor = a_submitted_application("Cơ sở Tâm Hương")
    case = f"/desk/applications/{vendor.id}"
    come_in(client, an_officer(BINH_LIEU))
    assert "Cơ sở Tâm Hương" in client.get("/desk/applications").text
    page = client.get(case).text
    assert "Quyết định" not in page
    assert "Nhận giấy này" not in page
    for url in (f"{case}/decision", f"{case}/papers/charter/answer", f"/desk/vendors/{vendor.id}/suspension"):
        assert client.post(url, data={"decision": "approve", "state": "accepted", "reason": "x"}).status_code == 403
    come_in(client, an_officer("06841"))
    assert "Cơ sở Tâm Hương" not in client.get("/desk/applications").text
    assert client.get(case).status_code == 404


def test_a_person_acts_for_another_of_their_vendors(client: FlaskClient) -> None:
    person = a_person()
    a_vendor("Nhà một", owner=person)
    second = a_vendor("Nhà hai", owner=person)
    foreign = a_vendor("Nhà người khác")
    come_in(client, person)
    assert "Nhà một" in client.get("/seller/shop").text.partition("<main")[2]
    client.post("/seller/switch", data={"vendor": second.id})
    assert "Nhà hai" in client.get("/seller/shop").text.partition("<main")[2]
    assert client.post("/seller/switch", data={"vendor": foreign.id}).status_code == 404
    assert client.post("/seller/switch", data={"vendor": "x"}).status_code == 404


def test_desk_pages_ask_the_database_as_often_for_many(client: FlaskClient) -> None:
    administrator, vendor = an_administrator(), a_submitted_application()
    pages = ("/desk/applications", "/desk/vendors", f"/desk/applications/{vendor.id}", f"/desk/vendors/{vendor.id}")
    asked: list[list[int]] = []
    for count in (1, 11):
        for number in range(count):
            a_vendor(f"Cơ sở {number}", status=VendorStatus.SUBMITTED)
        come_in(client, administrator)
        asked.append([statements_of(client, url) for url in pages])
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 17


def test_what_was_accepted_cannot_be_replaced_on_the_page(client: FlaskClient, app: Flask) -> None:
    owner, administrator = a_person(), an_administrator()
    vendor = a_submitted_application(owner=owner)
    accept_papers(vendor, administrator)
    come_in(client, owner)
    answer = client.post("/seller/application/papers/charter", data={"file": a_file()})
    assert (answer.status_code, "đang chờ duyệt" in answer.text) == (422, True)


def test_an_approved_vendor_changes_its_account_and_staff_verifies_it(client: FlaskClient) -> None:
    owner = a_person()
    vendor = an_approved_application(owner=owner)
    come_in(client, owner)
    client.post("/seller/application/account", data=ACCOUNT | {"number": "9999888877"})
    come_in(client, an_administrator())
    assert "Xác nhận tài khoản này" in client.get(f"/desk/vendors/{vendor.id}").text
    client.post(f"/desk/vendors/{vendor.id}/account")
    assert "Xác nhận tài khoản này" not in client.get(f"/desk/vendors/{vendor.id}").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("bank_bin", "000000", "Hãy chọn trong danh sách."),
        ("number", "12", "4 đến 19 chữ số"),
        ("holder", "…", "Hãy ghi tên chủ tài khoản"),
    ],
)
def test_a_wrong_account_is_told_by_field(client: FlaskClient, field: str, value: str, words: str) -> None:
    owner = a_person()
    a_complete_application(owner=owner)
    come_in(client, owner)
    answer = client.post("/seller/application/account", data=ACCOUNT | {field: value})
    assert (answer.status_code, words in answer.text, "Nguyễn" in answer.text or field == "holder") == (422, True, True)
