"""A carrier's statement of the cash it took: read from XLSX, CSV or JSON into one shape, or refused with the place.

Above the rows stand its number and its period, below them what is taken for the transfer and what is brought; which
names carriers use for these is written down here. Amounts are whole đồng. Nothing is guessed: a sum that does not fit
its rows is refused.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.clock import VIETNAM
from marketplace.tables import Cell, Rows, UnreadableTable, rows_of

MOST_ROWS = 20_000
MOST_DONG = 2**53 - 1
"""Workbooks keep numbers exactly up to here."""
LONGEST_CODE = 100
LONGEST_REFERENCE = 40
COLUMNS: dict[str, frozenset[str]] = {
    "code": frozenset({"ma van don", "ma don hang", "ma don ghn", "ma don", "order code", "tracking code", "label id"}),
    "cash": frozenset({"tien thu ho", "tien cod", "cod", "thu ho", "cod amount", "collected", "pick money"}),
    "fee": frozenset({"phi", "tong phi", "phi dich vu", "cuoc phi", "fee", "total fee"}),
}
FACTS: dict[str, frozenset[str]] = {
    "reference": frozenset({"ma bang ke", "ma doi soat", "so bang ke", "ma phien", "reference"}),
    "begins_on": frozenset({"tu ngay", "begins on", "from"}),
    "ends_on": frozenset({"den ngay", "ends on", "to"}),
    "transfer_fee": frozenset({"phi chuyen tien", "phi chuyen khoan", "transfer fee"}),
    "net": frozenset({"thuc nhan", "thuc chuyen", "con lai", "tong chuyen khoan", "net"}),
}
TOTALS = frozenset({"cong", "tong", "tong cong", "total"})
_AMOUNT = re.compile(
    r"([0-9]{1,3}(?:[.,][0-9]{3}){1,5}|[0-9]{1,16})(?:[.,]0{1,2})?\s*(?:d|₫|đ|vnd|vnđ)?", re.IGNORECASE
)
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y")


class UnreadableStatement(UnreadableTable):
    """The table is no statement of a carrier that we can read; the sentence says what and where."""

    sentence: ClassVar[LazyString | str] = _l("Không đọc được bảng kê này.")


@dataclass(frozen=True)
class StatementLine:
    """One parcel: what was taken for it at the door and what the carrier charges, in đồng."""

    line: int
    tracking_code: str
    collected_dong: int
    fee_dong: int


@dataclass(frozen=True)
class CashStatement:
    """A whole statement; `net_dong` is what the carrier brings: collected less fees and the fee of the transfer."""

    reference: str
    begins_on: date | None
    ends_on: date | None
    transfer_fee_dong: int
    net_dong: int
    lines: tuple[StatementLine, ...] = field(repr=False)

    @property
    def collected_dong(self) -> int:
        """All that was taken at doors."""
        return sum(line.collected_dong for line in self.lines)

    @property
    def fees_dong(self) -> int:
        """All that is charged for parcels."""
        return sum(line.fee_dong for line in self.lines)


def read_statement(raw: bytes) -> CashStatement:
    """Read the file, or what a carrier's interface gave. Raises UnreadableTable or its kind UnreadableStatement."""
    rows = _of_json(raw) if raw.lstrip()[:1] == b"{" else rows_of(raw)
    at, columns = _header(rows)
    facts = _facts([*rows[:at]])
    lines = list(_lines(rows, at, columns, facts))
    if not lines:
        raise UnreadableStatement(_l("Bảng kê không có vận đơn nào."))
    _refuse_repeated(lines)
    return _checked(facts, lines)


def _of_json(raw: bytes) -> Rows:
    """What a carrier's interface gives, laid out as its files are."""
    try:
        found = json.loads(raw)
        facts = [[name.replace("_", " "), found[name]] for name in FACTS]
        header = ["order_code", "cod_amount", "total_fee"]
        rows = [[row[name] for name in header] for row in found["rows"]]
    except (ValueError, RecursionError, KeyError, TypeError) as unreadable:
        raise UnreadableStatement(_l("Dữ liệu của hãng không đọc được.")) from unreadable
    if not all(isinstance(name, str) for name in (found["reference"], *(row[0] for row in rows))):
        raise UnreadableStatement(_l("Dữ liệu của hãng không đọc được."))
    return [*facts, header, *rows]


def _header(rows: Rows) -> tuple[int, Mapping[str, int]]:
    """Which row names the columns, and where each of ours is."""
    for at, row in enumerate(rows[:50]):
        names = [_plain(cell) for cell in row]
        found = {
            ours: next((i for i, name in enumerate(names) if name in theirs), -1) for ours, theirs in COLUMNS.items()
        }
        if min(found.values()) >= 0:
            return at, found
    raise UnreadableStatement(_l("Tệp này không phải bảng kê thu hộ: cần các cột Mã vận đơn, Tiền thu hộ và Phí."))


def _lines(rows: Rows, at: int, columns: Mapping[str, int], facts: dict[str, Cell]) -> Iterator[StatementLine]:
    """The parcels below the header; rows that name a sum instead go to the facts."""
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if below := _facts([row]):
            facts.update(below)
        elif any(_text(cell) for cell in row) and not _is_sum(row):
            yield _line(row, number, columns)


def _line(row: Sequence[Cell], number: int, columns: Mapping[str, int]) -> StatementLine:
    cells = {name: row[place] if place < len(row) else None for name, place in columns.items()}
    code = "".join(_text(cells["code"]).split()).upper()
    if not code or len(code) > LONGEST_CODE:
        raise UnreadableStatement(_l("Dòng %(line)s không có mã vận đơn.", line=number))
    return StatementLine(number, code, _amount(cells["cash"], number), _amount(cells["fee"], number))


def _is_sum(row: Sequence[Cell]) -> bool:
    """Whether the row is a total, or a fact that nothing stands beside."""
    first = next((_plain(cell) for cell in row if _text(cell)), "")
    return first in TOTALS or any(first in theirs for theirs in FACTS.values())


def _facts(rows: Iterable[Sequence[Cell]]) -> dict[str, Cell]:
    """What stands beside a name that we know."""
    found: dict[str, Cell] = {}
    for row in rows:
        filled = [cell for cell in row if _text(cell)]
        name = _plain(filled[0]) if len(filled) > 1 else ""
        for ours, theirs in FACTS.items():
            if name in theirs:
                found[ours] = filled[1]
    return found


def _checked(facts: Mapping[str, Cell], lines: Sequence[StatementLine]) -> CashStatement:
    fee = _amount(facts["transfer_fee"], 0) if "transfer_fee" in facts else 0
    left = sum(line.collected_dong - line.fee_dong for line in lines) - fee
    if "net" not in facts:
        raise UnreadableStatement(_l("Bảng kê không ghi số tiền thực nhận."))
    net = _amount(facts["net"], 0)
    if net != left:
        raise UnreadableStatement(
            _l("Thu hộ trừ các khoản phí còn %(left)s đồng, mà tệp ghi thực nhận %(net)s đồng.", left=left, net=net)
        )
    reference = re.sub(r"[^A-Z0-9]", "", _ascii(_text(facts.get("reference"))).upper())
    if not reference or len(reference) > LONGEST_REFERENCE:
        raise UnreadableStatement(_l("Bảng kê không ghi mã bảng kê."))
    return CashStatement(reference, _day(facts.get("begins_on")), _day(facts.get("ends_on")), fee, net, tuple(lines))


def _refuse_repeated(lines: Sequence[StatementLine]) -> None:
    if len(lines) > MOST_ROWS:
        raise UnreadableStatement(_l("Bảng kê có hơn %(most)s vận đơn; hãy chia nhỏ.", most=MOST_ROWS))
    seen: dict[str, int] = {}
    for line in lines:
        if line.tracking_code in seen:
            raise UnreadableStatement(
                _l(
                    "Mã vận đơn %(code)s có hai lần, ở dòng %(first)s và dòng %(second)s.",
                    code=line.tracking_code,
                    first=seen[line.tracking_code],
                    second=line.line,
                )
            )
        seen[line.tracking_code] = line.line


def _amount(cell: Cell, line: int) -> int:
    """Whole đồng, as a number or as people write it: 1.234.567, 1,234,567 ₫."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        is_whole = 0 <= cell <= MOST_DONG and cell == int(cell)
        amount = int(cell) if is_whole else -1
    else:
        found = _AMOUNT.fullmatch(_text(cell))
        amount = int(re.sub(r"[.,]", "", found[1])) if found else -1
    if not 0 <= amount <= MOST_DONG:
        raise _no_amount(cell, line)
    return amount


def _no_amount(cell: Cell, line: int) -> UnreadableStatement:
    shown = _text(cell)[:40]
    if line:
        return UnreadableStatement(_l("Dòng %(line)s: “%(cell)s” không phải số tiền.", line=line, cell=shown))
    return UnreadableStatement(_l("“%(cell)s” không phải số tiền.", cell=shown))


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    for form in _DAYS:
        try:
            return datetime.strptime(_text(cell), form).replace(tzinfo=VIETNAM).date()
        except ValueError:
            continue
    return None


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _plain(cell: Cell) -> str:
    """A name in small letters without marks, signs and brackets: 'Tiền thu hộ (COD)' is 'tien thu ho'."""
    bare = re.sub(r"\(.*?\)", " ", _ascii(_text(cell)).lower())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def _ascii(text: str) -> str:
    without_marks = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in without_marks if not unicodedata.combining(letter))
