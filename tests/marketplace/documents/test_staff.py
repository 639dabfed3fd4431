"""Issued documents at the desk."""

from flask import Flask
from flask.testing import FlaskClient

from marketplace.documents.making import make_files
from marketplace.documents.models import DocumentKind
from tests.factories.documents import a_document
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.statements import watch_statements

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_document_is_handed_out_as_it_is_stored(client: FlaskClient) -> None:
    document = a_document()
    make_files(document.id)
    come_in(client, an_administrator())
    pdf = client.get(f"/desk/documents/{document.id}.pdf")
    assert (pdf.status_code, pdf.content_type, pdf.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert pdf.headers["Content-Disposition"] == f'inline; filename="{document.full_number}.pdf"'
    sheet = client.get(f"/desk/documents/{document.id}.xlsx")
    assert (sheet.status_code, sheet.content_type, sheet.data[:2]) == (200, XLSX, b"PK")
    assert sheet.headers["Content-Disposition"] == f'inline; filename="{document.full_number}.xlsx"'
    assert client.get(f"/desk/documents/{document.id}.exe").status_code == 404
    assert client.get("/desk/documents/999999999.pdf").status_code == 404


def test_a_document_that_is_being_made_says_so_and_looks_again(client: FlaskClient) -> None:
    document = a_document()
    answer = come_in(client, an_administrator()).get(f"/desk/documents/{document.id}.pdf")
    assert (answer.status_code, answer.headers["Refresh"]) == (202, "3")
    assert "Đang lập, vài giây nữa" in answer.text
    assert document.full_number in answer.text


def test_the_desk_lists_by_kind_with_the_same_statements_for_few_and_many(client: FlaskClient) -> None:
    administrator, counts = an_administrator(), []
    for more in (1, 6):
        for _ in range(more):
            a_document(kind=DocumentKind.TAX_CERTIFICATE)
        come_in(client, administrator)
        with watch_statements() as statements:
            page = client.get("/desk/documents").text
        counts.append(len(statements))
    assert counts[0] == counts[1]
    other = a_document()
    assert other.full_number in client.get("/desk/documents").text
    assert "KT-" in page
    narrowed = client.get("/desk/documents?kind=payout_statement").text
    assert other.full_number in narrowed
    assert "KT-" not in narrowed
    assert client.get("/desk/documents?kind=nonsense").status_code == 200


def test_documents_are_for_administrators(app: Flask, client: FlaskClient) -> None:
    document = a_document()
    for person in (a_person(), an_officer("06838")):
        come_in(client, person)
        assert client.get("/desk/documents").status_code == 403
        assert client.get(f"/desk/documents/{document.id}.pdf").status_code == 403
