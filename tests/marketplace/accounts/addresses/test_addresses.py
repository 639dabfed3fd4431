"""The address book: kept, changed, forgotten, one default at most; old names are answered on its form."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.addresses import operations, queries
from marketplace.accounts.models import Address, User
from marketplace.accounts.operations import UnknownCommune
from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from tests.factories.people import a_person, come_in

HOME = {
    "full_name": "Lan",
    "phone": "+84912345678",
    "province_code": "22",
    "commune_code": "06652",
    "street": "Tổ 5, khu 2",
}
TYPED = {
    "full_name": "Lan",
    "phone": "0912 345 678",
    "province": "22",
    "commune_code": "06652",
    "street": "Tổ 5, khu 2",
}


@pytest.fixture
def lan(app: Flask) -> User:
    return a_person()


def keep(person: User, *, default: bool = False, **otherwise: str) -> Address:
    address = operations.add_address(person, **{**HOME, **otherwise}, default=default)
    db.session.flush()
    return address


def book(person: User) -> list[tuple[int, bool]]:
    db.session.expire_all()
    return [(each.id, each.is_default) for each in queries.addresses_of(person)]


def test_an_address_lies_in_its_province(lan: User) -> None:
    with pytest.raises(UnknownCommune):
        keep(lan, province_code="01")
    with pytest.raises(UnknownCommune):
        operations.change_address(keep(lan), **{**HOME, "province_code": "01"})


def test_the_first_address_is_the_default_until_another_is(lan: User) -> None:
    first, second = keep(lan), keep(lan)
    assert book(lan) == [(first.id, True), (second.id, False)]
    operations.make_default(lan, second)
    assert book(lan) == [(second.id, True), (first.id, False)]
    third = keep(lan, default=True)
    assert book(lan) == [(third.id, True), (first.id, False), (second.id, False)]


def test_after_the_default_the_last_kept_is_the_default(lan: User) -> None:
    first, second, third = keep(lan), keep(lan), keep(lan)
    operations.forget_address(lan, first)
    assert book(lan) == [(third.id, True), (second.id, False)]
    operations.forget_address(lan, second)
    assert book(lan) == [(third.id, True)]


def test_an_address_is_its_owners(lan: User) -> None:
    with pytest.raises(NotFound):
        queries.address_of(a_person(), keep(lan).id)


def test_a_book_has_an_end(lan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_ADDRESSES", 1)
    keep(lan)
    with pytest.raises(Invalid, match="1 địa chỉ"):
        keep(lan)
    operations.remember_address(lan, **{**HOME, "street": "Chỗ khác"})
    assert len(book(lan)) == 1


def test_an_orders_address_is_remembered_once(lan: User) -> None:
    for _ in range(2):
        operations.remember_address(lan, **HOME)
    operations.remember_address(lan, **{**HOME, "street": "Chỗ khác"})
    assert [is_default for _id, is_default in book(lan)] == [True, False]


def test_the_pages_add_change_prefer_and_forget(lan: User, client: FlaskClient) -> None:
    come_in(client, lan)
    client.post("/account/addresses/new", data=TYPED)
    client.post("/account/addresses/new", data={**TYPED, "street": "Thôn Đông", "default": "y"})
    [(second, _), (first, _)] = book(lan)
    assert "Thôn Đông, Phường Hà Tu, Quảng Ninh" in client.get("/account/addresses").text
    client.post(f"/account/addresses/{first}", data={**TYPED, "street": "Tổ 6", "commune_code": "06673"})
    assert "Tổ 6, Phường Bãi Cháy" in client.get("/account/addresses").text
    client.post(f"/account/addresses/{first}/default")
    client.post(f"/account/addresses/{second}/removal")
    assert book(lan) == [(first, True)]


@pytest.mark.parametrize(
    ("wrong", "told"), [({"phone": "12"}, "0912 345 678"), ({"commune_code": "00070"}, "không thuộc tỉnh")]
)
def test_what_is_wrong_is_told_and_nothing_is_lost(
    lan: User, client: FlaskClient, wrong: dict[str, Any], told: str
) -> None:
    come_in(client, lan)
    page = client.post("/account/addresses/new", data={**TYPED, **wrong})
    assert page.status_code == 422
    assert told in page.text
    assert "Tổ 5, khu 2" in page.text
    assert book(lan) == []


def test_an_old_name_is_answered_and_one_touch_takes_the_new(lan: User, client: FlaskClient) -> None:
    come_in(client, lan)
    typed = {**TYPED, "commune_code": "", "street": "Tổ 5, phường Hà Khánh, TP Hạ Long"}
    page = client.post("/account/addresses/new", data=typed)
    assert "“Phường Hà Khánh, Thành phố Hạ Long” nay thuộc:" in page.text
    assert 'value="22-06658"' in page.text
    touched = client.post("/account/addresses/new", data={**typed, "meant": "22-06658"})
    assert touched.status_code == 200
    assert '<option selected value="06658">Phường Cao Xanh</option>' in touched.text
    assert "nay thuộc" not in touched.text.replace("nay là", "")
    assert book(lan) == []
    client.post("/account/addresses/new", data={**typed, "commune_code": "06658"})
    assert "Phường Cao Xanh" in client.get("/account/addresses").text
