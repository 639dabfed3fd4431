"""Allergens, prices per kilogram and pre-orders in tables of goods, and what was taken along sent back."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask_babel import force_locale
from openpyxl import load_workbook

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.wiring import gateways
from orders.exports.models import ExportFormat, ExportKind
from orders.exports.operations import ask
from orders.exports.working import take_step as export_step
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop
from tests.factories.vendors import a_member
from tests.vendors.imports.test_importing import (
    HEADS,
    MIEN,
    brought,
    listings_of,
    problems_of,
    saved,
    sent,
    variants_of,
)
from vendors.imports import operations
from vendors.imports.naming import allergen_words, allergens_named, day_written
from vendors.imports.sheets import template
from vendors.listings.food import Allergen
from vendors.listings.queries import categories
from vendors.listings.variants import Terms, change_variant
from vendors.models import MemberRole, Vendor
from vendors.stock import operations as stock
from vendors.stock.expecting import expect

MORE = (*HEADS, "Chất gây dị ứng", "Giá mỗi kg", "Con nhẹ nhất (g)", "Con nặng nhất (g)", "Đặt trước", "Giao từ ngày")
CRAB = (
    "CUA-1",
    "Cua biển Tiên Yên",
    "1",
    "Con",
    "",
    "",
    "4",
    "Tôm, cua, ghẹ",
    "450k",
    "300",
    "500",
    "20",
    "25/12/2099",
)
IN_DAYS = timedelta(days=9)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def vendor() -> Vendor:
    return a_shop()


@pytest.fixture
def owner(vendor: Vendor) -> User:
    return a_member(vendor)


@pytest.fixture
def shelves(vendor: Vendor, owner: User) -> Vendor:
    """A shop with one of everything: allergens unsaid, none and several, a piece by weight, a harvest sold ahead."""
    plain, none, weighed, ahead = (a_listing(vendor, title, stock=10) for title in ("Trà", "Miến", "Cua", "Cam"))
    plain.allergens, none.allergens, weighed.allergens = None, [], [Allergen.CRUSTACEANS, Allergen.FISH]
    pack = weighed.variants[0]
    by_weight = Terms("Một con", 1, 600, 1, sku=pack.sku, sold_by_weight=True, kg_price_dong=450_000, least_grams=300)
    change_variant(pack, Terms(**{**vars(by_weight), "most_grams": 500}), by=owner)
    harvest = the_stock(ahead.variants[0])
    expect(harvest, 20, on=clock.today() + IN_DAYS, by=owner)
    stock.reserve({ahead.variants[0].id: 15}, held_for={ahead.variants[0].id: "order/1"}, ends_at=None)
    return vendor


def taken_along(vendor: Vendor, owner: User, ending: ExportFormat) -> bytes:
    export = ask(vendor, ExportKind.LISTINGS, ending, by=owner, role=MemberRole.OWNER)
    for step in range(len(export.parts)):
        export_step(export.id, step)
    return gateways().files.get(export.file_key or "").content


def everything_of(vendor: Vendor) -> Iterator[object]:
    db.session.expire_all()
    for variant in variants_of(vendor).values():
        item = the_stock(variant)
        yield tuple(getattr(variant, name) for name in Terms.__dataclass_fields__)
        yield (item.on_hand, item.reserved, item.expected, item.expected_on)
    for listing in listings_of(vendor):
        yield (listing.title_vi, listing.allergens, listing.ingredients, listing.storage, listing.revision)


@pytest.mark.parametrize(
    ("language", "ending"), [("vi", ExportFormat.CSV), ("en", ExportFormat.XLSX), ("fr", ExportFormat.CSV)]
)
def test_what_was_taken_along_changes_nothing_when_it_is_sent_back(
    shelves: Vendor, owner: User, language: str, ending: ExportFormat
) -> None:
    before = list(everything_of(shelves))
    with force_locale(language):
        raw = taken_along(shelves, owner, ending)
        job = brought(operations.send_file(shelves, raw, name=f"hang.{ending.value}", by=owner))
    assert problems_of(job) == {}
    saved(job, owner)
    assert (job.saved, job.created, job.changed) == (4, 0, 0)
    assert list(everything_of(shelves)) == before


def test_goods_by_weight_with_allergens_and_a_quota_are_taken_in(vendor: Vendor, owner: User) -> None:
    job = saved(sent(vendor, owner, CRAB, heads=MORE), owner)
    assert (problems_of(job), job.created) == ({}, 1)
    [listing], pack = listings_of(vendor), variants_of(vendor)["CUA-1"]
    assert listing.allergens == ["crustaceans"]
    assert (pack.sold_by_weight, pack.kg_price_dong, pack.least_grams, pack.most_grams) == (True, 450_000, 300, 500)
    assert (pack.price_dong, pack.net_amount, pack.net_unit, pack.weight_grams) == (225_000, 500, "g", 500)
    item = the_stock(pack)
    assert (item.on_hand, item.expected, item.expected_on) == (4, 20, date(2099, 12, 25))


def test_a_row_changes_only_what_it_says_of_them(shelves: Vendor, owner: User) -> None:
    crab, oranges = (listing.variants[0].sku for listing in listings_with_packs(shelves)[2:])
    row = (crab, *[""] * 6, "Không có", "500.000", "", "", "", "")
    ahead = (oranges, *[""] * 10, "15", "")
    job = saved(sent(shelves, owner, row, ahead, heads=MORE), owner)
    assert (job.saved, job.changed) == (2, 2)
    pack, item = variants_of(shelves)[crab], the_stock(variants_of(shelves)[oranges])
    assert (pack.kg_price_dong, pack.least_grams, pack.price_dong, pack.weight_grams) == (500_000, 300, 250_000, 600)
    assert (item.expected, item.expected_on) == (15, clock.today() + IN_DAYS)


def listings_with_packs(vendor: Vendor) -> list:
    listings = listings_of(vendor)
    for listing in listings:
        db.session.refresh(listing, ["variants"])
    return listings


def of_crab(**cells: str) -> tuple[str, ...]:
    names = ["sku", "title", "set", "label", "price", "weight", "on_hand"]
    names += ["allergens", "kg", "least", "most", "ahead", "day"]
    return tuple({**dict(zip(names, CRAB, strict=True)), **cells}.values())


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"allergens": "Tôm, sao biển"}, "allergens"),
        ({"allergens": "Không có; Cá"}, "allergens"),
        ({"kg": "rẻ"}, "kg_price_dong"),
        ({"kg": ""}, "kg_price_dong"),
        ({"least": "600"}, "least_grams"),
        ({"most": "2.000.000"}, "most_grams"),
        ({"ahead": "2.000.000"}, "expected"),
        ({"day": ""}, "expected_on"),
        ({"day": "31/02/2099"}, "expected_on"),
        ({"day": "25/12/2020"}, "expected_on"),
    ],
)
def test_what_is_wrong_is_told_by_its_column(vendor: Vendor, owner: User, cells: dict[str, str], column: str) -> None:
    job = sent(vendor, owner, MIEN + ("",) * 6, of_crab(**cells), heads=MORE)
    assert (job.good, job.bad) == (1, 1)
    assert set(problems_of(job)[3]) == {column}


def test_fewer_ahead_than_buyers_were_promised_is_refused_whole(shelves: Vendor, owner: User) -> None:
    oranges = listings_with_packs(shelves)[3].variants[0].sku
    few, enough = ((oranges, *[""] * 3, "99000", "", "10", *[""] * 4, ahead, "") for ahead in ("4", "6"))
    assert set(problems_of(sent(shelves, owner, few, heads=MORE))[2]) == {"expected"}
    job = sent(shelves, owner, enough, heads=MORE)
    assert job.good == 1
    variant = variants_of(shelves)[oranges]
    stock.reserve({variant.id: 5}, held_for={variant.id: "order/2"}, ends_at=None)
    saved(job, owner)
    assert (job.saved, job.refused, set(problems_of(job)[2])) == (0, 1, {"expected"})
    assert (variants_of(shelves)[oranges].price_dong, the_stock(variant).expected) == (85_000, 20)


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_templates_name_the_columns_and_what_may_stand_in_them(language: str) -> None:
    book = load_workbook(BytesIO(template(categories(), language, "xlsx")))
    heads = [cell.value for cell in next(book.worksheets[0].iter_rows())]
    named = {"vi": "Chất gây dị ứng", "en": "Price per kg (VND)", "fr": "Envoi à partir du"}
    assert named[language] in heads
    with force_locale(language):
        words = allergen_words()
    told = [row[-1].value for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [allergens_named(name, words) for name in told if name] == [[], *([each.value] for each in Allergen)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("25/12/2026", date(2026, 12, 25)),
        ("2026-12-25 00:00:00", date(2026, 12, 25)),
        ("5-1-2027", date(2027, 1, 5)),
        ("mai", None),
        ("", None),
        ("12/25/2026", None),
    ],
)
def test_days_are_read_as_they_are_written_here(written: str, read: date | None) -> None:
    assert day_written(written) == read


def test_allergens_are_read_in_any_language_and_in_parts() -> None:
    words = allergen_words()
    assert allergens_named("lạc; Fish; œufs", words) == ["fish", "eggs", "peanuts"]
    assert allergens_named("mực, hàu, tôm", words) == ["crustaceans", "molluscs"]
    assert allergens_named("none", words) == []
    assert allergens_named("sắt", words) is None
