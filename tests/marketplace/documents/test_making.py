"""The files of a document: made once, the same for ever, and read back as they were meant."""

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.documents import making, rendering
from marketplace.documents.making import MadeOtherwise, changed_files, make_files
from marketplace.documents.models import Document, DocumentFile, DocumentKind, FileFormat
from marketplace.documents.operations import correct
from marketplace.documents.rendering import NoTypeface, as_pdf
from marketplace.documents.sheets import as_workbook
from marketplace.gateways.wiring import gateways
from marketplace.ledger import audit
from tests.factories.documents import a_document, a_paper
from workers import outbox

A_NAME = """#panic("x") *Bình* _Liêu_ $x^2$ <script>alert("1")</script> @nhãn \\ `mã` [ghế] 'ỹ' // /* */"""
A_MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def files_of(document: Document) -> dict[FileFormat, DocumentFile]:
    made = select(DocumentFile).where(DocumentFile.document_id == document.id)
    return {file.format: file for file in db.session.scalars(made)}


def text_of(pdf: bytes) -> str:
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return words.replace("\xa0", " ")


def test_workers_make_both_files_and_note_their_hash(app: Flask) -> None:
    document = a_document()
    outbox.drain()
    files = files_of(document)
    assert set(files) == set(FileFormat)
    for form, file in files.items():
        stored = gateways().files.get(file.key)
        assert hashlib.sha256(stored.content).hexdigest() == file.sha256
        assert file.key.startswith("private/documents/")
        assert file.key.endswith(f".{form}")
    assert changed_files() == []


def test_the_pdf_says_what_was_issued(app: Flask) -> None:
    with clock.at(A_MORNING):
        document = a_document(a_paper(1_234_567, rows=3))
    words = text_of(as_pdf(document))
    for expected in (
        f"Sao kê lần chi {document.full_number} Lập lúc 08:30 23/11/2026",
        "Chợ OCOP Quảng Ninh",
        "Đã chuyển\n1.234.567 ₫",
        "Hoa hồng −25.000 ₫",
        "QN7K2M9QX0 1.234.565",
        "Cộng 1.234.567",
        "Trang 1 / 1",
    ):
        assert expected in words


def test_names_are_words_and_never_markup(app: Flask) -> None:
    document = a_document(a_paper(name=A_NAME))
    assert "".join(A_NAME.split()) in "".join(text_of(as_pdf(document)).split())


def test_the_typeface_is_in_the_pdf_whole(app: Flask) -> None:
    page = PdfReader(BytesIO(as_pdf(a_document()))).pages[0]
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert {name.partition("+")[2].split("-")[0] for name in fonts} == {"BeVietnamPro"}
    assert len(fonts) == 2


def test_without_the_typeface_nothing_is_set(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rendering, "FONTS", tmp_path)
    rendering.fonts.cache_clear()
    with pytest.raises(NoTypeface):
        as_pdf(a_document())
    rendering.fonts.cache_clear()


@pytest.mark.parametrize("words", ["=1+1", "+84912345678", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}"])
def test_words_in_a_workbook_are_never_formulas(app: Flask, words: str) -> None:
    book = load_workbook(BytesIO(as_workbook(a_document(a_paper(name=words)))))
    [cell] = [cell for row in book["Tóm tắt"].iter_rows() for cell in row if cell.value == words]
    assert cell.data_type == "s"


@pytest.mark.parametrize("amount", [1, 475_000, 2**53 - 30_000])
def test_amounts_in_a_workbook_are_numbers(app: Flask, amount: int) -> None:
    book = load_workbook(BytesIO(as_workbook(a_document(a_paper(amount)))))
    rows = list(book["Từng đơn"].iter_rows())
    assert [cell.value for cell in rows[1]] == ["QN7K2M9QX0", amount]
    assert (rows[1][1].number_format, rows[1][1].data_type) == ("#,##0 ₫", "n")
    assert [cell.value for cell in rows[-1]] == ["Cộng", amount]


@pytest.mark.parametrize("make", [as_pdf, as_workbook])
def test_the_same_figures_give_the_same_bytes_on_another_day(app: Flask, make: making.Callable[..., bytes]) -> None:
    document = a_document(a_paper(rows=30))
    with clock.at(A_MORNING.replace(year=2029)):
        later = make(document)
    assert make(document) == later


def test_files_are_made_once_however_often_workers_are_told(app: Flask) -> None:
    document = a_document()
    make_files(document.id)
    before = {file.id for file in files_of(document).values()}
    make_files(document.id)
    assert {file.id for file in files_of(document).values()} == before


def test_a_lost_file_comes_back_as_it_was(app: Flask) -> None:
    document = a_document()
    make_files(document.id)
    key = files_of(document)[FileFormat.PDF].key
    before = gateways().files.get(key).content
    gateways().files.delete(key)
    assert changed_files() == [f"{document.full_number}.pdf"]
    make_files(document.id)
    assert gateways().files.get(key).content == before


def test_a_file_that_would_come_out_otherwise_is_refused_and_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    document = a_document()
    make_files(document.id)
    key = files_of(document)[FileFormat.XLSX].key
    gateways().files.delete(key)
    monkeypatch.setitem(making.MAKERS, FileFormat.XLSX, lambda _document, corrects: b"another" + corrects.encode())
    with pytest.raises(MadeOtherwise):
        make_files(document.id)
    assert not gateways().files.exists(key)


def test_a_file_that_was_changed_is_found(app: Flask) -> None:
    document = a_document()
    make_files(document.id)
    file = files_of(document)[FileFormat.PDF]
    gateways().files.put(file.key, b"%PDF-1.7 another", "application/pdf")
    assert changed_files() == [f"{document.full_number}.pdf"]
    said = app.test_cli_runner().invoke(args=["documents", "verify"])
    assert (said.exit_code, "WRONG" in said.output) == (1, True)


def test_a_correction_names_what_it_corrects(app: Flask) -> None:
    first = a_document()
    corrected = correct(first, a_paper(1))
    make_files(corrected.id)
    stored = gateways().files.get(files_of(corrected)[FileFormat.PDF].key)
    assert f"Thay cho {first.full_number}" in text_of(stored.content)


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_has_its_template(app: Flask, kind: DocumentKind) -> None:
    document = a_document(kind=kind)
    assert document.full_number in text_of(as_pdf(document))


def test_the_audit_finds_what_has_no_files(app: Flask) -> None:
    with clock.at(A_MORNING):
        document = a_document()
    assert audit.findings() == [f"document {document.full_number} was issued and its files are not made"]
    make_files(document.id)
    assert audit.findings() == []
