"""From the bytes of the province's spreadsheet to rows that are understood, each with its problems in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from flask_babel import gettext

from marketplace import clock
from marketplace.tables import Cell, UnreadableTable, rows_unmerged
from marketplace.text import fold, slug
from vendors.certificates.operations import MONTHS_VALID, months_after
from vendors.models import VendorKind
from vendors.programme.communes import Gazetteer
from vendors.programme.heads import Heads, find_heads
from vendors.programme.values import (
    Unreadable,
    code_of,
    day_of,
    day_within,
    kind_named,
    star_of,
    tax_code_of,
    text_of,
    year_of,
)

PROGRAMME_BEGAN: Final = date(2013, 1, 1)
"""Quang Ninh began its programme in 2013, before the country did."""
MOST_ROWS: Final = 10_000
LONGEST: Final = 180
_TOTALS: Final = frozenset({"tong", "cong", "tong-cong", "tong-so", "nguoi-lap", "nguoi-lap-bieu", "ghi-chu"})
_NUMBERED: Final = re.compile(r"^(?:[IVXLC]+|[A-Z]|\d+)\s*[.)/-]\s*|^(?:[IVXLC]+|[A-Z])$")


@dataclass
class ReadRow:
    """A row as it was understood. Days are days, the commune is a code, the set a number; what is unsaid is None."""

    number: int
    name: str = ""
    producer: str = ""
    kind: VendorKind = VendorKind.HOUSEHOLD
    tax_code: str | None = None
    commune_code: str = ""
    category_number: int | None = None
    code: str | None = None
    stem: str | None = None
    star: int | None = None
    says_star: bool = False
    decision: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    registered_on: date | None = None
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    said_maker: str = ""

    @property
    def maker_key(self) -> str:
        """What tells its producer from the others of the file."""
        return self.said_maker or self.tax_code or f"{fold(self.producer)}|{self.commune_code}"

    @property
    def rated_in(self) -> date:
        """By which of two rows of one product the later is known."""
        code = code_of(self.code or "")
        return self.issued_on or (date(code.year, 1, 1) if code else date.min)


@dataclass(frozen=True)
class Register:
    """The rows of a register, and the heads that mean nothing."""

    rows: Sequence[ReadRow]
    unused: Sequence[str]


def read_register(raw: bytes, categories: Mapping[str, int]) -> Register:
    """Read the spreadsheet; `categories` gives the product sets by their folded names.

    Raises UnreadableTable or one of its kinds, in a sentence that says what to do.
    """
    table = rows_unmerged(raw)
    heads = find_heads([[text_of(cell) for cell in row] for row in table])
    reader = _Reader(heads, Gazetteer(), categories)
    below = enumerate(table[heads.below :], start=heads.below + 1)
    rows = [row for number, cells in below if (row := reader.read(number, cells))]
    if not rows:
        raise UnreadableTable(gettext("Dưới dòng tiêu đề chưa có sản phẩm nào."))
    if len(rows) > MOST_ROWS:
        raise UnreadableTable(
            gettext("Tệp có quá nhiều dòng: tối đa %(most)s. Hãy chia thành nhiều tệp.", most=MOST_ROWS)
        )
    _mark_repeated(rows)
    return Register(rows, heads.unused)


_SET: Final = re.compile(r"(?:bo|nhom|set)?\s*(?:san pham)?\s*(\d{1,2})(?!\d)")


class _Reader:
    """Reads row after row; a line that names a district holds for the rows below it."""

    def __init__(self, heads: Heads, gazetteer: Gazetteer, categories: Mapping[str, int]) -> None:
        self._heads, self._gazetteer, self._categories = heads, gazetteer, categories
        self._district = ""

    def read(self, number: int, cells: Sequence[Cell]) -> ReadRow | None:
        """The row, or None for a line that is no product (empty, a group's title, a total, numbers of columns)."""
        said = {key: cells[place] for key, place in self._heads.places.items() if place < len(cells)}
        if self._is_title(said, cells):
            return None
        row = ReadRow(number)
        for understand in (self._named, self._made, self._placed, self._rated, self._dated):
            understand(row, said)
        return row

    def _is_title(self, said: Mapping[str, Cell], cells: Sequence[Cell]) -> bool:
        filled = list(dict.fromkeys(text for cell in cells if (text := text_of(cell))))
        if not filled or slug(filled[0]) in _TOTALS:
            return True
        if all(text.strip("()[] ").isdigit() or len(text.strip("()[] ")) == 1 for text in filled):
            return True
        if text_of(said.get("name")) and text_of(said.get("producer")) and len(filled) > 1:
            return False
        titles = [title for text in filled if (title := _NUMBERED.sub("", text))]
        self._district = next((title for title in titles if self._gazetteer.is_district(title)), self._district)
        return len(titles) == 1 and (titles != filled or titles[0] != text_of(said.get("name")) or _spans(said))

    def _named(self, row: ReadRow, said: Mapping[str, Cell]) -> None:
        row.name, row.code = text_of(said.get("name"))[:LONGEST], text_of(said.get("code"))[:LONGEST] or None
        if not row.name:
            row.problems.append(gettext("Thiếu tên sản phẩm."))
        code = code_of(row.code or "")
        row.stem = code.stem if code else row.code
        if row.code and not code:
            row.remarks.append(gettext("Mã “%(code)s” khác mẫu tỉnh-xã-số-sao-năm.", code=row.code[:60]))
        row.category_number = self._category(text_of(said.get("category")))

    def _category(self, words: str) -> int | None:
        numbered = _SET.match(fold(words))
        if numbered and int(numbered[1]) in self._categories.values():
            return int(numbered[1])
        return self._categories.get(slug(words))

    def _made(self, row: ReadRow, said: Mapping[str, Cell]) -> None:
        row.producer = text_of(said.get("producer"))[:LONGEST]
        if not row.producer:
            row.problems.append(gettext("Thiếu tên chủ thể."))
        kind = kind_named(text_of(said.get("kind"))) or kind_named(row.producer)
        if kind is None and row.producer:
            row.remarks.append(gettext("Không rõ loại hình chủ thể, coi là hộ sản xuất."))
        row.kind = kind or VendorKind.HOUSEHOLD
        row.tax_code = _tried(row, tax_code_of, said.get("tax_code"))

    def _placed(self, row: ReadRow, said: Mapping[str, Cell]) -> None:
        district = text_of(said.get("district")) or self._district
        try:
            found = self._gazetteer.meant(text_of(said.get("commune")) or text_of(said.get("address")), district)
        except Unreadable as refused:
            row.problems.append(str(refused))
            return
        row.commune_code = found.commune.code
        row.remarks += [found.remark] if found.remark else []

    def _rated(self, row: ReadRow, said: Mapping[str, Cell]) -> None:
        row.star = _tried(row, star_of, said.get("star"))
        row.says_star = "star" in said
        row.decision = text_of(said.get("decision"))[:LONGEST]
        code = code_of(row.code or "")
        if code and row.says_star and row.star and row.star != code.star:
            row.problems.append(
                gettext("Mã ghi %(code)s sao, cột hạng ghi %(star)s sao.", code=code.star, star=row.star)
            )
        if code and not row.says_star and code.star > 2:  # noqa: PLR2004  # below three there is no certificate
            row.star, row.says_star = code.star, True

    def _dated(self, row: ReadRow, said: Mapping[str, Cell]) -> None:
        row.issued_on = _tried(row, day_of, said.get("issued_on")) or day_within(row.decision)
        row.expires_on = _tried(row, day_of, said.get("expires_on"))
        code = code_of(row.code or "")
        year = _tried(row, year_of, said.get("year")) or (code.year if code else None)
        first = _tried(row, year_of, said.get("registered_on"))
        registered = _tried(row, day_of, said.get("registered_on")) if first and _is_day(said) else None
        row.registered_on = registered or (date(first, 1, 1) if first else None)
        _check_days(row, year)


def _spans(said: Mapping[str, Cell]) -> bool:
    """Whether one text stands in every column: a title across the table."""
    return len(said) > 1 and len({text_of(cell) for cell in said.values()}) == 1


def _tried(row: ReadRow, read: Any, cell: Cell) -> Any:
    """What a cell says, or a problem of the row."""
    try:
        return read(cell)
    except Unreadable as refused:
        row.problems.append(str(refused))
        return None


def _is_day(said: Mapping[str, Cell]) -> bool:
    """Whether the registration is told to the day: a year alone is one of four digits."""
    return len(text_of(said.get("registered_on"))) > len("2022")


def _check_days(row: ReadRow, year: int | None) -> None:
    issued = row.issued_on
    if row.star is None:
        row.expires_on = None
        return
    if issued and not PROGRAMME_BEGAN <= issued <= clock.today():
        row.problems.append(gettext("Ngày cấp %(day)s không thể đúng.", day=f"{issued:%d/%m/%Y}"))
    elif issued and row.expires_on and row.expires_on <= issued:
        row.problems.append(gettext("Ngày hết hạn phải sau ngày cấp."))
    elif issued and not row.expires_on:
        row.expires_on = months_after(issued, MONTHS_VALID)
    elif not issued and not row.expires_on:
        row.remarks.append(gettext("Không có ngày cấp: chưa biết hạn của hạng sao."))
    if issued and year and abs(issued.year - year) > 1:
        row.problems.append(gettext("Ngày cấp %(day)s khác năm %(year)s.", day=f"{issued:%d/%m/%Y}", year=year))


def _mark_repeated(rows: Sequence[ReadRow]) -> None:
    """Tell rows with one code; those of one product with different stars are its history, which is no error."""
    first: dict[str, ReadRow] = {}
    for row in rows:
        identity = row.code or f"{fold(row.name)}|{row.maker_key}|{row.star}|{row.issued_on}"
        if not row.name or identity not in first:
            first.setdefault(identity, row)
            continue
        other = first[identity]
        sentence = gettext("Mã %(code)s", code=row.code) if row.code else gettext("Sản phẩm này")
        row.problems.append(gettext("%(what)s đã có ở dòng %(number)s.", what=sentence, number=other.number))
        if fold(other.name) != fold(row.name) or other.maker_key != row.maker_key:
            other.problems.append(
                gettext("%(what)s có ở dòng %(number)s với nội dung khác.", what=sentence, number=row.number)
            )
