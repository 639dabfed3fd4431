"""Statements of cash read from whatever was saved: never guessed, never half, told where they are wrong."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from marketplace.gateways.carriers.statements import CashStatement, UnreadableStatement, read_statement
from marketplace.tables import UnreadableTable

AMOUNTS = st.one_of(st.integers(0, 50_000_000), st.sampled_from([0, 1, 2**49]))
CODES = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=6, max_size=14).map(lambda code: f"GHN{code}")
ROWS = st.lists(
    st.tuples(CODES, AMOUNTS, st.integers(0, 200_000)), min_size=1, max_size=8, unique_by=lambda row: row[0]
)
WRITTEN = {
    "plain": str,
    "dots": lambda amount: f"{amount:,}".replace(",", "."),
    "commas": lambda amount: f"{amount:,}",
    "sign": lambda amount: f"{amount:,} ₫".replace(",", "."),
    "letters": lambda amount: f"{amount} VND",
}
"""Ways in which people and programs write an amount."""


def a_table(rows, *, header=("STT", "Mã vận đơn", "Tiền thu hộ (COD)", "Tổng phí"), fee: int = 5_500, **other):
    net = sum(cash - charged for _code, cash, charged in rows) - fee
    facts = {"Mã bảng kê": "GHN-2311/01", "Từ ngày": "22/11/2026", "Đến ngày": "2026-11-23"}
    below = {"Phí chuyển tiền": fee, "Thực nhận": net} | other
    return [
        *map(list, facts.items()),
        [],
        list(header),
        *([place, code, cash, charged] for place, (code, cash, charged) in enumerate(rows, start=1)),
        ["Tổng cộng", "", sum(cash for _, cash, _ in rows), sum(charged for _, _, charged in rows)],
        *map(list, below.items()),
    ]


def as_csv(table, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    written = StringIO()
    csv.writer(written, delimiter=delimiter).writerows(table)
    return written.getvalue().encode(encoding)


def as_xlsx(table) -> bytes:
    stored = BytesIO()
    with Workbook(stored, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(table):
            sheet.write_row(at, 0, row)
    return stored.getvalue()


def as_read(statement: CashStatement):
    return [(line.tracking_code, line.collected_dong, line.fee_dong) for line in statement.lines]


@given(rows=ROWS, fee=st.integers(0, 20_000), way=st.sampled_from(sorted(WRITTEN)), delimiter=st.sampled_from(",;\t"))
def test_whatever_is_written_is_read_to_the_dong(rows, fee: int, way: str, delimiter: str) -> None:
    net = sum(cash - charged for _code, cash, charged in rows) - fee
    table = [[WRITTEN[way](cell) if isinstance(cell, int) else cell for cell in row] for row in a_table(rows, fee=fee)]
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        raw = as_csv(table, delimiter=delimiter, encoding=encoding)
        if net < 0:
            with pytest.raises(UnreadableStatement):
                read_statement(raw)
            continue
        statement = read_statement(raw)
        assert as_read(statement) == rows
        assert (statement.net_dong, statement.transfer_fee_dong, statement.reference) == (net, fee, "GHN231101")


@given(rows=ROWS)
def test_a_workbook_says_the_same_as_its_csv(rows) -> None:
    table = a_table(rows, fee=0)
    if sum(cash - charged for _code, cash, charged in rows) >= 0:
        assert read_statement(as_xlsx(table)) == read_statement(as_csv(table, delimiter=";"))


@given(raw=st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_other_file_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read_statement(raw)
    assert refused.value.field == "file"


@given(
    found=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["reference", "rows", "net"]), inner)
        ),
        max_leaves=8,
    )
)
def test_any_other_answer_of_an_interface_is_refused(found: object) -> None:
    whole = {"reference": found, "begins_on": found, "ends_on": found, "transfer_fee": found, "net": found}
    row = {"order_code": found, "cod_amount": found, "total_fee": found}
    for sent in (found, whole | {"rows": found}, whole | {"rows": [row]}):
        with pytest.raises(UnreadableTable):
            read_statement(json.dumps(sent).encode())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"Thực nhận": 1}, "mà tệp ghi thực nhận 1 đồng"),
        ({"Thực nhận": ""}, "không ghi số tiền thực nhận"),
        ({"Thực nhận": "-5"}, "“-5” không phải số tiền"),
        ({"Phí chuyển tiền": "5k5"}, "“5k5” không phải số tiền"),
    ],
)
def test_a_sum_that_does_not_fit_is_told(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnreadableStatement, match=sentence):
        read_statement(as_csv(a_table([("GHN1", 500_000, 20_000)], **change)))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("GHN1", 500_000, 0), ("GHN2", 1, 0), ("ghn 1", 500_000, 0)], "GHN1 có hai lần, ở dòng 6 và dòng 8"),
        ([("GHN1", "nhiều", 0)], "Dòng 6: “nhiều” không phải số tiền"),
        ([("GHN1", "", 0)], "Dòng 6"),
        ([("GHN1", "12.5", 0)], "Dòng 6: “12.5”"),
        ([("GHN1", 10**16, 0)], "Dòng 6"),
        ([("", 500_000, 0)], "Dòng 6 không có mã vận đơn"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_line(rows, sentence: str) -> None:
    table = a_table([("GHN1", 1, 0)])
    table[5:6] = [[1, *row] for row in rows]
    with pytest.raises(UnreadableStatement, match=sentence):
        read_statement(as_csv(table))


@pytest.mark.parametrize(("dong", "is_kept"), [(2**53 - 1, True), (2**53, False)])
def test_amounts_are_exact_up_to_what_a_workbook_can_keep(dong: int, *, is_kept: bool) -> None:
    raw = as_xlsx(a_table([("GHN1", dong, 0)], fee=0))
    if is_kept:
        assert read_statement(raw).net_dong == dong
    else:
        with pytest.raises(UnreadableStatement, match="không phải số tiền"):
            read_statement(raw)


@pytest.mark.parametrize("gone", ["Mã vận đơn", "Tiền thu hộ (COD)", "Tổng phí"])
def test_a_missing_column_is_named(gone: str) -> None:
    header = tuple(name for name in ("STT", "Mã vận đơn", "Tiền thu hộ (COD)", "Tổng phí") if name != gone)
    with pytest.raises(UnreadableStatement, match="cần các cột"):
        read_statement(as_csv(a_table([("GHN1", 500_000, 0)], header=header)))


def test_a_statement_without_parcels_or_number_is_none() -> None:
    with pytest.raises(UnreadableStatement, match="không có vận đơn nào"):
        read_statement(as_csv(a_table([], fee=0)))
    without_number = a_table([("GHN1", 500_000, 0)])[1:]
    with pytest.raises(UnreadableStatement, match="không ghi mã bảng kê"):
        read_statement(as_csv(without_number))
