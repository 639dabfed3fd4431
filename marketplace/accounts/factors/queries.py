"""Reads of second proofs."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from marketplace.accounts.factors.models import Passkey, RecoveryCode, TotpKey
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound


@dataclass(frozen=True)
class Factors:
    """What a person can prove themself with a second time."""

    has_application: bool
    passkeys: list[Passkey]
    codes_left: int

    def __bool__(self) -> bool:
        return self.has_application or bool(self.passkeys)


def totp_of(person: User) -> Select[TotpKey]:
    """Select the key of the person's application, confirmed or not."""
    return select(TotpKey).where(TotpKey.user_id == person.id)


def factors_of(person: User) -> Factors:
    """Say what the person has set up."""
    key = db.session.scalar(totp_of(person).where(TotpKey.confirmed_at.is_not(None)))
    passkeys = db.session.scalars(select(Passkey).where(Passkey.user_id == person.id).order_by(Passkey.id)).all()
    left = select(func.count()).where(RecoveryCode.user_id == person.id, RecoveryCode.used_at.is_(None))
    return Factors(key is not None, list(passkeys), db.session.scalar(left) or 0)


def passkey_of(person: User, passkey_id: int) -> Passkey:
    """Give one of the person's own passkeys. Raises NotFound for anybody else's."""
    found = db.session.scalar(select(Passkey).where(Passkey.user_id == person.id, Passkey.id == passkey_id))
    if found is None:
        raise NotFound
    return found


def has_factor(person: User) -> bool:
    """Whether the person has set up an application or a passkey: one statement."""
    key = select(TotpKey.id).where(TotpKey.user_id == person.id, TotpKey.confirmed_at.is_not(None))
    passkey = select(Passkey.id).where(Passkey.user_id == person.id)
    return bool(db.session.scalar(select(key.exists() | passkey.exists())))
