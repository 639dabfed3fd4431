"""The banks of Vietnam with the numbers (BIN) by which NAPAS knows them."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marketplace.text import sort_key

_TABLE = Path(__file__).parent / "data" / "banks.csv"


@dataclass(frozen=True)
class Bank:
    """One bank. The BIN is six digits, or empty where NAPAS gives none."""

    bin: str
    code: str
    short_name: str
    name: str
    swift: str
    sends_by_qr: bool
    receives: bool
    is_deprecated: bool


def bank_by_bin(bank_bin: str) -> Bank | None:
    """The bank of this BIN under its present name; None for an unknown or empty one."""
    return _by_bin().get(bank_bin)


def banks_for_transfer() -> list[Bank]:
    """The banks that money can be sent to, one for each BIN, in the order of their short names."""
    receiving = [bank for bank in _by_bin().values() if bank.receives and not bank.is_deprecated]
    return sorted(receiving, key=lambda bank: sort_key(bank.short_name))


@cache
def _by_bin() -> dict[str, Bank]:
    """Renamed banks share a BIN with their old name: the one in use comes last and stays."""
    in_use_last = sorted(_rows(), key=lambda bank: (not bank.is_deprecated, bank.sends_by_qr))
    return {bank.bin: bank for bank in in_use_last if bank.bin}


@cache
def _rows() -> tuple[Bank, ...]:
    with _TABLE.open(encoding="utf-8", newline="") as table:
        lines = (line for line in table if not line.startswith("#"))
        return tuple(_bank(row) for row in csv.DictReader(lines))


def _bank(row: dict[str, str]) -> Bank:
    return Bank(
        bin=row["bin"],
        code=row["code"],
        short_name=row["short_name"],
        name=row["name_vi"],
        swift=row["swift"],
        sends_by_qr=row["vietqr_status"] == "TRANSFER_SUPPORTED",
        receives=row["vietqr_status"] != "NOT_SUPPORTED",
        is_deprecated=row["deprecated"] == "1",
    )
