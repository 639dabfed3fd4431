"""Whoever changes a way into an account is seen by its owner, where they could be reached before too."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts import operations as accounts
from marketplace.accounts.codes import operations as codes
from marketplace.accounts.codes.models import CodePurpose
from marketplace.accounts.codes.secrets import digits_of
from marketplace.accounts.events import AccountSecured, Change, record_change
from marketplace.accounts.factors import operations as factors
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.sms import EsmsSms
from marketplace.gateways.twins.server import Twins
from marketplace.gateways.twins.store import TwinStore
from marketplace.gateways.twins.texts import texts
from marketplace.notices import choices, security
from marketplace.notices.models import Channel, Notice
from marketplace.outbox import OutboxMessage
from tests.factories.people import a_person

PASSWORD, NEW = "trà hoa vàng 2026", "mật ong Ba Chẽ 2026"
OLD_PHONE, NEW_PHONE = "+84912345678", "+84987654321"
INSIDE = frozenset({CodePurpose.ADD})


@pytest.fixture
def lan(app: Flask) -> User:
    return accounts.sign_up("lan@example.vn", full_name="Lan", password=PASSWORD)


@pytest.fixture
def post(app: Flask, twins: Twins) -> Iterator[TwinStore]:
    """The company that sends text messages."""
    before = app.extensions["gateways"]
    sms = EsmsSms(f"{twins.bank_url}/sms", "twin-sms-key", "secret", brand="OCOP QN")
    app.extensions["gateways"] = replace(before, sms=sms)
    yield twins.store
    app.extensions["gateways"] = before


def secured() -> list[AccountSecured]:
    query = select(OutboxMessage).where(OutboxMessage.kind == AccountSecured.__name__).order_by(OutboxMessage.id)
    return [AccountSecured(**message.payload) for message in db.session.scalars(query)]


def react(fact: AccountSecured) -> None:
    security.tell_secured(fact.user_id, fact.change, fact.at, fact.before)


def mails() -> dict[str, str]:
    letters = db.session.scalars(select(Notice).where(Notice.channel == Channel.MAIL, Notice.key.startswith("secured")))
    return {letter.recipient: letter.subject for letter in letters}


def add(person: User, login: str) -> None:
    code = codes.ask(login, CodePurpose.ADD, user=person)
    codes.add_contact(codes.prove(code.id, digits_of(code), purposes=INSIDE))


def test_a_new_password_is_told_although_everything_is_switched_off_and_quiet(lan: User) -> None:
    choices.choose(lan, dict.fromkeys(choices.choices_of(lan), False), quiet=(0, 23))
    accounts.change_password(lan, old=PASSWORD, new=NEW)
    [fact] = secured()
    for _ in range(2):
        react(fact)
    notices = db.session.scalars(select(Notice).where(Notice.user_id == lan.id)).all()
    assert sorted(notice.channel for notice in notices) == [Channel.APP, Channel.MAIL]
    assert all(notice.next_try_at <= clock.now() for notice in notices)
    assert "đặt lại mật khẩu và đăng xuất mọi thiết bị ngay" in notices[0].text


def test_a_password_renewed_by_a_code_is_told(lan: User) -> None:
    code = codes.ask("lan@example.vn", CodePurpose.RESET)
    codes.renew_password(codes.prove(code.id, digits_of(code), purposes=frozenset({CodePurpose.RESET})), NEW)
    assert [fact.change for fact in secured()] == [Change.PASSWORD]


def test_the_mailbox_that_was_replaced_hears_of_it_too(lan: User) -> None:
    add(lan, "moi@example.vn")
    [fact] = secured()
    react(fact)
    assert set(mails()) == {"lan@example.vn", "moi@example.vn"}


def test_the_phone_that_was_replaced_gets_a_text(app: Flask, post: TwinStore) -> None:
    person = accounts.sign_up("0912 345 678", full_name="Lan", password=PASSWORD)
    add(person, NEW_PHONE)
    [fact] = secured()
    for _ in range(2):
        security.text_secured(fact.user_id, fact.change, fact.at, fact.before)
    assert texts(post, to="0987654321") == []
    [text] = texts(post, to="0912345678")
    assert "vua duoc doi" in text.text


def test_who_has_no_mailbox_gets_a_text_and_who_has_one_does_not(lan: User, post: TwinStore) -> None:
    phone_only = accounts.sign_up(OLD_PHONE, full_name="Hà", password=PASSWORD)
    lan.phone = NEW_PHONE
    for person in (lan, phone_only):
        record_change(person, Change.PASSWORD)
    for fact in secured():
        security.text_secured(fact.user_id, fact.change, fact.at, fact.before)
    assert (len(texts(post, to="0912345678")), len(texts(post, to="0987654321"))) == (1, 0)


def test_recovery_codes_are_told_of_when_used_and_when_replaced(lan: User) -> None:
    first, *_others = factors.new_recovery_codes(lan)
    assert secured() == [], "those that come with the first second proof are no change of their own"
    factors.prove(lan, first)
    factors.new_recovery_codes(lan)
    assert [fact.change for fact in secured()] == [Change.RECOVERY_CODE_USED, Change.RECOVERY_CODES_MADE]


def test_a_second_proof_is_told_of_when_it_goes(lan: User) -> None:
    factors.drop_application(lan)
    assert [fact.change for fact in secured()] == [Change.FACTOR_REMOVED]


@pytest.mark.parametrize("change", list(Change))
def test_every_change_has_words_in_each_language(app: Flask, change: Change) -> None:
    subjects = set()
    for locale in ("vi", "en", "fr"):
        person = a_person()
        person.locale = locale
        security.tell_secured(person.id, change, clock.now().isoformat(), "")
        subjects.add(mails()[person.email or ""])
    assert len(subjects) == 3


def test_nobody_is_told_for_a_person_who_is_gone(app: Flask) -> None:
    security.tell_secured(10**9, Change.PASSWORD, clock.now().isoformat(), "")
    assert mails() == {}
