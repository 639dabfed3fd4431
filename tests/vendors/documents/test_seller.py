"""What was issued to a vendor, on its phone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.documents import a_document
from tests.factories.people import a_person, come_in
from tests.factories.statements import a_confirmed_payout, a_household
from tests.factories.vendors import a_member
from tests.statements import watch_statements
from vendors.models import MemberRole, Vendor
from workers import outbox


@pytest.fixture
def vendor(app: Flask) -> Vendor:
    return a_household()


def test_a_payout_that_arrived_brings_its_statement(client: FlaskClient, vendor: Vendor) -> None:
    payout = a_confirmed_payout(vendor)
    come_in(client, a_member(vendor, a_person()))
    page = client.get(f"/seller/money/payouts/{payout.reference}").text
    assert "SK-" not in page
    outbox.drain()
    page = client.get(f"/seller/money/payouts/{payout.reference}").text
    number = page.partition("Sao kê SK-")[2].partition("</span>")[0]
    for ending, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        answer = client.get(f"/seller/money/documents/SK-{number}.{ending}")
        assert answer.data.startswith(begins)
    assert f"SK-{number}" in client.get("/seller/money/documents").text


def test_the_page_says_where_the_money_comes_from(client: FlaskClient, vendor: Vendor) -> None:
    payout = a_confirmed_payout(vendor, 1_000_000)
    page = come_in(client, a_member(vendor, a_person())).get(f"/seller/money/payouts/{payout.reference}").text
    for words in ("Tiền hàng", "1.000.000", "Phí giao", "30.000", "Hoa hồng", "-50.000", "Thuế GTGT", "Thuế TNCN"):
        assert words in page
    assert "Hoàn khách" not in page
    assert "Khoản nợ đã trừ" not in page


def test_a_vendors_documents_are_its_own(client: FlaskClient, vendor: Vendor) -> None:
    document = a_document(owner_id=vendor.id)
    come_in(client, a_member(a_household(), a_person()))
    assert client.get(f"/seller/money/documents/{document.full_number}.pdf").status_code == 404
    assert document.full_number not in client.get("/seller/money/documents").text
    come_in(client, a_member(vendor, a_person()))
    assert client.get(f"/seller/money/documents/{document.full_number}.pdf").status_code == 202
    assert client.get(f"/seller/money/documents/{document.full_number}.exe").status_code == 404


def test_packers_see_no_documents(client: FlaskClient, vendor: Vendor) -> None:
    come_in(client, a_member(vendor, a_person(), role=MemberRole.PACKER))
    assert client.get("/seller/money/documents").status_code == 403


def test_the_list_takes_the_same_statements_for_few_and_many(client: FlaskClient, vendor: Vendor) -> None:
    member, counts = a_member(vendor, a_person()), []
    for more in (1, 6):
        for _ in range(more):
            a_document(owner_id=vendor.id)
        come_in(client, member)
        with watch_statements() as statements:
            assert client.get("/seller/money/documents").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
