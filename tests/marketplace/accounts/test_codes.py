"""One-time codes: who gets them, how often, and what they open."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts import operations as accounts
from marketplace.accounts.codes import operations
from marketplace.accounts.codes.models import CodePurpose, LoginCode
from marketplace.accounts.codes.operations import (
    AccountClosed,
    CodeOver,
    NameMissing,
    NotMobile,
    TooManyCodes,
    WrongCode,
)
from marketplace.accounts.codes.secrets import digits_of
from marketplace.accounts.models import User
from marketplace.accounts.operations import LoginTaken, NoLogin
from marketplace.database import db
from orders.buying.guests import take_over
from tests.factories.codes import another_than, the_last_code
from tests.factories.orders import an_order
from tests.factories.people import a_person, come_in

LAN = "0912 345 678"
ENTER = frozenset({CodePurpose.ENTER})
LATER = timedelta(minutes=11)


def test_a_phone_opens_an_account_and_the_next_code_leads_into_it(app: Flask) -> None:
    first = operations.ask(LAN, full_name="Nguyễn Thị Lan")
    lan = operations.person_proved_by(operations.prove(first.id, digits_of(first), purposes=ENTER))
    assert (lan.phone, lan.full_name, lan.password_hash) == ("+84912345678", "Nguyễn Thị Lan", None)
    with clock.at(clock.now() + LATER):
        second = operations.ask("+84912345678")
        typed = f" {digits_of(second)[:3]} {digits_of(second)[3:]}"
        assert operations.person_proved_by(operations.prove(second.id, typed, purposes=ENTER)) == lan


def test_nothing_in_the_table_tells_the_digits(app: Flask) -> None:
    code = operations.ask(LAN, password="trà hoa vàng 2026")
    row = db.session.execute(select(LoginCode.__table__).where(LoginCode.id == code.id)).one()
    told = {str(value) for value in row}
    assert digits_of(code) not in told
    assert "trà hoa vàng 2026" not in told


def test_a_code_is_good_once(app: Flask) -> None:
    code = operations.ask(LAN)
    operations.prove(code.id, digits_of(code), purposes=ENTER)
    with pytest.raises(CodeOver):
        operations.prove(code.id, digits_of(code), purposes=ENTER)


def test_a_code_ends_after_minutes(app: Flask) -> None:
    code = operations.ask(LAN)
    with clock.at(clock.now() + LATER), pytest.raises(CodeOver):
        operations.prove(code.id, digits_of(code), purposes=ENTER)


def test_a_code_for_one_thing_opens_no_other(app: Flask) -> None:
    code = operations.ask(LAN, CodePurpose.RESET)
    with pytest.raises(CodeOver):
        operations.prove(code.id, digits_of(code), purposes=ENTER)


def test_five_wrong_tries_end_a_code(app: Flask) -> None:
    code = operations.ask(LAN)
    for _ in range(4):
        with pytest.raises(WrongCode):
            operations.prove(code.id, another_than(digits_of(code)), purposes=ENTER)
    for typed in (another_than(digits_of(code)), digits_of(code)):
        with pytest.raises(CodeOver):
            operations.prove(code.id, typed, purposes=ENTER)


def test_a_phone_gets_one_code_in_a_while_and_five_in_an_hour(app: Flask) -> None:
    begun = clock.now()
    operations.ask(LAN)
    with pytest.raises(TooManyCodes):
        operations.ask(LAN)
    for minute in range(1, 5):
        with clock.at(begun + timedelta(minutes=minute)):
            operations.ask(LAN)
    with clock.at(begun + timedelta(minutes=30)):
        with pytest.raises(TooManyCodes):
            operations.ask(LAN)
        assert operations.ask("0987654321")
    with clock.at(begun + timedelta(minutes=62)):
        assert operations.ask(LAN)


def test_another_code_ends_the_one_before(app: Flask) -> None:
    first = operations.ask(LAN, full_name="Lan")
    with clock.at(clock.now() + timedelta(minutes=1)):
        second = operations.again(first.id)
        assert second.full_name == "Lan"
        with pytest.raises(CodeOver):
            operations.prove(first.id, digits_of(first), purposes=ENTER)
        assert operations.prove(second.id, digits_of(second), purposes=ENTER)


@pytest.mark.parametrize(
    ("login", "refusal"),
    [("0203 3825 678", NotMobile), ("lan", NoLogin), ("lan@mail", NoLogin), ("a b@example.vn", NoLogin)],
)
def test_a_code_goes_where_it_can_arrive(app: Flask, login: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        operations.ask(login)


def test_a_new_account_has_a_name(app: Flask) -> None:
    code = operations.ask(LAN)
    proved = operations.prove(code.id, digits_of(code), purposes=ENTER)
    with pytest.raises(NameMissing):
        operations.person_proved_by(proved)
    assert operations.name_new(code.id, " Lan ").full_name == "Lan"


def test_a_name_needs_the_proof_first(app: Flask) -> None:
    code = operations.ask(LAN)
    with pytest.raises(CodeOver):
        operations.name_new(code.id, "Lan")


def test_a_closed_account_stays_closed(app: Flask) -> None:
    lan = accounts.sign_up(LAN, full_name="Lan", password="trà hoa vàng")
    lan.active = False
    code = operations.ask(LAN)
    with pytest.raises(AccountClosed):
        operations.person_proved_by(operations.prove(code.id, digits_of(code), purposes=ENTER))


def test_a_second_phone_must_not_be_somebody_elses(app: Flask) -> None:
    accounts.sign_up(LAN, full_name="Lan", password="trà hoa vàng")
    minh = a_person("Minh")
    code = operations.ask(LAN, CodePurpose.ADD, user=minh)
    with pytest.raises(LoginTaken):
        operations.add_contact(operations.prove(code.id, digits_of(code), purposes=frozenset({CodePurpose.ADD})))


def test_old_codes_are_forgotten(app: Flask) -> None:
    operations.ask(LAN)
    with clock.at(clock.now() + timedelta(days=8)):
        assert operations.sweep() >= 1


def test_nobody_learns_who_has_an_account(client: FlaskClient) -> None:
    accounts.sign_up("somebody@example.vn", full_name="Lan", password="trà hoa vàng")
    db.session.commit()
    for address in ("/signup", "/login/phone", "/password/forgotten"):
        told = set()
        for login in ("somebody@example.vn", "nobody@example.vn"):
            _later()
            typed = {"login": login, "full_name": "Ai đó", "password": "mật khẩu dài"}
            answer = client.post(address, data=typed)
            page = client.get(answer.location).text.replace(login.partition("@")[0], "…")
            told.add((answer.status_code, answer.location, re.sub(r'value="[\w.-]{60,}"', "", page)))
        assert len(told) == 1


def test_a_wrong_try_is_counted_although_it_is_refused(client: FlaskClient) -> None:
    client.post("/login/phone", data={"login": LAN})
    wrong = another_than(the_last_code())
    assert client.post("/login/code", data={"code": wrong}).status_code == 422
    assert db.session.scalar(select(func.max(LoginCode.wrong_tries))) == 1


def test_another_browser_cannot_try_the_code(app: Flask) -> None:
    app.test_client().post("/login/phone", data={"login": LAN})
    stranger = app.test_client().post("/login/code", data={"code": the_last_code()})
    assert stranger.location == "/login/phone"


def test_a_buyer_comes_in_by_phone_and_finds_the_orders_of_a_guest(app: Flask, client: FlaskClient) -> None:
    order = an_order()
    order.phone = "+84912345678"
    db.session.commit()
    client.post("/login/phone?next=/orders", data={"login": LAN})
    assert client.post("/login/code", data={"code": the_last_code()}).location == "/login/name"
    assert client.post("/login/name", data={"full_name": "Lan"}).location == "/orders"
    person = db.session.scalars(select(User).where(User.phone == "+84912345678")).one()
    take_over(person.id, "+84912345678")
    db.session.commit()
    assert order.number in client.get("/orders").text


def test_a_forgotten_password_is_set_anew_and_others_are_signed_out(app: Flask, client: FlaskClient) -> None:
    lan = accounts.sign_up("lan@example.vn", full_name="Lan", password="trà hoa vàng")
    thief = come_in(app.test_client(), lan)
    client.post("/password/forgotten", data={"login": "lan@example.vn"})
    typed = {"code": the_last_code(), "new": "chả mực Hạ Long"}
    assert client.post("/password/new", data=typed).location == "/"
    assert client.get("/account").status_code == 200
    assert thief.get("/account").status_code == 302
    db.session.expire_all()
    assert accounts.prove("lan@example.vn", "chả mực Hạ Long")


@pytest.mark.parametrize("password", ["12345678", "aaaaaaaa", "matkhau123"])
def test_a_password_that_is_tried_first_is_refused(client: FlaskClient, password: str) -> None:
    typed = {"login": "lan@example.vn", "full_name": "Lan", "password": password}
    assert client.post("/signup", data=typed).status_code == 422


def _later() -> None:
    """Let the pause between two codes be over."""
    for code in db.session.scalars(select(LoginCode)):
        code.made_at -= timedelta(minutes=2)
    db.session.commit()
