"""Tables written for people to download: XLSX and CSV in which nothing can run when they are opened."""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from marketplace.clock import in_vietnam
from marketplace.text import slug

Value = str | int | datetime | None
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A program for tables takes a cell of a CSV file that begins so for something to compute (OWASP: CSV injection)."""
GUARD = "'"
WIDE, NARROW = 40, 18
LONGEST_CELL = 32_000
_FONT = {"font_name": "Be Vietnam Pro", "valign": "top"}


@dataclass(frozen=True)
class Sheet:
    """A table: its name, the heads of its columns, its rows; cells to mark (row from 0, column); choices by column."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]
    marked: Collection[tuple[int, int]] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    wide: Collection[int] = ()


def as_xlsx(*sheets: Sheet) -> bytes:
    """Write a workbook; every word is a word, whatever it begins with, and numbers are numbers."""
    stored = BytesIO()
    book = Workbook(stored, {"constant_memory": True})
    for sheet in sheets:
        _Written(book, sheet).write()
    book.close()
    return stored.getvalue()


def as_csv(sheet: Sheet, *, delimiter: str = ";") -> bytes:
    """Write the table in UTF-8 with its mark, so that Excel reads Vietnamese; words that could compute are guarded."""
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow([_plain(head) for head in sheet.heads])
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def unguarded(text: str) -> str:
    """The word that `as_csv` wrote behind a guard."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(STARTS_A_FORMULA) else text


def _plain(value: Value) -> str | int:
    shown = _shown(value)
    if isinstance(shown, str) and shown.startswith(STARTS_A_FORMULA):
        return GUARD + shown
    return shown


def _shown(value: Value) -> str | int:
    if isinstance(value, datetime):
        return f"{in_vietnam(value):%d/%m/%Y %H:%M}"
    return "" if value is None else value


class _Written:
    """One sheet on its way into a workbook."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._sheet = sheet
        self._page: Worksheet = book.add_worksheet(_name_of(sheet.name, book))
        self._head = book.add_format({**_FONT, "bold": True, "bg_color": "#F1EADD", "text_wrap": True, "bottom": 1})
        self._text = book.add_format({**_FONT, "text_wrap": True})
        self._mark = book.add_format({**_FONT, "text_wrap": True, "bg_color": "#F9D7D0"})

    def write(self) -> None:
        """Write heads, then rows; the heads stay in sight."""
        self._page.freeze_panes(1, 1)
        for place, head in enumerate(self._sheet.heads):
            width = WIDE if place in self._sheet.wide else NARROW
            self._page.set_column(place, place, width, self._text)
            self._cell(0, place, head, self._head)
        for place, choices in self._sheet.choices.items():
            rule = {"validate": "list", "source": list(choices), "error_type": "warning"}
            self._page.data_validation(1, place, 5000, place, rule)
        for at, row in enumerate(self._sheet.rows):
            for place, value in enumerate(row):
                self._cell(at + 1, place, value, self._mark if (at, place) in self._sheet.marked else self._text)

    def _cell(self, at: int, place: int, value: Value, form: Format) -> None:
        shown = _shown(value)
        if isinstance(shown, int):
            self._page.write_number(at, place, shown, form)
        elif shown or form is self._mark:
            self._page.write_string(at, place, shown[:LONGEST_CELL] or " ", form)


def _name_of(name: str, book: Workbook) -> str:
    """A name that Excel takes: short, without signs, not used twice."""
    clean = "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31].strip()
    taken = {slug(page.get_name()) for page in book.worksheets()}
    return clean if clean and slug(clean) not in taken else f"{clean[:27]} {len(taken) + 1}"
