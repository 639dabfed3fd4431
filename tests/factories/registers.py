"""Spreadsheets of the province for tests, as people make them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from marketplace.accounts.models import User
from marketplace.database import db
from tests.factories.people import an_administrator
from vendors.programme.checking import check
from vendors.programme.models import RegisterImport
from vendors.programme.operations import apply, send

HEADS = ("TT", "Mã sản phẩm", "Tên sản phẩm", "Chủ thể", "Mã số thuế", "Xã, phường", "Hạng sao", "Ngày cấp")
MIEN = (
    1,
    "22-06838-17-4-2024",
    "Miến dong",
    "HTX Phát triển Đình Trung",
    "5701 234 567",
    "Xã Bình Liêu",
    4,
    "15/03/2024",
)
CHA = (2, "22-06652-9-5-2025", "Chả mực", "Công ty Bá Kiến", "5700.111.222", "Phường Hà Tu", "5 sao", "01/02/2025")
ROWS = (HEADS, MIEN, CHA)


def a_workbook(rows: Sequence[Sequence[Any]], *merged: str) -> bytes:
    """An XLSX file with these rows; ranges of cells may be merged."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()


def a_checked_register(rows: Sequence[Sequence[Any]] = ROWS, *merged: str, by: User | None = None) -> RegisterImport:
    """A spreadsheet that was sent and compared."""
    job = send(a_workbook(rows, *merged), name="so-ocop.xlsx", by=by or an_administrator())
    check(job.id)
    db.session.flush()
    return job


def an_applied_register(rows: Sequence[Sequence[Any]] = ROWS, *, drops_gone: bool = False) -> RegisterImport:
    """A spreadsheet that was written into the register."""
    job = a_checked_register(rows)
    apply(job, drops_gone=drops_gone, by=an_administrator())
    db.session.flush()
    return job
