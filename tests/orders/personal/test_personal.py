"""A copy of one's data, and the end of an account."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Address, StaffRole, User
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.extensions import password_hasher
from marketplace.gateways.wiring import gateways
from orders.fulfilment import operations as fulfilment
from orders.models import Order
from orders.personal import copying, erasing, operations, queries
from orders.personal.models import RequestKind, RequestStatus
from orders.personal.operations import AskedAlready, OrdersOpen, StillNeeded
from tests.factories.belongings import a_copy
from tests.factories.entrances import a_sign_in
from tests.factories.fulfilment import owner_of, parts_of
from tests.factories.orders import an_order
from tests.factories.people import a_person, an_administrator, come_in
from tests.factories.vendors import a_vendor

A_WEEK = timedelta(days=7, minutes=1)


@pytest.fixture
def lan(app: Flask) -> User:
    return a_person()


def test_a_copy_holds_ones_own_and_no_secret(lan: User) -> None:
    mine, others = an_order(buyer=lan), an_order(buyer=a_person("Minh"))
    a_sign_in(lan)
    copy = a_copy(lan)
    with zipfile.ZipFile(BytesIO(gateways().files.get(copy.file_key or "").content)) as archive:
        known, page = json.loads(archive.read("data.json")), archive.read("data.html").decode()
    assert [order["number"] for order in known["customer_order"]] == [mine.number]
    assert known["user_account"][0]["email"] == lan.email
    assert mine.number in page
    assert others.number not in page
    names = {key for rows in known.values() for row in rows for key in row}
    assert not {"password_hash", "token_hash", "access_token"} & names


def test_a_copy_is_made_once_and_its_file_ends(lan: User) -> None:
    copy = a_copy(lan)
    key = copy.file_key
    copying.make_copy(copy.id)
    assert copy.file_key == key
    with clock.at(clock.now() + A_WEEK):
        assert copying.forget_copies() >= 1
    with pytest.raises(NotFound):
        queries.copy_of(lan, copy.id)


def test_one_request_of_a_kind_waits_at_a_time(lan: User) -> None:
    operations.ask_copy(lan)
    with pytest.raises(AskedAlready):
        operations.ask_copy(lan)


def test_who_is_needed_or_waits_for_goods_stays(lan: User) -> None:
    order = an_order(buyer=lan)
    with pytest.raises(OrdersOpen):
        operations.ask_deletion(lan)
    _end(order)
    assert operations.ask_deletion(lan)
    owner = a_person("Minh")
    a_vendor(owner=owner)
    for person in (owner, a_person("Hùng", staff_role=StaffRole.OFFICER)):
        with pytest.raises(StillNeeded):
            operations.ask_deletion(person)


def test_a_deletion_waits_and_can_be_taken_back(lan: User) -> None:
    request = operations.ask_deletion(lan)
    erasing.erase(request.id)
    assert lan.active
    assert request.id not in queries.due_deletions()
    operations.withdraw(lan)
    with clock.at(clock.now() + A_WEEK):
        assert request.id not in queries.due_deletions()
        erasing.erase(request.id)
    assert lan.active


def test_what_is_left_of_a_person_has_no_name(lan: User) -> None:
    order = an_order(buyer=lan)
    total, told = order.total_dong, (lan.full_name, lan.email, order.phone, order.street)
    _end(order)
    a_sign_in(lan)
    a_copy(lan)
    request = operations.ask_deletion(lan)
    with clock.at(clock.now() + A_WEEK):
        assert request.id in queries.due_deletions()
        erasing.erase(request.id)
    db.session.flush()
    db.session.expire_all()
    left = db.session.get_one(Order, order.id)
    assert (left.total_dong, left.buyer_id) == (total, lan.id)
    rows = [vars(left), vars(db.session.get_one(User, lan.id))]
    assert not {str(value) for row in rows for value in row.values()} & {str(word) for word in told}
    assert not lan.active
    assert db.session.scalar(select(Address.id).where(Address.user_id == lan.id)) is None
    assert request.status is RequestStatus.DONE


def test_an_order_placed_meanwhile_puts_the_deletion_off(lan: User) -> None:
    request = operations.ask_deletion(lan)
    an_order(buyer=lan)
    with clock.at(clock.now() + A_WEEK):
        erasing.erase(request.id)
    assert lan.active
    assert queries.waiting(lan, RequestKind.DELETION) == request


def test_the_page_asks_for_a_proof_and_the_desk_lists_the_request(client: FlaskClient, lan: User) -> None:
    lan.password_hash = password_hasher.hash("trà hoa vàng")
    come_in(client, lan)
    proof = client.get("/account/data").location
    assert client.post(proof, data={"password": "trà hoa vàng"}).location == "/account/data"
    client.post("/account/data/copies")
    client.post("/account/data/deletion")
    assert "Rút lại" in client.get("/account/data").text
    desk = come_in(client, an_administrator()).get("/desk/personal-data").text
    assert desk.count(f"({lan.id})") == 2


def _end(order: Order) -> None:
    part = parts_of(order)[0]
    fulfilment.refuse(part, by=owner_of(part), reason="Hết hàng")
    db.session.flush()
