"""Coming in with an e-mail address or a phone number, and one's own addresses."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts import operations
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from tests.factories.codes import the_last_code

PASSWORD = "trà hoa vàng 2026"


@pytest.fixture
def lan(app: Flask) -> User:
    person = operations.sign_up("0912 345 678", full_name="Nguyễn Thị Lan", password=PASSWORD)
    db.session.commit()
    return person


@pytest.mark.parametrize("login", ["0912345678", "+84 912 345 678", "84912345678"])
def test_a_phone_number_is_the_same_however_it_is_written(lan: User, login: str) -> None:
    assert operations.prove(login, PASSWORD) == lan


@pytest.mark.parametrize(("login", "password"), [("0912345678", "wrong"), ("0912345679", PASSWORD), ("lan", PASSWORD)])
def test_nobody_comes_in_without_proof(lan: User, login: str, password: str) -> None:
    assert operations.prove(login, password) is None


def test_an_email_address_is_folded(app: Flask) -> None:
    operations.sign_up("Lan@Example.VN", full_name="Lan", password=PASSWORD)
    assert operations.prove("lan@example.vn", PASSWORD)


def test_a_login_is_one_persons(lan: User) -> None:
    with pytest.raises(operations.LoginTaken):
        operations.sign_up("0912345678", full_name="Another", password=PASSWORD)


def test_a_new_password_ends_other_sessions(lan: User) -> None:
    before = lan.get_id()
    with pytest.raises(Invalid):
        operations.change_password(lan, old="wrong", new="another one")
    operations.change_password(lan, old=PASSWORD, new="another one")
    assert lan.get_id() != before
    assert operations.prove("0912345678", "another one") == lan


def test_signing_up_and_in_and_out(client: FlaskClient) -> None:
    typed = {"full_name": "Trần Văn Minh", "login": "minh@example.vn", "password": PASSWORD}
    assert client.post("/signup?next=/account", data=typed).location == "/login/code"
    assert client.post("/login/code", data={"code": the_last_code()}).location == "/account"
    assert "Trần Văn Minh" in client.get("/account").text
    client.post("/logout")
    assert client.get("/account").status_code == 302
    answer = client.post("/login", data={"login": "minh@example.vn", "password": "wrong"})
    assert answer.status_code == 422
    assert "minh@example.vn" in answer.text


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(client: FlaskClient, lan: User, elsewhere: str) -> None:
    answer = client.post(f"/login?next={elsewhere}", data={"login": "0912345678", "password": PASSWORD})
    assert answer.location == "/"
