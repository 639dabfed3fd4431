"""The province's spreadsheet is read with its traps, compared, asked about, applied once, and kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.tables import UnreadableTable
from tests.factories.people import an_administrator
from tests.factories.registers import CHA, HEADS, MIEN, ROWS, a_checked_register, a_workbook, an_applied_register
from tests.factories.vendors import a_vendor
from vendors.programme import operations, queries
from vendors.programme.checking import check
from vendors.programme.models import (
    RegisterImport,
    RegisterProducer,
    RegisterProduct,
    RegisterRating,
    RegisterRow,
    RegisterStatus,
    RowState,
)

pytestmark = pytest.mark.usefixtures("app")


def rows_of(job: RegisterImport, state: RowState) -> Sequence[RegisterRow]:
    return db.session.scalars(queries.rows_in(job, state)).all()


def the_row(job: RegisterImport) -> RegisterRow:
    [row] = db.session.scalars(select(RegisterRow).where(RegisterRow.import_id == job.id))
    return row


def product(name: str) -> RegisterProduct:
    return db.session.scalars(queries.products_matching(name)).one()


def with_cell(head: str, value: Any) -> tuple[Any, ...]:
    """The row of the vermicelli with another value below that head."""
    return tuple(value if each == head else old for each, old in zip(HEADS, MIEN, strict=True))


def test_titles_two_rows_of_heads_and_merged_cells_are_understood() -> None:
    job = a_checked_register(
        [
            ["UBND TỈNH QUẢNG NINH"],
            ["DANH MỤC SẢN PHẨM OCOP", None, None, None, None, None, None, None],
            [],
            ["TT", "Chủ thể", None, None, "Sản phẩm", None, "Quyết định", None],
            [None, "Tên", "MST", "Xã/phường (cũ)", "Tên", "Số sao", "Số", "Ngày"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
            ["I", "Huyện Tiên Yên", None, None, None, None, None, None],
            [1, "HTX Đồng Rui", 5701234567, "Xã Đồng Rui", "Trứng vịt biển", "****", "12/QĐ-UBND", 45000],
            [2, None, None, None, "Ruốc tép", "3 sao", "13/QĐ-UBND", date(2024, 6, 30)],
            ["Tổng cộng", None, None, None, 2, None, None, None],
        ],
        *("A2:H2", "A4:A5", "B4:D4", "E4:F4", "G4:H4", "B8:B9", "C8:C9", "D8:D9"),
    )
    assert (job.status, job.failure, job.added, job.bad) == (RegisterStatus.CHECKED, "", 2, 0)
    first, second = rows_of(job, RowState.NEW)
    assert [row.number for row in (first, second)] == [8, 9]
    assert (first.values["star"], first.values["issued_on"]) == (4, "2023-03-15")
    assert (second.producer_name, second.values["star"], second.values["issued_on"]) == (
        "HTX Đồng Rui",
        3,
        "2024-06-30",
    )
    assert first.values["commune_code"] == second.values["commune_code"]
    assert "nay thuộc Xã Hải Lạng" in first.remarks[0]


@pytest.mark.parametrize(
    ("head", "value", "told"),
    [
        ("Hạng sao", "6 sao", "Không hiểu hạng sao “6 sao”"),
        ("Hạng sao", "Tiềm năng 5 sao", "chưa phải là hạng"),
        ("Hạng sao", 3, "Mã ghi 4 sao, cột hạng ghi 3 sao"),
        ("Ngày cấp", "31/02/2024", "Không hiểu ngày “31/02/2024”"),
        ("Ngày cấp", "15/03/2099", "không thể đúng"),
        ("Mã số thuế", "57012", "không đủ 10, 12 hoặc 13 chữ số"),
        ("Xã, phường", "Xã Không Có", "Không có xã, phường “Xã Không Có”"),
        ("Xã, phường", "", "Thiếu xã, phường"),
        ("Chủ thể", None, "Thiếu tên chủ thể"),
        ("Tên sản phẩm", " ", "Thiếu tên sản phẩm"),
    ],
)
def test_a_row_that_is_not_understood_says_why(head: str, value: Any, told: str) -> None:
    row = the_row(a_checked_register([HEADS, with_cell(head, value)]))
    assert (row.state, row.number) == (RowState.BAD, 2)
    assert told in " ".join(row.problems)


@pytest.mark.parametrize(
    ("head", "value", "key", "meant"),
    [
        ("Hạng sao", "★★★★", "star", 4),
        ("Hạng sao", "OCOP bốn sao", "star", 4),
        ("Hạng sao", 4.0, "star", 4),
        ("Ngày cấp", 45366, "issued_on", "2024-03-15"),
        ("Ngày cấp", "45366", "issued_on", "2024-03-15"),
        ("Ngày cấp", "ngày 15 tháng 3 năm 2024", "issued_on", "2024-03-15"),
        ("Ngày cấp", "2024-03-15", "issued_on", "2024-03-15"),
        ("Ngày cấp", "15.3.24", "issued_on", "2024-03-15"),
        ("Mã số thuế", "5701234567-001", "maker", "5701234567001"),
        ("Mã số thuế", 22088001234, "maker", "022088001234"),
        ("Xã, phường", "TT. Bình Liêu, Huyện Bình Liêu", "commune_code", "06838"),
        ("Xã, phường", "06838", "commune_code", "06838"),
    ],
)
def test_cells_are_read_as_people_write_them(head: str, value: Any, key: str, meant: Any) -> None:
    row = the_row(a_checked_register([HEADS, with_cell(head, value)]))
    assert (row.problems, row.values[key]) == ([], meant)


def test_columns_stand_in_any_order_under_other_names() -> None:
    heads = ["Ghi chú", "Số sao", "Tên cơ sở", "Sản phẩm OCOP", "MST", "Màu", "Địa chỉ"]
    job = a_checked_register(
        [heads, ["", "3", "Hộ Vi Thị Mẩy", "Mật ong", "", "vàng", "Thôn 3, xã Ba Chẽ, Quảng Ninh"]]
    )
    row = the_row(job)
    assert (row.state, row.name, row.producer_name, row.values["star"]) == (RowState.NEW, "Mật ong", "Hộ Vi Thị Mẩy", 3)
    assert (row.values["commune_code"], job.unused) == ("06970", ["Màu"])


def test_a_code_that_stands_twice_is_told_and_older_stars_are_history() -> None:
    older = ("", "22-06838-17-3-2021", *MIEN[2:6], 3, "01/02/2021")
    other = (4, CHA[1], "Ruốc hàu", *CHA[3:])
    job = a_checked_register([HEADS, older, MIEN, CHA, other])
    assert [row.number for row in rows_of(job, RowState.OLDER)] == [2]
    assert [row.number for row in rows_of(job, RowState.NEW)] == [3]
    assert [row.problems for row in rows_of(job, RowState.BAD)] == [
        ["Mã 22-06652-9-5-2025 có ở dòng 5 với nội dung khác."],
        ["Mã 22-06652-9-5-2025 đã có ở dòng 4."],
    ]
    operations.apply(job, drops_gone=False, by=an_administrator())
    kept = queries.product_numbered(product("miến").id)
    assert (kept.star, [rating.star for rating in kept.ratings]) == (4, [3, 4])


@pytest.mark.parametrize("raw", [b"\xd0\xcf\x11\xe0 old", b"  "])
def test_what_can_be_told_at_once_is_refused_at_once(raw: bytes) -> None:
    with pytest.raises(UnreadableTable):
        operations.send(raw, name="x.xlsx", by=an_administrator())


@pytest.mark.parametrize("raw", [b"PK\x03\x04 broken", b"Ten;Gia\nMien;5\n"])
def test_a_file_that_is_no_register_fails_in_words(raw: bytes) -> None:
    job = operations.send(raw, name="x.xlsx", by=an_administrator())
    check(job.id)
    assert (job.status, bool(job.failure)) == (RegisterStatus.FAILED, True)


def test_a_second_spreadsheet_shows_what_is_new_changed_and_gone() -> None:
    an_applied_register()
    better = (1, "22-06838-17-5-2026", "Miến dong Bình Liêu", *MIEN[3:6], 5, "20/05/2026")
    honey = (3, "22-06970-1-3-2025", "Mật ong", "Hộ Vi Thị Mẩy", "", "Xã Ba Chẽ", 3, "01/02/2025")
    job = a_checked_register([HEADS, better, honey])
    [changed], [gone] = rows_of(job, RowState.CHANGED), rows_of(job, RowState.GONE)
    assert [change[0] for change in changed.changes] == ["name", "code", "star", "issued_on", "expires_on"]
    assert (job.added, gone.name) == (1, "Chả mực")
    operations.apply(job, drops_gone=True, by=an_administrator())
    kept = queries.product_numbered(product("miến").id)
    assert (kept.star, kept.expires_on, [each.star for each in kept.ratings]) == (5, date(2029, 5, 20), [4, 5])
    assert product("chả").gone_on is not None
    back = a_checked_register([HEADS, CHA])
    assert rows_of(back, RowState.CHANGED)[0].changes[-1][0] == "gone_on"


def test_empty_cells_take_nothing_away_and_the_same_changes_nothing() -> None:
    an_applied_register()
    job = a_checked_register([HEADS, (*MIEN[:4], "", *MIEN[5:7], ""), CHA])
    assert (job.same, job.changed, job.gone) == (2, 0, 0)
    with pytest.raises(operations.NothingToApply):
        operations.apply(job, drops_gone=False, by=an_administrator())
    assert product("miến").issued_on == date(2024, 3, 15)


def test_producers_are_known_by_tax_code_then_by_name_and_commune() -> None:
    by_code, by_name = a_vendor("HTX Đình Trung"), a_vendor("Công ty TNHH Bá Kiến", commune_code="06652")
    by_code.tax_code = "5701234567"
    an_applied_register()
    linked = {each.name: each.vendor_id for each in db.session.scalars(select(RegisterProducer))}
    assert linked == {"HTX Phát triển Đình Trung": by_code.id, "Công ty Bá Kiến": by_name.id}


def test_a_doubtful_producer_is_asked_of_a_person() -> None:
    known = a_vendor("HTX Phát triển Đình Trung")
    job = a_checked_register([HEADS, (*MIEN[:3], "HTX Phát triển Đình Trungg", "", *MIEN[5:])])
    [maker] = queries.questions_of(job)
    assert [(each["vendor"], each["why"]) for each in maker.candidates] == [(known.id, "tên gần giống, cùng xã")]
    with pytest.raises(operations.QuestionsOpen):
        operations.apply(job, drops_gone=False, by=an_administrator())
    with pytest.raises(operations.NoSuchAnswer):
        operations.answer(job, maker, 7, by=an_administrator())
    operations.answer(job, maker, 1, by=an_administrator())
    operations.apply(job, drops_gone=False, by=an_administrator())
    assert product("miến").producer.vendor_id == known.id


def test_of_two_administrators_one_is_told() -> None:
    first, second = a_checked_register(), a_checked_register()
    operations.apply(first, drops_gone=False, by=an_administrator())
    db.session.flush()
    with pytest.raises(operations.AlreadyDecided):
        operations.apply(first, drops_gone=False, by=an_administrator())
    with pytest.raises(operations.RegisterMoved):
        operations.apply(second, drops_gone=False, by=an_administrator())
    operations.compare_anew(second, by=an_administrator())
    assert (second.added, second.same) == (0, 2)
    assert db.session.scalar(select(func.count(RegisterRating.id))) == len(ROWS) - 1
    trail = select(AuditEntry.detail).where(AuditEntry.action == "register applied")
    assert db.session.scalars(trail).all() == [{"added": 2, "changed": 0, "unread": 0, "gone": 0}]


def test_a_spreadsheet_is_left_and_then_decides_nothing() -> None:
    job = a_checked_register()
    operations.discard(job, by=an_administrator())
    with pytest.raises(operations.AlreadyDecided):
        operations.apply(job, drops_gone=False, by=an_administrator())
    assert db.session.scalar(select(func.count(RegisterProduct.id))) == 0


def test_a_csv_file_is_read_too(app: Flask) -> None:
    raw = "Tên sản phẩm;Chủ thể;Xã;Sao\nMiến;HTX Bình Liêu;Hoành Mô;4\n".encode()
    job = operations.send(raw, name="so.csv", by=an_administrator())
    check(job.id)
    assert (job.failure, the_row(job).state) == ("", RowState.NEW)
    assert a_workbook([HEADS]) != raw
