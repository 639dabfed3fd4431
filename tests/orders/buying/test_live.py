"""An order's page that follows it: it asks by itself, and is drawn anew only after a change."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.accounts.models import User
from marketplace.database import db
from orders.buying.live import MOST_TURNS, PATIENCE_SECONDS, Following
from orders.fulfilment.operations import ship
from orders.fulfilment.parcels import arrive
from orders.kinds import VendorOrderStatus
from orders.models import Order
from orders.steps import lines_of
from tests.factories.fulfilment import bring_to, owner_of, parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import a_person, come_in
from tests.statements import watch_statements

S = VendorOrderStatus
STATEMENTS_OF_A_QUESTION = 12


@pytest.fixture
def order(client: FlaskClient) -> Order:
    """An order of two parts, whose buyer is signed in."""
    lan = a_person("Nguyễn Thị Lan")
    placed = an_order(a_listing(a_shop()), a_listing(a_shop("Tâm Hương")), buyer=lan, quantity=2)
    come_in(client, lan)
    return placed


def asked_by(page: str) -> str | None:
    """The address that a page asks by itself."""
    found = re.search(r'id="live"[^>]* hx-get="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else None


def news(client: FlaskClient, address: str) -> TestResponse:
    db.session.commit()
    return client.get(address, headers={"HX-Request": "true"})


def opened(client: FlaskClient, order: Order) -> str:
    db.session.commit()
    address = asked_by(client.get(f"/orders/{order.number}").text)
    assert address is not None
    return address


def test_a_page_without_news_waits_longer(client: FlaskClient, order: Order) -> None:
    first = news(client, opened(client, order)).text
    assert "Đơn vừa có tin mới" not in first
    assert f"load delay:{PATIENCE_SECONDS[1]}s" in first
    again = asked_by(first)
    assert again is not None
    assert f"load delay:{PATIENCE_SECONDS[2]}s" in news(client, again).text


def test_patience_grows_and_ends() -> None:
    waits = [Following("", turn).seconds for turn in range(MOST_TURNS)]
    assert waits == sorted(waits, key=lambda seconds: seconds or 0)
    assert waits[-1] == PATIENCE_SECONDS[-1]
    assert Following("", MOST_TURNS).seconds is None
    assert Following("", MOST_TURNS).next_turn == MOST_TURNS


def test_what_a_producer_does_draws_the_order_anew(client: FlaskClient, order: Order) -> None:
    first, _other = parts_of(order)
    address = opened(client, order)
    bring_to(first, S.ACCEPTED)
    answer = news(client, address)
    assert answer.headers["HX-Retarget"] == answer.headers["HX-Reselect"] == "#order"
    assert "Đơn vừa có tin mới." in answer.text
    assert "Nhà sản xuất đang chuẩn bị hàng." in answer.text
    follows = asked_by(answer.text)
    assert follows is not None
    assert f"delay:{PATIENCE_SECONDS[1]}s" in news(client, follows).text


@pytest.mark.parametrize("code", ["", "EMS2"])
def test_single_parcels_are_news(client: FlaskClient, order: Order, code: str) -> None:
    part, _other = parts_of(order)
    bring_to(part, S.PACKED)
    parcel = ship(part, by=owner_of(part), carrier="VNPost", quantities={lines_of(part)[0].id: 1})
    address = opened(client, order)
    if code:
        ship(part, by=owner_of(part), carrier="VNPost", tracking_code=code)
        assert code in news(client, address).text
    else:
        arrive(part, parcel, by=None)
        assert "HX-Retarget" in news(client, address).headers


def test_an_order_that_is_over_is_followed_no_more(client: FlaskClient, order: Order) -> None:
    address = opened(client, order)
    for part in parts_of(order):
        client.post(f"/orders/{order.number}/parts/{part.number}/cancellation")
    answer = news(client, address)
    assert "HX-Retarget" in answer.headers
    assert asked_by(answer.text) is None
    assert "trang này tự cập nhật" not in client.get(f"/orders/{order.number}").text


def test_nobody_hears_of_anothers_order(client: FlaskClient, order: Order) -> None:
    other: User = a_person()
    number = an_order(buyer=other).number
    assert news(client, f"/orders/{number}/news").status_code == 404


def test_a_question_takes_few_statements(client: FlaskClient, order: Order) -> None:
    address = opened(client, order)
    with watch_statements() as statements:
        assert news(client, address).status_code == 200
    assert len(statements) <= STATEMENTS_OF_A_QUESTION, "\n\n".join(statements.texts)


def test_a_part_says_how_far_it_has_come(client: FlaskClient, order: Order) -> None:
    first, other = parts_of(order)
    bring_to(first, S.PACKED)
    bring_to(other, S.DELIVERED)
    db.session.commit()
    page = client.get(f"/orders/{order.number}").text
    assert re.findall(r'data-stage="(\w+)"', page) == ["done", "done", "now", "next", "next"] + ["done"] * 5
