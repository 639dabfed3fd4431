"""The file for the bank, as CSV and as XLSX: plain capitals and digits, which every bank's programs read.

Headings are without marks too. Account numbers are text, so that no program takes their zeros away.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from marketplace.text import capitals_without_marks

HEADINGS = ("STT", "Ma ngan hang", "Ngan hang", "So tai khoan", "Ten nguoi nhan", "So tien", "Noi dung")
WIDTHS = (6, 14, 22, 24, 40, 18, 30)
AMOUNT_PLACE = 5
SHEET = "Chi tra"
_STARTS_A_FORMULA = re.compile(r"^[=+\-@\t\r]")


@dataclass(frozen=True)
class FileLine:
    """One transfer that the bank is to make; the amount in đồng."""

    bank_bin: str
    bank_name: str
    number: str
    holder: str
    amount_dong: int
    memo: str


def memo_of(reference: str) -> str:
    """Give what the vendor reads on its own statement, and by which the bank's statement is matched."""
    return f"CHI TRA {reference}"


def as_csv(lines: Sequence[FileLine]) -> bytes:
    """Write the transfers as CSV in UTF-8, every cell in quotes and none of them a formula."""
    stored = StringIO(newline="")
    writer = csv.writer(stored, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([[_harmless(cell) for cell in row] for row in _rows(lines)])
    return stored.getvalue().encode()


def as_workbook(lines: Sequence[FileLine], *, made_at: datetime) -> bytes:
    """Write the transfers as one sheet; the same transfers at the same time give the same bytes."""
    stored = BytesIO()
    book = Workbook(stored, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": SHEET, "created": made_at.astimezone(UTC).replace(tzinfo=None)})
    sheet, bold, amount = book.add_worksheet(SHEET), book.add_format({"bold": True}), book.add_format()
    amount.set_num_format("#,##0")
    for place, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, bold)
    for at, row in enumerate(_rows(lines), start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(at, place, cell, amount if place == AMOUNT_PLACE else None)
            else:
                sheet.write_string(at, place, cell)
    book.close()
    return stored.getvalue()


def _rows(lines: Sequence[FileLine]) -> Iterable[tuple[int | str, ...]]:
    for position, line in enumerate(lines, start=1):
        plain = (capitals_without_marks(words) for words in (line.holder, line.memo))
        holder, memo = plain
        yield position, line.bank_bin, line.bank_name, line.number, holder, line.amount_dong, memo


def _harmless(cell: int | str) -> int | str:
    """A text that a spreadsheet would run is written as a text to read."""
    return f"'{cell}" if isinstance(cell, str) and _STARTS_A_FORMULA.match(cell) else cell
