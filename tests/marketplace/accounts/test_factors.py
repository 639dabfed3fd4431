"""The second proof: applications, recovery codes, passkeys, and who is asked for it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from marketplace import clock
from marketplace.accounts import operations as accounts
from marketplace.accounts.factors import operations, passkeys
from marketplace.accounts.factors.models import RecoveryCode, TotpKey
from marketplace.accounts.factors.operations import WrongProof
from marketplace.accounts.factors.passkeys import PasskeyRefused, Site
from marketplace.accounts.factors.queries import factors_of, has_factor, passkey_of
from marketplace.accounts.models import StaffRole, User
from marketplace.database import db
from marketplace.errors import NotFound
from tests.factories.codes import another_than
from tests.factories.entrances import a_passkey, an_application, shown_by
from tests.factories.people import a_person, come_in

PASSWORD = "trà hoa vàng 2026"
HERE = Site("localhost", "http://localhost")


@pytest.fixture
def lan(app: Flask) -> User:
    person = accounts.sign_up("lan@example.vn", full_name="Lan", password=PASSWORD)
    db.session.commit()
    return person


def test_an_application_counts_once_it_has_shown_a_code(lan: User) -> None:
    words, address = operations.begin_application(lan)
    assert not has_factor(lan)
    assert parse_qs(urlsplit(address).query)["secret"] == [words]
    with pytest.raises(WrongProof):
        operations.confirm_application(lan, "000 000")
    assert operations.begin_application(lan)[0] == words
    assert an_application(lan)
    assert has_factor(lan)


def test_the_key_of_an_application_is_sealed(lan: User) -> None:
    words, _address = operations.begin_application(lan)
    kept = db.session.scalars(select(TotpKey.sealed).where(TotpKey.user_id == lan.id)).one()
    assert words not in kept


def test_a_code_of_an_application_is_good_once(lan: User) -> None:
    application = an_application(lan)
    with pytest.raises(WrongProof):
        operations.prove(lan, shown_by(application))
    coming = shown_by(application, steps=1)
    operations.prove(lan, coming)
    with pytest.raises(WrongProof):
        operations.prove(lan, coming)


@pytest.mark.parametrize("steps", [2, -2])
def test_a_code_of_another_time_is_none(lan: User, steps: int) -> None:
    application = an_application(lan)
    with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises(WrongProof):
        operations.prove(lan, shown_by(application, steps=steps))


def test_recovery_codes_are_good_once_and_kept_hashed(lan: User) -> None:
    an_application(lan)
    first, *_rest = operations.new_recovery_codes(lan)
    assert first not in set(db.session.scalars(select(RecoveryCode.code_hash)))
    operations.prove(lan, first.upper().replace("-", " "))
    assert factors_of(lan).codes_left == 9
    with pytest.raises(WrongProof):
        operations.prove(lan, first)


def test_recovery_codes_are_their_owners(lan: User) -> None:
    minh = a_person("Minh")
    with pytest.raises(WrongProof):
        operations.prove(minh, operations.new_recovery_codes(lan)[0])


def test_recovery_codes_end_with_what_they_stand_in_for(lan: User) -> None:
    an_application(lan)
    operations.new_recovery_codes(lan)
    operations.drop_application(lan)
    assert factors_of(lan).codes_left == 0


def test_a_passkey_is_its_owners(lan: User) -> None:
    with pytest.raises(NotFound):
        passkey_of(a_person("Minh"), a_passkey(lan).id)


@pytest.mark.parametrize("answer", ["", "{}", "[]", '{"id": "zz"}', '{"id": 5}', "\x00", '{"id": "%s"}' % ("A" * 9000)])
def test_an_answer_that_is_none_is_refused(lan: User, answer: str) -> None:
    with pytest.raises(PasskeyRefused):
        passkeys.prove(answer, challenge="00" * 32, site=HERE)
    with pytest.raises(PasskeyRefused):
        passkeys.keep(lan, answer, challenge="00" * 32, site=HERE, name="")


def test_coming_in_asks_for_the_second_proof(client: FlaskClient, lan: User) -> None:
    application = an_application(lan)
    db.session.commit()
    typed = {"login": "lan@example.vn", "password": PASSWORD}
    assert client.post("/login?next=/notices", data=typed).location == "/login/second"
    assert client.get("/account").status_code == 302
    code = shown_by(application, steps=1)
    assert client.post("/login/second", data={"code": another_than(code)}).status_code == 422
    assert client.post("/login/second", data={"code": code}).location == "/notices"
    assert client.get("/account").status_code == 200


def test_a_new_password_ends_waiting_in_the_door(client: FlaskClient, lan: User) -> None:
    an_application(lan)
    db.session.commit()
    client.post("/login", data={"login": "lan@example.vn", "password": PASSWORD})
    accounts.set_password(lan, "chả mực Hạ Long")
    db.session.commit()
    assert client.get("/login/second").location == "/login"


def test_setting_up_asks_for_the_password_first_and_shows_the_codes_once(client: FlaskClient, lan: User) -> None:
    come_in(client, lan)
    asked = client.get("/account/security/application").location
    assert asked.startswith("/account/proof")
    assert client.post(asked, data={"password": "wrong"}).status_code == 422
    assert client.post(asked, data={"password": PASSWORD}).location == "/account/security/application"
    assert "<img" in client.get("/account/security/application").text
    words, _address = operations.begin_application(lan)
    page = client.post("/account/security/application", data={"code": shown_by(pyotp.TOTP(words))})
    assert page.text.count("<code>") == operations.RECOVERY_CODES
    assert "<code>" not in client.get("/account/security").text


def test_the_desk_asks_staff_for_a_second_proof(whole_app: Flask, client: FlaskClient, settings: Settings) -> None:
    staff = a_person("Hùng", staff_role=StaffRole.ADMINISTRATOR)
    staff.password_hash = accounts.password_hasher.hash(PASSWORD)
    come_in(client, staff)
    whole_app.extensions["settings"] = settings.model_copy(update={"staff_second_factor": True})
    try:
        required = client.get("/desk").location
        assert "/account/security/application" in client.get(required).text
        application = an_application(staff)
        db.session.commit()
        assert client.get(required).location == "/account/proof?next=/desk"
        client.post("/account/proof?next=/desk", data={"code": shown_by(application, steps=1)})
        assert client.get("/desk").status_code == 200
    finally:
        whole_app.extensions["settings"] = settings
