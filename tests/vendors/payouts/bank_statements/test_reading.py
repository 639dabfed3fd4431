"""Statements of several banks, in several forms; and files that are none."""

import zipfile
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from marketplace import tables
from marketplace.tables import UnreadableTable
from tests.factories.payouts import HEADINGS, as_csv, as_xlsx
from vendors.payouts.bank_statements import reading
from vendors.payouts.bank_statements.headings import Column, column_named
from vendors.payouts.bank_statements.models import Direction
from vendors.payouts.bank_statements.reading import (
    UnknownStatement,
    UnreadableCell,
    identities,
    read_day,
    read_dong,
    read_statement,
)

ROW = ("23/11/2026", "CHI TRA CT7K2M9QXD", 475_000, None, "FT1")


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Ngày giao dịch", Column.DATE),
        ("Ngày giao dịch/ Trans. Date", Column.DATE),
        ("TNX Date", Column.DATE),
        ("Số tiền ghi nợ\nDebit", Column.DEBIT),
        ("Nợ / Debit", Column.DEBIT),
        ("PS Nợ", Column.DEBIT),
        ("Phát sinh có", Column.CREDIT),
        ("Credit Amount (VND)", Column.CREDIT),
        ("Số tiền", Column.AMOUNT),
        ("Amount (VND)", Column.AMOUNT),
        ("Nợ/Có", Column.KIND),
        ("Nội dung chi tiết/ Transactions in detail", Column.CONTENT),
        ("Diễn giải", Column.CONTENT),
        ("Số tham chiếu", Column.REFERENCE),
        ("Mã GD", Column.REFERENCE),
        ("Trạng thái", Column.STATE),
        ("Số dư/ Balance", Column.BALANCE),
        ("STT", None),
        ("Loại tiền", None),
        ("Tài khoản đối ứng", None),
        (None, None),
        (12, None),
    ],
)
def test_columns_are_known_by_what_banks_call_them(heading: object, column: Column | None) -> None:
    assert column_named(heading) is column


@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        (None, 0),
        ("", 0),
        ("-", 0),
        (475_000, 475_000),
        (475_000.0, 475_000),
        ("475.000", 475_000),
        ("475,000", 475_000),
        ("1,250,000.00", 1_250_000),
        ("1.250.000,00", 1_250_000),
        ("475000.00", 475_000),
        ("475 000 VND", 475_000),
        ("475.000 đ", 475_000),
        ("-475,000", -475_000),
        ("475,000-", -475_000),
        ("(475,000)", -475_000),
        ("+475,000", 475_000),
        ("9.007.199.254.740.991", 2**53 - 1),
        (1, 1),
    ],
)
def test_amounts_are_read_as_banks_write_them(cell: object, dong: int) -> None:
    assert read_dong(cell) == dong


@pytest.mark.parametrize("cell", ["1,5", "abc", "1.2.3", "12,34,567", 0.5, True, datetime(2026, 1, 1), float("nan")])  # noqa: DTZ001 - as Excel gives it
def test_what_is_no_whole_amount_is_told(cell: object) -> None:
    with pytest.raises(UnreadableCell):
        read_dong(cell)


@pytest.mark.parametrize(
    "cell",
    ["23/11/2026", "23-11-2026 09:30:11", "23.11.2026", "23/11/26", "2026-11-23", "2026-11-23T08:00:00", 46_349],
)
def test_days_are_read_as_banks_write_them(cell: object) -> None:
    assert read_day(cell) == date(2026, 11, 23)


@pytest.mark.parametrize("cell", ["31/02/2026", "hôm qua", 7, "2026"])
def test_what_is_no_day_is_told(cell: object) -> None:
    with pytest.raises(UnreadableCell):
        read_day(cell)


@given(st.integers(1, 10**15), st.sampled_from([",", "."]))
def test_any_amount_is_read_back(amount: int, mark: str) -> None:
    assert read_dong(f"{amount:,}".replace(",", mark)) == amount


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_statement_with_both_directions(write) -> None:
    found = read_statement(write([ROW, ("24/11/2026", "HOAN TRA", None, "475.000", "FT2")]))
    assert [(each.happened_on.day, each.direction, each.amount_dong, each.reference) for each in found.movements] == [
        (23, Direction.OUT, 475_000, "FT1"),
        (24, Direction.IN, 475_000, "FT2"),
    ]
    assert found.problems == []


def test_the_same_rows_are_known_in_whatever_file_they_come() -> None:
    rows = [ROW, ROW, ("24/11/2026", "PHÍ sms", 11_000, None, 12345)]
    names = identities(read_statement(as_csv(rows)).movements)
    assert len(set(names)) == 3
    assert names == identities(read_statement(as_xlsx(rows)).movements)
    assert identities(read_statement(as_csv(rows[1:])).movements)[0] == names[0]


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        (("Date", "Description", "Amount"), ("2026-11-23", "CT", "-475,000"), Direction.OUT),
        (("Date", "Description", "Amount"), ("2026-11-23", "CT", "+475,000"), Direction.IN),
        (("Date", "Description", "Amount"), ("2026-11-23", "Hoàn trả CT", "475,000"), Direction.IN),
        (("Date", "Description", "Amount"), ("2026-11-23", "CT", "475,000"), Direction.OUT),
        (("Ngày", "Nội dung", "Số tiền", "Nợ/Có"), ("23/11/2026", "CT", "475.000", "C"), Direction.IN),
        (("Ngày", "Nội dung", "Số tiền", "Nợ/Có"), ("23/11/2026", "CT", "475.000", "Nợ"), Direction.OUT),
        (("Ngày", "Nội dung", "Số tiền", "Trạng thái"), ("23/11/2026", "CT", "475.000", "Thất bại"), Direction.REFUSED),
        (("Ngày", "Nội dung", "Số tiền", "Trạng thái"), ("23/11/2026", "CT", "475.000", "Thành công"), Direction.OUT),
    ],
)
def test_which_way_money_went(headings, row, expected) -> None:
    [found] = read_statement(as_csv([row], headings=headings)).movements
    assert (found.direction, found.amount_dong) == (expected, 475_000)


def test_wrong_rows_are_told_and_the_others_read() -> None:
    found = read_statement(
        as_csv(
            [("hôm 23 gì đó", "x", 1, None, ""), ROW, ("23/11/2026", "y", 1, 2, ""), ("23/11/2026", "z", "", "", "")]
        )
    )
    assert [each.position for each in found.movements] == [5]
    assert [(each.position, str(each.words)[:24]) for each in found.problems] == [
        (4, "Không đọc được ngày “hôm"),
        (6, "Vừa có tiền ra vừa có ti"),
        (7, "Không có số tiền."),
    ]


def test_formulas_are_not_run_and_not_read() -> None:
    book, stored = Workbook(), BytesIO()
    book.active.append(HEADINGS)
    book.active.append(["23/11/2026", "CT", "=1+1", None, ""])
    book.save(stored)
    [problem] = read_statement(stored.getvalue()).problems
    assert str(problem.words) == "Không có số tiền."


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02",
        b"PK\x03\x04 not a zip",
        "Ngày,Nội dung,Số tiền".encode("utf-16-le"),
        "Ngày;Nội dung;Số tiền".encode("cp1258", errors="replace"),
        b"%PDF-1.7",
    ],
)
def test_a_file_that_is_no_table_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableTable):
        read_statement(raw)


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3", "Ngày,Số tiền\n23/11/2026,1", "Nội dung,Số tiền\nx,1"])
def test_a_table_that_is_no_statement_is_refused(text: str) -> None:
    with pytest.raises(UnknownStatement):
        read_statement(text.encode())


def test_a_bomb_is_not_unpacked() -> None:
    stored = BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (tables.MOST_UNPACKED + 1))
    assert len(stored.getvalue()) < tables.MOST_BYTES
    with pytest.raises(UnreadableTable):
        read_statement(stored.getvalue())


def test_a_row_far_below_does_not_fill_the_memory() -> None:
    book, stored = Workbook(), BytesIO()
    book.active.append(HEADINGS)
    book.active.cell(1_048_576, 1, "x")
    book.save(stored)
    with pytest.raises(UnreadableTable):
        read_statement(stored.getvalue())


def test_a_statement_that_is_too_long_is_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_LINES", 6)
    monkeypatch.setattr(reading, "MOST_LINES", 6)
    with pytest.raises(UnreadableTable):
        read_statement(as_csv([ROW] * 9))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_comes_is_read_or_refused(raw: bytes) -> None:
    for content in (raw, b"Ngay,Noi dung,So tien\n" + raw):
        with suppress(UnreadableTable):
            assert read_statement(content).movements is not None
