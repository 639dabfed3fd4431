"""The file for the bank: plain words, exact amounts, and nothing that a spreadsheet would run."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from vendors.payouts.batches.files import HEADINGS, FileLine, as_csv, as_workbook

MADE = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LINE = FileLine("970436", "VIETCOMBANK", "0011004455667", "Hoàng Thị Mai", 2**53 - 1, "CHI TRA CT7K2M9QXD")
PLAIN = ("1", "970436", "VIETCOMBANK", "0011004455667", "HOANG THI MAI", "9007199254740991", "CHI TRA CT7K2M9QXD")


def read(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in csv.reader(StringIO(content.decode("ascii")))]


def test_a_csv_holds_the_bank_account_holder_amount_and_memo_without_marks() -> None:
    assert read(as_csv([LINE])) == [HEADINGS, PLAIN]


def test_a_workbook_keeps_zeros_of_accounts_and_amounts_as_numbers() -> None:
    sheet = load_workbook(BytesIO(as_workbook([LINE], made_at=MADE))).active
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows == [HEADINGS, (1, *PLAIN[1:5], 2**53 - 1, PLAIN[6])]
    assert {cell.data_type for cell in sheet["D"]} == {"s"}


def test_the_same_transfers_give_the_same_bytes() -> None:
    assert as_workbook([LINE], made_at=MADE) == as_workbook([LINE], made_at=MADE)
    assert as_csv([LINE]) == as_csv([LINE])


@given(st.text(max_size=40), st.text(max_size=40), st.integers(1, 2**53))
def test_no_name_becomes_a_formula_and_no_row_is_lost(name: str, bank: str, amount: int) -> None:
    line = FileLine("970436", f"={bank}", "123456", f"=HYPERLINK({name}", amount, f"+{name}")
    [_, row] = list(csv.reader(StringIO(as_csv([line]).decode(), newline="")))
    assert int(row[5]) == amount
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    sheet = load_workbook(BytesIO(as_workbook([line], made_at=MADE))).active
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}
