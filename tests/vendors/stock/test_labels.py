"""Labels for jars, and the page behind their code."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from marketplace.database import db
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member
from vendors.models import Vendor
from vendors.stock.lots import receive_lot
from vendors.stock.models import Lot


@pytest.fixture
def shop(app) -> Vendor:
    return a_shop("HTX Chả mực Đại Thành")


@pytest.fixture
def lot(shop) -> Lot:
    item = the_stock(first_variant_of(a_listing(shop, "Chả mực Hạ Long")))
    days = {"produced_on": date(2026, 11, 20), "best_before_on": date(2027, 2, 20)}
    return receive_lot(item, 9, code="ME-SANG", by=a_person(), **days)


def sheet_of(lot: Lot) -> str:
    return f"/seller/stock/{lot.stock_item_id}/lots/{lot.id}/labels"


def test_a_sheet_has_24_labels_on_one_page(client, shop, lot) -> None:
    answer = come_in(client, a_member(shop)).get(sheet_of(lot))
    assert answer.mimetype == "application/pdf"
    [page] = PdfReader(BytesIO(answer.data)).pages
    words = page.extract_text()
    assert [words.count(each) for each in ("ME-SANG", "NSX 20/11/2026", "HSD 20/02/2027")] == [24] * 3


def test_another_vendors_lot_has_no_sheet_for_us(client, lot) -> None:
    assert come_in(client, a_member(a_shop("Nhà khác"))).get(sheet_of(lot)).status_code == 404


def test_whoever_holds_the_jar_reads_what_it_is(client, lot) -> None:
    db.session.commit()
    page = client.get(f"/lot/{lot.token}").text
    for read in ("Chả mực Hạ Long", "HTX Chả mực Đại Thành", "ME-SANG", "20/11/2026", "20/02/2027"):
        assert read in page


@pytest.mark.parametrize("token", ["x", "' OR 1=1", "1"])
def test_a_guessed_address_is_none(client, lot, token) -> None:
    assert client.get(f"/lot/{token}").status_code == 404
