"""`/seller/figures`: who sees it, what it shows, what can be taken home."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member
from tests.statements import watch_statements
from vendors.listings.models import Listing
from vendors.models import MemberRole, Vendor

HOME = "/seller/figures"


@pytest.fixture
def goods(app) -> Listing:
    return a_listing(a_shop("HTX Chả mực Đại Thành"), "Chả mực Hạ Long", price_dong=250_000, stock=90)


def member(client: FlaskClient, goods: Listing, role: MemberRole = MemberRole.OWNER) -> FlaskClient:
    vendor = db.session.get_one(Vendor, goods.vendor_id)
    return come_in(client, a_member(vendor, a_person("Vũ Văn Bình"), role=role))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize("by", ["day", "week", "month", "nonsense"])
def test_sales_are_drawn_beside_the_time_before(client, goods, by) -> None:
    a_part(goods, quantity=3)
    page = member(client, goods).get(HOME, query_string={"by": by}).text
    assert "750.000" in page
    assert "Chả mực Hạ Long" in page
    assert page.count('class="series-0"') >= 2
    assert "trước đó" in page


def test_a_shop_without_orders_is_told_so(client, goods) -> None:
    assert "Chưa có đơn nào trong thời gian này" in member(client, goods).get(HOME).text


@pytest.mark.parametrize(
    ("role", "status"),
    [(MemberRole.OWNER, 200), (MemberRole.MANAGER, 200), (MemberRole.ACCOUNTANT, 200), (MemberRole.PACKER, 403)],
)
def test_those_who_see_money_see_it(client, goods, role, status) -> None:
    at = member(client, goods, role)
    assert {at.get(path).status_code for path in (HOME, f"{HOME}/sales.csv", f"{HOME}/listings.csv")} == {status}


def test_the_table_can_be_taken_home(client, goods) -> None:
    with clock.at(clock.now() - timedelta(days=20)):
        a_part(goods, quantity=2)
    a_part(goods)
    answer = member(client, goods).get(f"{HOME}/sales.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    table = rows(answer.text)
    assert len(table) == 1 + 28
    assert table[-1][1:] == ["1", "250000", "0", "1", "0"]
    assert [row[2] for row in table].count("500000") == 1


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+84", "-1+1", "@SUM(A1)"])
def test_no_title_computes_anything(client, goods, title) -> None:
    goods.title_vi = title
    a_part(goods)
    [_heads, row] = rows(member(client, goods).get(f"{HOME}/listings.csv").text)
    assert row[0] == f"'{title}"
    assert row[1:] == ["1", "250000", "0"]


def test_the_page_takes_the_same_statements_however_much_was_sold(client, goods) -> None:
    a_part(goods)
    at = member(client, goods)
    at.get(HOME)
    with watch_statements() as few:
        at.get(HOME)
    for number in range(4):
        a_part(a_listing(db.session.get_one(Vendor, goods.vendor_id), f"Hàng {number}"))
        a_part(goods)
    db.session.commit()
    with watch_statements() as many:
        at.get(HOME)
    assert len(few) == len(many) <= 9
