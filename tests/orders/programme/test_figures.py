"""The figures of the programme: counted by every cut, in as many statements however much there is."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from marketplace import clock
from marketplace.database import db
from marketplace.months import Month
from orders.fulfilment.endings import cancel
from orders.programme.queries import Cut, Figures, programme_on
from tests.factories.applications import an_approved_application
from tests.factories.fulfilment import parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import an_order
from tests.factories.people import an_administrator, come_in
from tests.factories.registers import CHA, HEADS, MIEN, an_applied_register
from tests.statements import watch_statements
from vendors.models import VendorKind

STATEMENTS = 4


@pytest.mark.usefixtures("app")
def test_products_and_producers_are_counted_by_every_cut() -> None:
    lapsed = (3, "22-06652-10-3-2020", "Ruốc hàu", "Công ty Bá Kiến", "5700.111.222", "Phường Hà Tu", 3, "01/02/2020")
    plain = (4, "", "Mật ong", "Hộ Vi Thị Mẩy", "", "Xã Ba Chẽ", "", "")
    an_applied_register([HEADS, MIEN, CHA, lapsed, plain])
    found = programme_on(clock.today())
    whole = found.whole
    assert (whole.registered, whole.certified, whole.producers) == (4, 2, 3)
    assert {star: each.registered for star, each in found.by[Cut.STAR].items()} == {4: 1, 5: 1, None: 2}
    kinds = {kind: each.producers for kind, each in found.by[Cut.KIND].items()}
    assert kinds == {VendorKind.COOPERATIVE: 1, VendorKind.COMPANY: 1, VendorKind.HOUSEHOLD: 1}
    assert found.by[Cut.COMMUNE]["06652"].registered == 2
    assert (whole.fresh, programme_on(clock.today() + timedelta(days=365)).whole.fresh_before) == (1, 1)


@pytest.mark.usefixtures("app")
def test_stars_that_end_stand_in_their_month() -> None:
    today = clock.today()
    issued = today.replace(year=today.year - 3, day=1) + timedelta(days=45)
    an_applied_register([HEADS, (*MIEN[:1], "", *MIEN[2:7], f"{issued:%d/%m/%Y}")])
    ending = programme_on(today).ending
    assert len(ending) == 12
    assert ending[Month.of(issued.replace(year=today.year))] == 1


@pytest.mark.usefixtures("app")
def test_sales_and_new_shops_are_counted_and_the_cancelled_are_not() -> None:
    vendor = an_approved_application("HTX Phát triển Đình Trung")
    listing = a_listing(vendor, stock=100)
    first, second = parts_of(an_order(listing)), parts_of(an_order(listing, quantity=2))

    cancel(second[0], by=None)
    db.session.flush()
    found = programme_on(clock.today())
    sold = first[0].goods_dong
    assert (found.whole.sold_dong, found.whole.began) == (sold, 1)
    assert found.by[Cut.KIND][vendor.kind].sold_dong == sold
    assert found.by[Cut.COMMUNE][listing.commune_code].began == 1
    later = programme_on(clock.today() + timedelta(days=365)).whole
    assert (later.sold_dong, later.sold_before_dong, later.began_before) == (0, sold, 1)


@pytest.mark.usefixtures("app")
def test_the_statements_are_as_many_however_much_there_is() -> None:
    with watch_statements() as empty:
        assert programme_on(clock.today()).whole == Figures()
    an_applied_register()
    with watch_statements() as full:
        programme_on(clock.today())
    assert len(empty) == len(full) == STATEMENTS


def test_the_desk_sees_and_takes_the_figures(client: FlaskClient) -> None:
    an_applied_register()
    come_in(client, an_administrator())
    page = client.get("/desk/programme?by=commune")
    assert (page.status_code, "Xã Bình Liêu" in page.text) == (200, True)
    book = load_workbook(BytesIO(client.get("/desk/programme/figures.xlsx").data), read_only=True)
    whole = list(book.worksheets[0].iter_rows(values_only=True))
    assert whole[1][:4] == ("Toàn tỉnh", 2, 2, 2)
    assert len(book.sheetnames) == 7
