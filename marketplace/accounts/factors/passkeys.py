"""Passkeys: made and asked for as Web Authentication level 2 says, through py_webauthn."""

import json
from dataclasses import dataclass

import webauthn
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from marketplace import audit, clock
from marketplace.accounts.events import Change, record_change
from marketplace.accounts.factors.models import Passkey
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.settings import settings

MOST_PASSKEYS = 10


class PasskeyRefused(Invalid):
    """What the device sent does not prove anything."""

    sentence = _l("Khóa truy cập này không dùng được ở đây. Hãy thử lại, hoặc dùng cách khác.")


@dataclass(frozen=True)
class Site:
    """The site as a device knows it: its domain, and the address of its pages."""

    domain: str
    origin: str


@dataclass(frozen=True)
class Asked:
    """What a page hands to the device, and the challenge that the answer must carry."""

    options: str
    challenge: str


def ask_to_make(person: User, site: Site) -> Asked:
    """Ask a device for a new passkey; those that the person has are not made twice on one device."""
    options = webauthn.generate_registration_options(
        rp_id=site.domain,
        rp_name=settings().market_name,
        user_id=str(person.id).encode(),
        user_name=person.email or person.phone or "",
        user_display_name=person.full_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_known(person),
    )
    return Asked(webauthn.options_to_json(options), options.challenge.hex())


def ask_to_prove(site: Site, person: User | None = None) -> Asked:
    """Ask a device to prove with one of the person's passkeys, or with whichever it has for this site."""
    options = webauthn.generate_authentication_options(
        rp_id=site.domain,
        allow_credentials=_known(person) if person else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked(webauthn.options_to_json(options), options.challenge.hex())


def keep(person: User, answer: str, *, challenge: str, site: Site, name: str) -> Passkey:
    """Keep the passkey that a device made. Raises PasskeyRefused when the answer is not to this challenge and site."""
    known = _known(person)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=bytes.fromhex(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as wrong:
        raise PasskeyRefused from wrong
    if len(known) >= MOST_PASSKEYS or any(each.id == made.credential_id for each in known):
        raise PasskeyRefused
    passkey = Passkey(
        user_id=person.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name.strip()[:200] or "Passkey",
        made_at=clock.now(),
    )
    db.session.add(passkey)
    db.session.flush()
    audit.record("second factor added", person, by=person, kind="passkey")
    record_change(person, Change.FACTOR_ADDED)
    return passkey


def prove(answer: str, *, challenge: str, site: Site, person: User | None = None) -> User:
    """Give the person whose passkey signed the challenge: `person`, where it must be theirs. Raises PasskeyRefused."""
    passkey = _named_in(answer)
    if passkey is None or (person is not None and passkey.user_id != person.id):
        raise PasskeyRefused
    try:
        proved = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=bytes.fromhex(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as wrong:
        raise PasskeyRefused from wrong
    passkey.sign_count, passkey.used_at = proved.new_sign_count, clock.now()
    owner = db.session.get_one(User, passkey.user_id)
    if not owner.active:
        raise PasskeyRefused
    return owner


def _known(person: User) -> list[PublicKeyCredentialDescriptor]:
    ids = db.session.scalars(select(Passkey.credential_id).where(Passkey.user_id == person.id))
    return [PublicKeyCredentialDescriptor(id=each) for each in ids]


def _named_in(answer: str) -> Passkey | None:
    """Find the passkey that the answer names, locked: its counter must not go back."""
    try:
        credential_id = base64url_to_bytes(str(json.loads(answer)["id"]))
    except (ValueError, TypeError, KeyError):
        return None
    query = select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))
