"""Tables that people download: nothing in them runs."""

import csv
from io import BytesIO, StringIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from marketplace import clock
from marketplace.spreadsheets import STARTS_A_FORMULA, Sheet, as_csv, as_xlsx, unguarded

FORMULAS = ["=1+1", "+84", "-2", "@SUM(A1)", "\tx", "=HYPERLINK(1)"]


def read_csv(raw: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30))
def test_no_cell_of_a_csv_file_computes_and_each_can_be_read_back(words: str) -> None:
    [_heads, [cell, number]] = read_csv(as_csv(Sheet("x", ["a", "b"], [[words, -5]])))
    assert not cell.startswith(STARTS_A_FORMULA)
    assert number == "-5"
    if not words.startswith("'"):
        assert unguarded(cell) == words


def test_words_in_a_workbook_are_words_and_numbers_are_numbers() -> None:
    rows = [[words, 7, None, clock.now()] for words in FORMULAS]
    book = load_workbook(BytesIO(as_xlsx(Sheet("Đơn / hàng", ["a", "b", "c", "d"], rows), Sheet("Đơn  hàng", [], []))))
    page = book.worksheets[0]
    assert [page.cell(at, 1).data_type for at in range(2, 8)] == ["s"] * 6
    assert page.cell(2, 2).value == 7
    assert book.sheetnames == ["Đơn  hàng", "Đơn  hàng 2"]
