"""Devices and second proofs of people in tests."""

import secrets

import pyotp

from marketplace import clock
from marketplace.accounts.devices.models import SignIn
from marketplace.accounts.devices.operations import Device, enter
from marketplace.accounts.devices.queries import open_on
from marketplace.accounts.factors.models import Passkey
from marketplace.accounts.factors.operations import STEP_SECONDS, begin_application, confirm_application
from marketplace.accounts.models import User
from marketplace.database import db


def a_sign_in(person: User) -> SignIn:
    """A device on which the person is signed in."""
    enter(person, Device(secrets.token_urlsafe(32), "Chrome, Android", "203.0.113.5"), second=False)
    return open_on(person)[0]


def a_passkey(person: User) -> Passkey:
    """A passkey that no device holds."""
    passkey = Passkey(
        user_id=person.id,
        credential_id=secrets.token_bytes(16),
        public_key=b"key",
        sign_count=0,
        name="Chrome, Android",
        made_at=clock.now(),
    )
    db.session.add(passkey)
    db.session.flush()
    return passkey


def an_application(person: User) -> pyotp.TOTP:
    """An application that shows the person's codes, set up and used once."""
    words, _address = begin_application(person)
    confirm_application(person, shown_by(pyotp.TOTP(words)))
    return pyotp.TOTP(words)


def shown_by(application: pyotp.TOTP, *, steps: int = 0) -> str:
    """The code that the application shows so many steps from now."""
    return application.generate_otp(int(clock.now().timestamp()) // STEP_SECONDS + steps)
