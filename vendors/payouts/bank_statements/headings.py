"""Which column of a bank's statement is which, by what Vietnamese banks and their English pages call it."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

from marketplace.tables import Cell
from marketplace.text import fold


class Column(StrEnum):
    """What a column says."""

    DATE = "date"
    DEBIT = "debit"
    """Money that left."""
    CREDIT = "credit"
    """Money that came."""
    AMOUNT = "amount"
    """Money either way: by its sign, or by the column KIND."""
    CONTENT = "content"
    REFERENCE = "reference"
    KIND = "kind"
    """D or C, out or in."""
    STATE = "state"
    """Whether the transfer was made."""
    BALANCE = "balance"
    """Left alone."""


NAMES: Final[dict[Column, tuple[str, ...]]] = {
    Column.BALANCE: ("so du", "so du cuoi", "so du sau giao dich", "balance", "running balance", "closing balance"),
    Column.DEBIT: (
        *("ghi no", "no", "so tien ghi no", "phat sinh no", "ps no", "tien ra", "so tien ra", "rut ra", "so tien rut"),
        *("debit", "debit amount", "withdrawal", "withdrawals", "paid out", "money out", "chi ra", "so tien chi"),
    ),
    Column.CREDIT: (
        *("ghi co", "co", "so tien ghi co", "phat sinh co", "ps co", "tien vao", "so tien vao", "gui vao"),
        *("credit", "credit amount", "deposit", "deposits", "paid in", "money in", "thu vao", "so tien thu"),
    ),
    Column.KIND: (
        "loai",
        "loai giao dich",
        "loai gd",
        "no/co",
        "d/c",
        "dr/cr",
        "cd",
        "dorc",
        "type",
        "transaction type",
    ),
    Column.STATE: ("trang thai", "tinh trang", "ket qua", "status", "state", "result"),
    Column.DATE: (
        *("ngay", "ngay giao dich", "ngay gd", "ngay hieu luc", "ngay hach toan", "ngay ghi so", "thoi gian"),
        *("thoi gian giao dich", "ngay gio", "date", "transaction date", "trans date", "tran date", "txn date"),
        *("posting date", "value date", "effective date", "booking date", "date time", "transaction time", "tnx date"),
    ),
    Column.CONTENT: (
        *("noi dung", "noi dung giao dich", "noi dung gd", "noi dung chuyen khoan", "noi dung chi tiet", "dien giai"),
        *("mo ta", "chi tiet", "chi tiet giao dich", "ghi chu", "description", "transaction description", "details"),
        *("transaction details", "transactions in detail", "remark", "remarks", "narrative", "content", "memo"),
    ),
    Column.REFERENCE: (
        *("tham chieu", "so tham chieu", "ma tham chieu", "ma giao dich", "ma gd", "so giao dich", "so but toan"),
        *(
            "but toan",
            "so ct",
            "so chung tu",
            "so gd",
            "ref",
            "ref no",
            "reference",
            "reference no",
            "reference number",
        ),
        *("transaction id", "transaction no", "transaction number", "trans id", "trace", "doc no", "ft"),
    ),
    Column.AMOUNT: (
        *("so tien", "so tien giao dich", "so tien gd", "gia tri", "phat sinh", "thanh tien"),
        *("amount", "transaction amount", "value"),
    ),
}
"""Folded; the first column that a heading fits is meant."""
ONLY_ALONE: Final = frozenset({"no", "co", "cd", "ft", "ref", "value", "type", "date", "ngay", "loai", "gia tri"})
"""Too short to be looked for within a longer heading."""
LOOKED_THROUGH: Final = 40
"""Rows above the headings: the bank's name, the account, the period."""


def find_headings(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[Column, int]] | None:
    """Give the place of the row of headings and of each column in it; None when no row can be one."""
    for place, row in enumerate(rows[:LOOKED_THROUGH]):
        columns = _columns(row)
        has_money = Column.AMOUNT in columns or {Column.DEBIT, Column.CREDIT} & columns.keys()
        if {Column.DATE, Column.CONTENT} <= columns.keys() and has_money:
            return place, columns
    return None


def column_named(heading: Cell) -> Column | None:
    """Give the column that a heading names, in Vietnamese or English or both ("Số tiền ghi nợ / Debit")."""
    if not isinstance(heading, str) or not heading.strip():
        return None
    whole = _plain(heading)
    pieces = [_plain(piece) for piece in re.split(r"[/\n(|]", heading)]
    return (
        _first(lambda name: name == whole) or _first(pieces.__contains__) or _first(lambda name: _within(name, whole))
    )


def _first(fits: Callable[[str], bool]) -> Column | None:
    return next((column for column, names in NAMES.items() if any(fits(name) for name in names)), None)


def _within(name: str, heading: str) -> bool:
    return name not in ONLY_ALONE and f" {name} " in f" {heading} "


def _columns(row: Sequence[Cell]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for place, heading in enumerate(row):
        if (column := column_named(heading)) is not None:
            found.setdefault(column, place)
    return found


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9/]+", " ", fold(heading)).split())
