"""Where people are signed in."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts import operations as accounts
from marketplace.accounts.devices import operations, queries
from marketplace.accounts.devices.browsers import label_of
from marketplace.accounts.devices.events import NewDeviceSeen
from marketplace.accounts.devices.models import SignIn
from marketplace.accounts.devices.operations import Device
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.notices.models import Channel, Notice
from marketplace.notices.security import tell_new_device
from marketplace.outbox import OutboxMessage
from tests.factories.people import a_person

PASSWORD = "trà hoa vàng 2026"
PHONE = Device("p" * 43, "Chrome, Android", "203.0.113.5")
LAPTOP = Device("l" * 43, "Firefox, Windows", "203.0.113.6")


@pytest.fixture
def lan(app: Flask) -> User:
    person = accounts.sign_up("lan@example.vn", full_name="Lan", password=PASSWORD)
    db.session.commit()
    return person


def test_a_device_that_was_never_seen_is_told_of_once(lan: User) -> None:
    for device in (PHONE, LAPTOP, LAPTOP):
        operations.enter(lan, device, second=False)
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == NewDeviceSeen.__name__)).all()
    assert len(told) == 1
    tell_new_device(told[0].payload["sign_in_id"])
    letters = db.session.scalars(select(Notice).where(Notice.user_id == lan.id)).all()
    assert {letter.channel for letter in letters} == {Channel.APP, Channel.MAIL}
    assert "Firefox, Windows" in letters[0].text


def test_the_token_is_kept_hashed(lan: User) -> None:
    token = operations.enter(lan, PHONE, second=False)
    kept = db.session.execute(select(SignIn.__table__).where(SignIn.user_id == lan.id)).one()
    assert token not in map(str, kept)


def test_a_device_is_its_owners(lan: User) -> None:
    operations.enter(lan, PHONE, second=False)
    with pytest.raises(NotFound):
        operations.end(a_person("Minh"), queries.open_on(lan)[0].id)


def test_devices_that_were_not_seen_for_long_are_forgotten(lan: User) -> None:
    operations.enter(lan, PHONE, second=False)
    with clock.at(clock.now() + timedelta(days=181)):
        assert operations.sweep() >= 1
    assert queries.open_on(lan) == []


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/131 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131 Safari/537 coc_coc_browser/131", "Cốc Cốc, Windows"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, label: str) -> None:
    assert label_of(agent) == label


def test_one_device_signs_out_another_and_then_all(app: Flask, lan: User) -> None:
    here, there, third = (_signed_in(app) for _ in range(3))
    listed = queries.open_on(lan)
    assert len(listed) == 3
    assert here.post(f"/account/devices/{sorted(each.id for each in listed)[1]}/end").status_code == 302
    assert [_is_in(each) for each in (here, there, third)] == [True, False, True]
    here.post("/account/devices/end")
    assert [_is_in(each) for each in (here, there, third)] == [True, False, False]


def test_a_new_password_signs_out_the_others(app: Flask, lan: User) -> None:
    here, there = _signed_in(app), _signed_in(app)
    here.post("/account/password", data={"old": PASSWORD, "new": "chả mực Hạ Long"})
    assert [_is_in(here), _is_in(there)] == [True, False]


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, lan: User) -> None:
    browser, thief = _signed_in(app), app.test_client()
    with browser.session_transaction() as session:
        kept = dict(session)
    browser.post("/logout")
    with thief.session_transaction() as session:
        session.update(kept)
    assert not _is_in(thief)


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    assert client.post("/login", data={"login": "lan@example.vn", "password": PASSWORD}).status_code == 302
    return client


def _is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200
