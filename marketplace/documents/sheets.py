"""A document's figures as a workbook (XLSX): amounts are numbers, words are never read as formulas."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from marketplace.clock import in_vietnam
from marketplace.documents.models import Document

DONG = "#,##0 ₫"
COUNT = "#,##0"
FACTS_WIDE, AMOUNTS_WIDE = 44, 20
LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def as_workbook(document: Document, *, corrects: str = "") -> bytes:
    """Write the document: what it says on the first sheet, each table on one of its own.

    The same figures give the same bytes. `corrects` is the number of the document that it corrects.
    """
    stored = BytesIO()
    book = Workbook(stored, {"in_memory": True})
    created = document.issued_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": f"{document.figures['title']} {document.full_number}", "created": created})
    sheets = _Sheets(book)
    sheets.write_summary(document, corrects)
    for table in document.figures["tables"]:
        sheets.write_table(table)
    book.close()
    return stored.getvalue()


class _Sheets:
    """The sheets of one workbook, with the formats that they share."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        bold = {"bold": True, "font_name": "Be Vietnam Pro"}
        plain = {"font_name": "Be Vietnam Pro", "valign": "top", "text_wrap": True}
        self._title = book.add_format({**bold, "font_size": 16, "font_color": "#0F6B5C"})
        self._text = book.add_format(plain)
        self._strong = book.add_format({**bold, "text_wrap": True})
        self._head = book.add_format({**bold, "bg_color": "#F1EADD", "text_wrap": True, "bottom": 1})
        self._number = {kind: book.add_format({**plain, "num_format": form}) for kind, form in _FORMATS.items()}
        self._sum = {kind: book.add_format({**bold, "num_format": form, "top": 1}) for kind, form in _FORMATS.items()}

    def write_summary(self, document: Document, corrects: str) -> None:
        """Write title, number, parties, facts and sums, a line each."""
        figures = document.figures
        sheet = self._sheet("Tóm tắt")
        sheet.set_column(0, 0, FACTS_WIDE)
        sheet.set_column(1, 1, FACTS_WIDE)
        sheet.write_string(0, 0, figures["title"], self._title)
        at = 1
        for label, words in _summary_words(document, corrects):
            sheet.write_string(at, 0, label, self._strong if not words else self._text)
            sheet.write_string(at, 1, words, self._text)
            at += 1
        for each in figures["sums"]:
            sheet.write_string(at, 0, each["label"], self._text)
            sheet.write_number(at, 1, each["amount_dong"], self._number["dong"])
            at += 1
        sheet.write_string(at, 0, figures["lead"]["label"], self._strong)
        sheet.write_number(at, 1, figures["lead"]["amount_dong"], self._sum["dong"])
        self._write_notes(sheet, at + 2, figures["notes"])

    def write_table(self, table: Mapping[str, Any]) -> None:
        """Write a table with its headings kept in sight and its total below."""
        sheet = self._sheet(table["title"])
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(table["columns"]):
            sheet.set_column(place, place, AMOUNTS_WIDE)
            sheet.write_string(0, place, column["label"], self._head)
            for at, row in enumerate(table["rows"], start=1):
                self._write(sheet, (at, place), row[column["key"]], self._number.get(column["kind"]))
        if table["total"]:
            self._write_total(sheet, table)

    def _write_total(self, sheet: Worksheet, table: Mapping[str, Any]) -> None:
        below = len(table["rows"]) + 1
        sheet.write_string(below, 0, "Cộng", self._strong)
        for place, column in enumerate(table["columns"]):
            if column["key"] in table["total"]:
                sheet.write_number(below, place, table["total"][column["key"]], self._sum[column["kind"]])

    def _write(self, sheet: Worksheet, at: tuple[int, int], value: str | int, form: Format | None) -> None:
        if isinstance(value, str):
            sheet.write_string(*at, value, self._text)
        else:
            sheet.write_number(*at, value, form)

    def _write_notes(self, sheet: Worksheet, at: int, notes: Iterable[str]) -> None:
        for below, words in enumerate(notes):
            sheet.write_string(at + below, 0, words, self._text)

    def _sheet(self, name: str) -> Worksheet:
        clean = NOT_IN_SHEET_NAMES.sub(" ", name)[:LONGEST_SHEET_NAME].strip() or "Bảng"
        taken = {sheet.get_name().lower() for sheet in self._book.worksheets()}
        number = len(taken) + 1
        return self._book.add_worksheet(f"{clean[:27]} {number}" if clean.lower() in taken else clean)


_FORMATS = {"dong": DONG, "count": COUNT}


def _summary_words(document: Document, corrects: str) -> Iterable[tuple[str, str]]:
    yield "Số", document.full_number
    yield "Lập lúc", f"{in_vietnam(document.issued_at):%H:%M %d/%m/%Y}"
    if corrects:
        yield "Thay cho", corrects
    for party in document.figures["parties"]:
        yield party["heading"], party["name"]
        for line in party["lines"]:
            yield "", line
    yield from document.figures["facts"]
