"""Tables that people upload: XLSX, CSV in UTF-8 or UTF-16. Only values are read; nothing in them is run."""

import csv
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from openpyxl import load_workbook

from marketplace.errors import Invalid

Cell = str | int | float | bool | datetime | None
Rows = Sequence[Sequence[Cell]]

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_CELLS_WIDE = 60
MOST_LINES = 25_000
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class UnreadableTable(Invalid):
    """The file is no table that we can read; the sentence says why."""

    sentence: ClassVar[LazyString | str] = _l("Tệp này không phải bảng XLSX hay CSV.")

    def __init__(self, sentence: LazyString | str | None = None) -> None:
        """Say it beside the form's field `file`."""
        super().__init__(sentence, field="file")


def rows_of(raw: bytes) -> Rows:
    """The rows of the file's first sheet. Raises UnreadableTable."""
    if len(raw) > MOST_BYTES:
        raise _too_large()
    if raw.startswith(_OLD_EXCEL):
        raise UnreadableTable(_l("Tệp Excel kiểu cũ (.xls) không đọc được. Hãy lưu lại thành .xlsx."))
    return _of_workbook(raw) if raw.startswith(_ZIP) else _of_csv(_decoded(raw))


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
