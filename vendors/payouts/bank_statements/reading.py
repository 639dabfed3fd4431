"""From a bank's file to movements of money: each row is read, or told as what is wrong with it."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.tables import MOST_LINES, Cell, UnreadableTable, rows_of
from marketplace.text import fold
from vendors.payouts.bank_statements.headings import Column, find_headings
from vendors.payouts.bank_statements.models import Direction

EXCEL_DAY_ZERO = date(1899, 12, 30)
LAST_SHORT_YEAR = 99
"""A year of two digits is one of this century."""
SERIALS = range(30_000, 80_000)
"""Numbers that Excel means as days of 1982 to 2119."""
MOST_DONG = 10**15
LONGEST_CONTENT, LONGEST_REFERENCE = 1_000, 200
RETURN_WORDS = (
    "hoan tra",
    "tra lai",
    "hoan tien",
    "hoan lenh",
    "chuyen hoan",
    "return",
    "reversal",
    "reversed",
    "refund",
)
REFUSAL_WORDS = (
    "that bai",
    "khong thanh cong",
    "tu choi",
    "loi",
    "huy",
    "fail",
    "failed",
    "reject",
    "rejected",
    "error",
)
OUT_WORDS = frozenset({"d", "dr", "debit", "no", "ghi no", "out", "tien ra", "chi", "-"})
IN_WORDS = frozenset({"c", "cr", "credit", "co", "ghi co", "in", "tien vao", "thu", "+"})
_GROUPED = re.compile(r"(?P<whole>\d{1,3}(?:(?P<group>[.,])\d{3})(?:(?P=group)\d{3})*|\d+)(?:[.,](?P<part>\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)")


class UnknownStatement(UnreadableTable):
    """The file is a table, but no bank statement: the columns that every one has are missing."""

    sentence = _l("Không thấy hàng tiêu đề của sao kê: cần cột ngày, nội dung và số tiền (hoặc ghi nợ, ghi có).")


class UnreadableCell(ValueError):
    """What stands in a cell is not what its column holds; the words say so to people."""

    def __init__(self, words: LazyString | str) -> None:
        """Keep the words."""
        self.words = words
        super().__init__(str(words))


@dataclass(frozen=True)
class Movement:
    """A row as it was read; `position` counts the file's rows from 1, the amount is in đồng, above zero."""

    position: int
    happened_on: date
    direction: Direction
    amount_dong: int
    content: str
    reference: str


@dataclass(frozen=True)
class RowProblem:
    """A row that cannot be read, and why."""

    position: int
    words: LazyString | str


@dataclass(frozen=True)
class Reading:
    """A statement as it was read."""

    movements: list[Movement]
    problems: list[RowProblem]


def read_statement(raw: bytes) -> Reading:
    """Read the bank's file: a wrong row is told, and the others are read.

    Raises UnreadableTable for a file that is no table, UnknownStatement for a table that is no statement.
    """
    rows = rows_of(raw)
    if len(rows) >= MOST_LINES:
        raise UnreadableTable(_l("Sao kê quá dài. Hãy tải từng khoảng thời gian ngắn hơn."))
    found = find_headings(rows)
    if found is None:
        raise UnknownStatement
    place, columns = found
    movements, problems = [], []
    for position, row in enumerate(rows[place + 1 :], start=place + 2):
        try:
            if movement := _movement(position, row, columns):
                movements.append(movement)
        except UnreadableCell as wrong:
            problems.append(RowProblem(position, wrong.words))
    return Reading(movements, problems)


def identities(movements: Sequence[Movement]) -> list[str]:
    """Name each row so that it is known again in whatever file it comes: rows that are alike are counted."""
    seen: Counter[tuple[object, ...]] = Counter()
    names = []
    for each in movements:
        plain = re.sub(r"[^a-z0-9]", "", fold(each.content))
        alike = (each.happened_on, each.direction, each.amount_dong, plain, each.reference.strip().upper())
        seen[alike] += 1
        text = "|".join([each.happened_on.isoformat(), *(str(part) for part in alike[1:]), str(seen[alike])])
        names.append(hashlib.sha256(text.encode()).hexdigest())
    return names


def _movement(position: int, row: Sequence[Cell], columns: dict[Column, int]) -> Movement | None:
    """Read a row; None for one that holds no movement (a total, an empty line, the next page's headings)."""
    cells = {column: row[place] if place < len(row) else None for column, place in columns.items()}
    if _is_empty(cells[Column.DATE]) or _is_title(cells):
        return None
    direction, amount = _money(cells)
    return Movement(
        position=position,
        happened_on=read_day(cells[Column.DATE]),
        direction=direction,
        amount_dong=amount,
        content=_words(cells[Column.CONTENT])[:LONGEST_CONTENT],
        reference=_words(cells.get(Column.REFERENCE))[:LONGEST_REFERENCE],
    )


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_title(cells: dict[Column, Cell]) -> bool:
    """A line of words only, such as a total or a note, has no amount and no day in it."""
    looked_at = (cells.get(column) for column in (Column.DATE, Column.DEBIT, Column.CREDIT, Column.AMOUNT))
    return not any(re.search(r"\d", str(each)) for each in looked_at)


def _money(cells: dict[Column, Cell]) -> tuple[Direction, int]:
    out, into = read_dong(cells.get(Column.DEBIT)), read_dong(cells.get(Column.CREDIT))
    single = read_dong(cells.get(Column.AMOUNT)) if not (out or into) else 0
    if out and into:
        raise UnreadableCell(_l("Vừa có tiền ra vừa có tiền vào."))
    if not (out or into or single):
        raise UnreadableCell(_l("Không có số tiền."))
    amount = abs(out or into or single)
    if amount > MOST_DONG:
        raise UnreadableCell(_l("Số tiền quá lớn."))
    if _refused(cells):
        return Direction.REFUSED, amount
    if single:
        return _direction_of(single, cells), amount
    return (Direction.OUT if out else Direction.IN), amount


def _direction_of(amount: int, cells: dict[Column, Cell]) -> Direction:
    """By the column that says it, else by the sign; a file of unsigned amounts lists what the bank paid."""
    said = fold(_words(cells.get(Column.KIND)))
    if said in OUT_WORDS | IN_WORDS:
        return Direction.OUT if said in OUT_WORDS else Direction.IN
    if amount < 0:
        return Direction.OUT
    signed = _words(cells.get(Column.AMOUNT)).startswith("+")
    return Direction.IN if signed or has_words(_words(cells[Column.CONTENT]), RETURN_WORDS) else Direction.OUT


def _refused(cells: dict[Column, Cell]) -> bool:
    return has_words(_words(cells.get(Column.STATE)), REFUSAL_WORDS)


def has_words(text: str, words: Sequence[str]) -> bool:
    """Whether the text, folded, has one of these words or phrases in it."""
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text)).split())
    return any(f" {each} " in f" {plain} " for each in words)


def read_dong(cell: Cell) -> int:
    """Read an amount as banks write it: 1.250.000, 1,250,000.00, -475000, (475,000), 475.000 VND; nothing is 0.

    Raises UnreadableCell.
    """
    if cell is None:
        return 0
    if isinstance(cell, bool | datetime) or (isinstance(cell, float) and not cell.is_integer()):
        raise _no_amount(cell)
    if isinstance(cell, int | float):
        return int(cell)
    text = re.sub(r"(?i)vnd|vnđ|₫|đ|\s|\u00a0", "", str(cell))
    if text in ("", "-", "0"):
        return 0
    negative = text.startswith(("-", "\u2212", "(")) or text.endswith("-")
    found = _GROUPED.fullmatch(text.strip("+-\u2212()"))
    if not found or int(found["part"] or 0):
        raise _no_amount(cell)
    amount = int(re.sub(r"[.,]", "", found["whole"])[:18])
    return -amount if negative else amount


def read_day(cell: Cell) -> date:
    """Read a day as banks write it: 23/11/2026, 23-11-2026 09:30, 2026-11-23, a day of Excel. Raises UnreadableCell."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, int | float) and SERIALS.start <= cell < SERIALS.stop:
        return EXCEL_DAY_ZERO + timedelta(days=int(cell))
    text = str(cell).strip()
    try:
        if found := _YEAR_FIRST.search(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.search(text):
            year = int(found[3])
            return date(year if year > LAST_SHORT_YEAR else 2000 + year, int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise UnreadableCell(_l("Không đọc được ngày “%(text)s”.", text=text[:40]))


def _words(cell: Cell) -> str:
    """A text that a database can keep, on one line; a number of Excel as it would stand in a CSV."""
    cell = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return " ".join(str(cell).replace("\x00", " ").split()) if cell is not None else ""


def _no_amount(cell: Cell) -> UnreadableCell:
    return UnreadableCell(_l("Không đọc được số tiền “%(text)s”.", text=str(cell)[:40]))
