"""A seller's form acts once, however often it is sent."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.database import db
from orders.kinds import VendorOrderStatus
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.people import come_in
from tests.factories.pictures import a_picture
from tests.factories.vendors import a_member
from tests.races.conftest import market
from tests.races.running import race
from vendors.listings.models import Category, Listing, Photo
from vendors.models import Vendor
from vendors.stock.models import StockItem, StockMovement

KEY = "a-key-of-a-form"
__all__ = ["market"]


@pytest.fixture
def shop(client: FlaskClient) -> Vendor:
    """A shop whose owner is signed in on the client."""
    shop = a_shop()
    come_in(client, a_member(shop))
    return shop


def _item(shop: Vendor) -> StockItem:
    item = the_stock(first_variant_of(a_listing(shop, stock=10)))
    db.session.commit()
    return item


def _receipts(item_id: int) -> int:
    query = select(func.count()).where(StockMovement.stock_item_id == item_id, StockMovement.reason == "received")
    return int(db.session.scalar(query) or 0)


def test_goods_come_in_once_and_the_second_answer_is_the_first(client: FlaskClient, shop: Vendor):
    item_id = _item(shop).id
    before, address = _receipts(item_id), f"/seller/stock/{item_id}/receipt"

    answers = [client.post(address, data={"quantity": "5", "submit_key": KEY}) for _ in range(2)]

    assert [(each.status_code, each.location) for each in answers] == [(302, f"/seller/stock/{item_id}")] * 2
    assert _receipts(item_id) == before + 1
    assert client.get(answers[1].location).text.count("Đã ghi: ") == 1
    client.post(address, data={"quantity": "5", "submit_key": KEY})  # a tap long after the page was read
    assert "Đã ghi: " in client.get(answers[1].location).text
    assert _receipts(item_id) == before + 1


@pytest.mark.parametrize(
    "other", [{"quantity": "5", "submit_key": "another-key"}, {"quantity": "6", "submit_key": KEY}, {"quantity": "5"}]
)
def test_another_form_and_other_content_act_for_themselves(client: FlaskClient, shop: Vendor, other: dict[str, str]):
    item_id = _item(shop).id
    before, address = _receipts(item_id), f"/seller/stock/{item_id}/receipt"
    client.post(address, data={"quantity": "5", "submit_key": KEY})
    client.post(address, data=other)
    assert _receipts(item_id) == before + 2


def test_what_was_refused_can_be_sent_again(client: FlaskClient, shop: Vendor):
    item = _item(shop)
    address, sent = f"/seller/stock/{item.id}/receipt", {"quantity": "1000000", "submit_key": KEY}
    item.on_hand = 1_000_000_000
    db.session.commit()
    assert client.post(address, data=sent).status_code == 422
    item.on_hand = 10
    db.session.commit()
    assert client.post(address, data=sent).status_code == 302


def test_a_listing_begins_once_with_its_photo(client: FlaskClient, shop: Vendor):
    category = db.session.scalars(select(Category.number)).first()
    words = {"title_vi": "Ruốc hàu", "category_number": category, "price_dong": "85k", "label": "Hũ 200 g"}
    sent = {**words, "weight_grams": "300", "on_hand": "5", "submit_key": KEY}

    answers = [
        client.post("/seller/listings/new", data={**sent, "photos": (BytesIO(photo), "a.jpg")})
        for photo in (a_picture(), a_picture(), a_picture(colour="red"))
    ]

    first, again, with_another_photo = (answer.location for answer in answers)
    assert first == again != with_another_photo
    assert db.session.scalar(select(func.count()).select_from(Listing)) == 2
    assert db.session.scalar(select(func.count()).select_from(Photo)) == 2


def test_an_order_is_packed_once_and_both_taps_say_so(client: FlaskClient, shop: Vendor):
    part = a_part(a_listing(shop, stock=10), status=VendorOrderStatus.ACCEPTED, quantity=2)
    db.session.commit()
    number = part.number
    for _ in range(2):
        answer = client.post(f"/seller/orders/{number}/packing", data={"submit_key": KEY})
        assert answer.status_code == 303
        assert "Đã đóng gói" in client.get(answer.location).text
    sold = select(func.count()).where(StockMovement.reason == "sold")
    assert db.session.scalar(sold) == 1


def test_every_form_of_a_sellers_page_carries_a_key_and_no_other_page_does(client: FlaskClient, shop: Vendor):
    page = client.get(f"/seller/stock/{_item(shop).id}").text
    keys = re.findall(r'name="submit_key" value="([^"]+)"', page)
    assert len(keys) == len(set(keys)) == page.count('method="post"') > 4
    assert "submit_key" not in client.get("/account").text


def test_a_script_is_told_where_to_go(client: FlaskClient, shop: Vendor):
    item_id = _item(shop).id
    answer = client.post(f"/seller/stock/{item_id}/receipt", data={"quantity": "5"}, headers={"X-Wants-Address": "1"})
    assert (answer.status_code, answer.headers["X-Address"]) == (200, f"/seller/stock/{item_id}")


@pytest.mark.parametrize(("keys", "received"), [((KEY, KEY), 1), ((KEY, "another-key"), 2)])
def test_two_taps_at_once_are_one(market: Flask, keys: tuple[str, str], received: int):
    """With keys of their own, as the control, both act."""
    shop = a_shop()
    person, item_id = a_member(shop), _item(shop).id
    before = _receipts(item_id)
    clients = [come_in(market.test_client(), person) for _ in keys]

    def tap(client: FlaskClient, key: str) -> None:
        answer = client.post(f"/seller/stock/{item_id}/receipt", data={"quantity": "5", "submit_key": key})
        assert answer.status_code == 302

    taps = [lambda client=client, key=key: tap(client, key) for client, key in zip(clients, keys, strict=True)]
    assert race(market, taps) == ["done", "done"]
    assert _receipts(item_id) == before + received
