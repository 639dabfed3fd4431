"""A table on its way into the shop, step by step as the worker takes them."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import pytest
from flask import Flask
from flask_babel import force_locale
from openpyxl import load_workbook
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.wiring import gateways
from marketplace.spreadsheets import Sheet, as_csv, as_xlsx
from tests.factories.listings import a_listing, the_stock
from tests.factories.vendors import a_member, a_vendor
from tests.statements import watch_statements
from vendors.imports import operations
from vendors.imports.models import ImportJob, ImportMode, ImportRow, ImportStatus, RowState
from vendors.imports.working import take_step
from vendors.listings.models import Listing, ListingChange, ListingStatus, Variant
from vendors.models import Vendor
from vendors.stock import operations as stock

HEADS = ("Mã hàng (SKU)", "Tên mặt hàng", "Nhóm hàng", "Quy cách", "Giá bán (đồng)", "Nặng cả bao bì (g)", "Đang có")
MIEN = ("MIEN-500", "Miến dong Húc Động", "6", "Túi 500 g", "85k", "550", "12")
MIEN_BIG = ("MIEN-1000", "Miến dong Húc Động", "", "Túi 1 kg", "160.000", "1.100", "5")
TRA = ("TRA-1", "Trà hoa vàng Ba Chẽ", "6", "Hộp 100 g", "350000", "150", "")

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def vendor() -> Vendor:
    return a_vendor()


@pytest.fixture
def owner(vendor: Vendor) -> User:
    return a_member(vendor)


def a_table(*rows: Sequence[str], heads: Sequence[str] = HEADS) -> bytes:
    return as_csv(Sheet("Hàng", heads, rows))


def sent(vendor: Vendor, owner: User, *rows: Sequence[str], heads: Sequence[str] = HEADS) -> ImportJob:
    """An import of these rows, as far as the worker goes by itself."""
    return brought(operations.send_file(vendor, a_table(*rows, heads=heads), name="hang.csv", by=owner))


def brought(job: ImportJob) -> ImportJob:
    """The job after all steps that the worker takes by itself."""
    step = -1
    while job.step != step:
        step = job.step
        take_step(job.id, step)
    return job


def saved(job: ImportJob, owner: User, mode: ImportMode = ImportMode.GOOD_ROWS) -> ImportJob:
    operations.save(job, mode, by=owner)
    return brought(job)


def problems_of(job: ImportJob) -> dict[int, dict[str, str]]:
    rows = db.session.scalars(select(ImportRow).where(ImportRow.job_id == job.id))
    return {row.number: dict(row.problems) for row in rows if row.problems}


def variants_of(vendor: Vendor) -> dict[str, Variant]:
    query = select(Variant).where(Variant.vendor_id == vendor.id)
    return {each.sku: each for each in db.session.scalars(query.execution_options(populate_existing=True))}


def listings_of(vendor: Vendor) -> list[Listing]:
    query = select(Listing).where(Listing.vendor_id == vendor.id).order_by(Listing.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def test_new_codes_become_drafts_with_their_packs_and_stock(vendor: Vendor, owner: User) -> None:
    job = sent(vendor, owner, MIEN, MIEN_BIG, TRA)
    assert (job.status, job.rows, job.good, job.bad) == (ImportStatus.CHECKED, 3, 3, 0)
    assert listings_of(vendor) == []
    saved(job, owner, ImportMode.WHOLE)
    assert (job.status, job.saved, job.created, job.changed) == (ImportStatus.DONE, 3, 3, 0)
    mien, tra = listings_of(vendor)
    assert (mien.title_vi, mien.status, tra.title_vi) == (MIEN[1], ListingStatus.DRAFT, TRA[1])
    packs = variants_of(vendor)
    assert {sku: each.price_dong for sku, each in packs.items()} == {
        "MIEN-500": 85_000,
        "MIEN-1000": 160_000,
        "TRA-1": 350_000,
    }
    assert (packs["MIEN-1000"].net_amount, packs["MIEN-1000"].listing_id) == (1000, mien.id)
    assert [the_stock(packs[sku]).on_hand for sku in ("MIEN-500", "MIEN-1000", "TRA-1")] == [12, 5, 0]


def test_known_codes_are_changed_and_empty_cells_leave_things_alone(vendor: Vendor, owner: User) -> None:
    listing = a_listing(vendor, stock=10)
    [pack] = listing.variants
    row = (pack.sku, "Miến dong Bình Liêu loại một", "", "", "90.000", "", "7")
    job = saved(sent(vendor, owner, row), owner)
    assert (job.saved, job.created, job.changed) == (1, 0, 1)
    [now] = listings_of(vendor)
    pack = variants_of(vendor)[pack.sku]
    assert (now.title_vi, now.status) == ("Miến dong Bình Liêu", ListingStatus.ON_SALE), "what is on sale is proposed"
    assert (pack.label, pack.price_dong, pack.weight_grams, the_stock(pack).on_hand) == ("Túi 500 g", 90_000, 550, 7)
    [change] = db.session.scalars(select(ListingChange).where(ListingChange.listing_id == now.id))
    assert change.after == {"title_vi": row[1]}


def test_the_same_file_again_changes_nothing(vendor: Vendor, owner: User) -> None:
    saved(sent(vendor, owner, MIEN, MIEN_BIG), owner)
    again = saved(sent(vendor, owner, MIEN, MIEN_BIG), owner)
    assert (again.saved, again.created, again.changed) == (2, 0, 0)
    assert len(listings_of(vendor)) == 1
    assert len(variants_of(vendor)) == 2


def test_a_file_sent_twice_while_it_is_open_is_one_import(vendor: Vendor, owner: User) -> None:
    first = sent(vendor, owner, MIEN)
    assert sent(vendor, owner, MIEN) is first
    operations.discard(first, by=owner)
    assert sent(vendor, owner, MIEN) is not first


def test_every_wrong_cell_is_told_by_its_line_and_column(vendor: Vendor, owner: User) -> None:
    wrong = ("SAI", "x" * 200, "99", "", "rẻ", "2.000.000", "-3")
    job = sent(vendor, owner, MIEN, wrong)
    assert (job.good, job.bad) == (1, 1)
    assert set(problems_of(job)[3]) == {
        "title_vi",
        "category_number",
        "label",
        "price_dong",
        "weight_grams",
        "on_hand",
    }


def test_problems_and_the_mended_file_speak_the_vendors_language(vendor: Vendor, owner: User) -> None:
    with force_locale("fr"):
        job = operations.send_file(vendor, a_table((*MIEN[:4], "cher", *MIEN[5:])), name="biens.csv", by=owner)
    brought(job)
    sheet = load_workbook(BytesIO(gateways().files.get(job.result_key or "").content)).active
    assert sheet is not None
    heads, row = sheet.iter_rows(values_only=True)
    assert heads[0] == "Référence (SKU)"
    assert heads[-1] == "Erreur"
    assert str(row[-1]).startswith("Prix (VND): ")
    assert sheet.cell(2, 5).fill.fgColor.rgb == "FFF9D7D0"


def test_the_mended_file_can_be_sent_as_it_is(vendor: Vendor, owner: User) -> None:
    job = sent(vendor, owner, (*MIEN[:4], "", *MIEN[5:]))
    book = load_workbook(BytesIO(gateways().files.get(job.result_key or "").content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("Giá bán (đồng)") + 1).value = 85_000
    kept = BytesIO()
    book.save(kept)
    again = brought(operations.send_file(vendor, kept.getvalue(), name="sua.xlsx", by=owner))
    assert (again.status, again.good, again.bad, again.unused) == (ImportStatus.CHECKED, 1, 0, [])


def test_the_whole_is_not_saved_while_a_row_is_bad(vendor: Vendor, owner: User) -> None:
    job = sent(vendor, owner, MIEN, ("SAI", *TRA[1:4], "rẻ", *TRA[5:]))
    with pytest.raises(operations.SomeRowsBad):
        operations.save(job, ImportMode.WHOLE, by=owner)
    saved(job, owner, ImportMode.GOOD_ROWS)
    assert (job.saved, list(variants_of(vendor))) == (1, ["MIEN-500"])


def test_a_code_twice_and_a_product_told_in_two_ways_are_refused(vendor: Vendor, owner: User) -> None:
    other = ("MIEN-2", MIEN[1], "21", *MIEN[3:])
    job = sent(vendor, owner, MIEN, MIEN, other)
    assert problems_of(job) == {
        3: {"sku": "Mã này đã có ở dòng 2."},
        4: {"category_number": "Khác với dòng 2 của cùng mặt hàng."},
    }


def test_anothers_code_is_a_new_one_here(vendor: Vendor, owner: User) -> None:
    """Codes are each vendor's own: what is another's is neither found nor touched."""
    theirs = a_listing(a_vendor("HTX khác"), price_dong=50_000)
    sku = theirs.variants[0].sku
    saved(sent(vendor, owner, (sku, *MIEN[1:])), owner)
    assert variants_of(vendor)[sku].listing_id != theirs.id
    db.session.refresh(theirs.variants[0])
    assert theirs.variants[0].price_dong == 50_000


def test_what_is_promised_to_buyers_meanwhile_is_not_counted_away(vendor: Vendor, owner: User) -> None:
    listing = a_listing(vendor, stock=10)
    [pack] = listing.variants
    job = sent(vendor, owner, (pack.sku, "", "", "", "99000", "", "2"), TRA)
    stock.reserve({pack.id: 5}, held_for={pack.id: "test"}, ends_at=None)
    saved(job, owner, ImportMode.WHOLE)
    assert (job.saved, job.refused) == (1, 1)
    assert "on_hand" in problems_of(job)[2]
    assert (the_stock(pack).on_hand, variants_of(vendor)[pack.sku].price_dong) == (10, 85_000)


def test_an_echo_of_a_step_does_nothing(vendor: Vendor, owner: User) -> None:
    job = sent(vendor, owner, MIEN)
    operations.save(job, ImportMode.WHOLE, by=owner)
    operations.save(job, ImportMode.WHOLE, by=owner)
    step = job.step
    take_step(job.id, step)
    take_step(job.id, step)
    take_step(job.id, step - 1)
    assert (job.saved, job.step, len(variants_of(vendor))) == (1, step + 1, 1)


def test_a_worker_killed_between_steps_is_followed_where_it_was(
    vendor: Vendor, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vendors.imports.working.ROWS_AT_ONCE", 2)
    rows = [(f"M-{number}", f"Miến số {number}", *MIEN[2:]) for number in range(5)]
    job = sent(vendor, owner, *rows)
    operations.save(job, ImportMode.WHOLE, by=owner)
    take_step(job.id, job.step)
    db.session.commit()
    with pytest.raises(ZeroDivisionError):
        _die_within(job)
    db.session.rollback()
    db.session.refresh(job)
    assert (job.saved, len(variants_of(vendor))) == (2, 2)
    brought(job)
    assert (job.status, job.saved, len(variants_of(vendor))) == (ImportStatus.DONE, 5, 5)
    assert all(the_stock(each).on_hand == 12 for each in variants_of(vendor).values())


def _die_within(job: ImportJob) -> None:
    take_step(job.id, job.step)
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"ten,gia\nmien,1\n", "Không thấy cột"),
        (as_csv(Sheet("x", HEADS, [])), "chưa có dòng hàng"),
        (b"PK\x03\x04 not a workbook", "bị hỏng"),
        (b"\xff\xfe\x00", "Tệp"),
        (b"<html><script>alert(1)</script></html>", "Không thấy cột"),
    ],
)
def test_what_is_no_table_of_goods_fails_with_its_reason(vendor: Vendor, owner: User, raw: bytes, words: str) -> None:
    job = brought(operations.send_file(vendor, raw, name="../../etc/passwd", by=owner))
    assert (job.status, job.name) == (ImportStatus.FAILED, "passwd")
    assert words in job.failure


@pytest.mark.parametrize("raw", [b"", b" \n ", b"\xd0\xcf\x11\xe0 old", b"x" * (10 * 1024 * 1024 + 1)])
def test_what_can_be_told_at_once_is_refused_at_once(vendor: Vendor, owner: User, raw: bytes) -> None:
    with pytest.raises(operations.UnreadableTable):
        operations.send_file(vendor, raw, name="hang.csv", by=owner)


def test_a_formula_in_a_csv_cell_is_told_and_never_kept(vendor: Vendor, owner: User) -> None:
    job = sent(vendor, owner, MIEN)
    raw = 'Mã hàng (SKU);Tên mặt hàng\nA;=HYPERLINK("https://evil.example")\n'.encode()
    job = brought(operations.send_file(vendor, raw, name="hang.csv", by=owner))
    assert "công thức" in problems_of(job)[2]["title_vi"]
    book = load_workbook(BytesIO(gateways().files.get(job.result_key or "").content))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}


def test_statements_do_not_grow_with_the_rows(vendor: Vendor, owner: User) -> None:
    """A step sends as many for ten rows as for a hundred, where half of the codes are known."""
    counted: Mapping[str, list[int]] = {"check": [], "save": []}
    for many in (10, 100):
        olds = [(f"CŨ-{many}-{n}", f"Hàng cũ {many} {n}", *MIEN[2:]) for n in range(many)]
        saved(sent(vendor, owner, *olds), owner)
        changed = [(row[0], row[1] + " nữa", "21", "Gói 1 kg", "70k", "1100", "3") for row in olds]
        news = [(f"MỚI-{many}-{n}", f"Hàng mới {many} {n}", *MIEN[2:]) for n in range(many)]
        job = operations.send_file(vendor, a_table(*changed, *news), name="hang.csv", by=owner)
        take_step(job.id, job.step)
        for what in counted:
            if what == "save":
                operations.save(job, ImportMode.WHOLE, by=owner)
            db.session.commit()
            with watch_statements() as seen:
                take_step(job.id, job.step)
                db.session.commit()
            counted[what].append(len(seen))
        assert job.saved == 2 * many
    assert counted["check"][0] == counted["check"][1] <= 20
    assert counted["save"][0] == counted["save"][1] <= 60


def test_columns_are_known_in_three_languages_and_the_example_is_left_out(vendor: Vendor, owner: User) -> None:
    heads = ("SKU", "Name", "Product set", "Pack", "Price (VND)", "Weight with packaging (g)", "Sở thích")
    example = ("EXAMPLE", *MIEN[1:])
    raw = as_xlsx(Sheet("Goods", heads, [example, (*MIEN[:6], "x")]))
    job = brought(operations.send_file(vendor, raw, name="goods.xlsx", by=owner))
    assert (job.rows, job.good, job.unused) == (1, 1, ["Sở thích"])


def test_rows_wait_in_their_own_state(vendor: Vendor, owner: User, app: Flask) -> None:
    job = saved(sent(vendor, owner, MIEN), owner)
    states = dict(db.session.execute(select(ImportRow.state, func.count()).group_by(ImportRow.state)).all())
    assert states == {RowState.PICTURED: 1}
    assert job.ended_at is not None
