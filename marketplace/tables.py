"""Tables that people upload: XLSX, CSV in UTF-8 or UTF-16. Only values are read; nothing in them is run."""

import csv
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from marketplace.errors import Invalid

Cell = str | int | float | bool | datetime | None
Rows = Sequence[Sequence[Cell]]

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_CELLS_WIDE = 60
MOST_LINES = 25_000
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
MOST_MERGED = 20_000


class UnreadableTable(Invalid):
    """The file is no table that we can read; the sentence says why."""

    sentence: ClassVar[LazyString | str] = _l("Tệp này không phải bảng XLSX hay CSV.")

    def __init__(self, sentence: LazyString | str | None = None) -> None:
        """Say it beside the form's field `file`."""
        super().__init__(sentence, field="file")


def rows_of(raw: bytes) -> Rows:
    """The rows of the file's first sheet. Raises UnreadableTable."""
    refuse_unfit(raw)
    return _of_workbook(raw) if raw.startswith(_ZIP) else _of_csv(_decoded(raw))


def refuse_unfit(raw: bytes) -> None:
    """Refuse what can be told at once to be no table of ours. Raises UnreadableTable."""
    if len(raw) > MOST_BYTES:
        raise _too_large()
    if raw.startswith(_OLD_EXCEL):
        raise UnreadableTable(_l("Tệp Excel kiểu cũ (.xls) không đọc được. Hãy lưu lại thành .xlsx."))


def rows_unmerged(raw: bytes) -> Rows:
    """The rows of the file's first sheet, where each of the cells that were merged has their value.

    Raises UnreadableTable.
    """
    rows = [list(row) for row in rows_of(raw)]
    left_to_fill = MOST_LINES * MOST_CELLS_WIDE
    for left, top, right, bottom in _merged_in(raw) if raw.startswith(_ZIP) else ():
        left_to_fill -= (min(bottom, len(rows)) - top + 1) * (min(right, MOST_CELLS_WIDE) - left + 1)
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) and left_to_fill > 0 else None
        for row in rows[top : bottom + 1] if value is not None else ():
            row[left : right + 1] = [value] * len(row[left : right + 1])
    return rows


def _merged_in(raw: bytes) -> list[tuple[int, int, int, int]]:
    """The first sheet's merged ranges: left, top, right and bottom, from 0."""
    sheet = load_workbook(BytesIO(raw), read_only=True).worksheets[0]
    with zipfile.ZipFile(BytesIO(raw)) as packed:
        written = packed.read(sheet._worksheet_path)  # noqa: SLF001  # else the whole sheet would be in memory
    found = (match.groups() for match, _ in zip(_MERGED.finditer(written), range(MOST_MERGED), strict=False))
    return [
        (
            column_index_from_string(left.decode()) - 1,
            int(top) - 1,
            column_index_from_string(right.decode()) - 1,
            int(bottom) - 1,
        )
        for left, top, right, bottom in found
    ]


def _of_workbook(raw: bytes) -> Rows:
    """The first sheet's rows, opened only after a look at their unpacked size."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
        if unpacked <= MOST_UNPACKED:
            sheet = load_workbook(BytesIO(raw), read_only=True, data_only=True).worksheets[0]
            return [list(row) for row in sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_CELLS_WIDE, values_only=True)]
    except Exception as broken:  # a broken workbook fails in a hundred ways that all mean the same
        raise UnreadableTable(_l("Tệp Excel này bị hỏng. Hãy xuất lại rồi gửi.")) from broken
    raise _too_large()


def _decoded(raw: bytes) -> str:
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as unreadable:
        raise UnreadableTable(_l("Tệp không ghi bằng UTF-8. Hãy lưu lại thành “CSV UTF-8” hoặc .xlsx.")) from unreadable
    if "\x00" in text:
        raise UnreadableTable
    return text


def _of_csv(text: str) -> Rows:
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return [row[:MOST_CELLS_WIDE] for row, _ in zip(reader, range(MOST_LINES), strict=False)]
    except csv.Error as unreadable:
        raise UnreadableTable from unreadable


def _delimiter(text: str) -> str:
    """What stands between the names of the columns: lines with digits may have commas within amounts."""
    lines = text[:20_000].splitlines()[:50]
    named = "".join(line for line in lines if not any(letter.isdigit() for letter in line))
    return max(",;\t", key=named.count)


def _too_large() -> UnreadableTable:
    return UnreadableTable(_l("Tệp quá lớn: tối đa %(megabytes)s MB.", megabytes=MOST_BYTES // 1024 // 1024))
