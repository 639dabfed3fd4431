"""From the bytes of a file to the lines of a table of goods; what lines say of each other is checked here."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace.spreadsheets import unguarded
from marketplace.tables import Cell, UnreadableTable, rows_of
from vendors.imports.columns import CATEGORY, EXAMPLE_SKUS, OF_LISTING, PROBLEM, SKU, TITLE, columns_of
from vendors.listings.values import LONGEST_TEXT, plain_line, plain_text

MOST_ROWS = 20_000
HEADS_WITHIN = 20
"""Lines from the top among which the line of heads is looked for."""
_XLSX = b"PK\x03\x04"
Problems = list[list[str]]


class NoSkuColumn(UnreadableTable):
    """No line names the column of codes, by which goods are known."""

    sentence: ClassVar[LazyString | str] = _l(
        "Không thấy cột “Mã hàng (SKU)”. Hãy dùng tệp mẫu, hoặc thêm cột này ở dòng tiêu đề."
    )


class NoRows(UnreadableTable):
    """There is nothing below the heads."""

    sentence: ClassVar[LazyString | str] = _l("Tệp chưa có dòng hàng nào dưới dòng tiêu đề.")


@dataclass(frozen=True)
class ReadLine:
    """A line with something in it: its number in the file, its cells by column, what is wrong already."""

    number: int
    cells: dict[str, str]
    problems: Problems = field(default_factory=list)


@dataclass(frozen=True)
class Goods:
    """A table of goods, and the heads that mean nothing."""

    lines: Sequence[ReadLine]
    unused: Sequence[str]


def read_goods(raw: bytes) -> Goods:
    """Read the table. Raises UnreadableTable or one of its kinds, in a sentence that says what to do."""
    table = [[_as_text(cell) for cell in row] for row in rows_of(raw)]
    top, places, unused = _heads(table)
    lines = [
        line
        for number, row in enumerate(table[top + 1 :], start=top + 2)
        if (line := _line(number, row, places, computes=not raw.startswith(_XLSX)))
    ]
    if not lines:
        raise NoRows
    if len(lines) > MOST_ROWS:
        raise UnreadableTable(
            gettext("Tệp có quá nhiều dòng: tối đa %(most)s. Hãy chia thành nhiều tệp.", most=MOST_ROWS)
        )
    _compare(lines)
    return Goods(lines, unused)


def _as_text(cell: Cell) -> str:
    """A cell as a person would write it: a whole number without a point."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    text = str(cell)[: LONGEST_TEXT + 100].encode("utf-8", "replace").decode()
    return plain_text(unicodedata.normalize("NFC", text))


def _heads(table: Sequence[Sequence[str]]) -> tuple[int, dict[int, str], list[str]]:
    for top, row in enumerate(table[:HEADS_WITHIN]):
        places, unused = columns_of(row)
        if SKU in places.values():
            return top, places, unused
    raise NoSkuColumn


def _line(number: int, row: Sequence[str], places: Mapping[int, str], *, computes: bool) -> ReadLine | None:
    """The line, unless nothing or only the example stands in it. Formulas of a CSV file are told, never run."""
    cells = {key: row[place] for place, key in places.items() if key != PROBLEM and place < len(row) and row[place]}
    if not cells or cells.get(SKU, "").upper() in EXAMPLE_SKUS.values():
        return None
    problems = [[key, _formula()] for key, text in cells.items() if computes and text.startswith("=")]
    cells = {key: unguarded(text) for key, text in cells.items()}
    if SKU in cells:
        cells[SKU] = plain_line(cells[SKU]).upper()
    if TITLE in cells:
        cells[TITLE] = plain_line(cells[TITLE])
    return ReadLine(number, cells, problems)


def _formula() -> str:
    return str(gettext("Ô này là công thức. Hãy ghi giá trị thay cho công thức."))


def _compare(lines: Sequence[ReadLine]) -> None:
    """Note codes that stand twice, and lines of one product that say different things of it."""
    by_code: dict[str, int] = {}
    by_title: dict[str, ReadLine] = {}
    for line in lines:
        code, title = line.cells.get(SKU), line.cells.get(TITLE)
        if code and code in by_code:
            line.problems.append([SKU, str(gettext("Mã này đã có ở dòng %(number)s.", number=by_code[code]))])
        elif code:
            by_code[code] = line.number
        if title and title in by_title:
            _compare_with(line, by_title[title])
        elif title:
            by_title[title] = line


def _compare_with(line: ReadLine, first: ReadLine) -> None:
    """The first line of a product says what it is; the others need not say it again."""
    if CATEGORY in first.cells:
        line.cells.setdefault(CATEGORY, first.cells[CATEGORY])
    for key in OF_LISTING:
        if key in line.cells and line.cells[key] != first.cells.get(key, line.cells[key]):
            words = gettext("Khác với dòng %(number)s của cùng mặt hàng.", number=first.number)
            line.problems.append([key, str(words)])
