"""The code of an application and recovery codes: set up, proved with, taken away."""

import hashlib
import hmac
import secrets

import pyotp
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from marketplace import audit, clock
from marketplace.accounts.events import Change, record_change
from marketplace.accounts.factors.models import Passkey, RecoveryCode, TotpKey
from marketplace.accounts.factors.queries import totp_of
from marketplace.accounts.factors.sealing import seal, unseal
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.settings import settings

STEP_SECONDS = 30
CLOCKS_DIFFER = 1
"""Steps before and after now whose code is taken: telephones' clocks are not ours."""
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongProof(Invalid):
    """This is neither the application's code of now nor an unused recovery code."""

    sentence = _l("Mã chưa đúng. Hãy dùng mã đang hiện trong ứng dụng, hoặc một mã dự phòng chưa dùng.")


def begin_application(person: User) -> tuple[str, str]:
    """Make a key for the person's application, not yet confirmed; give it in letters and as an address for a QR code.

    Raises Invalid when an application is set up already.
    """
    known = _locked(person)
    if known is not None and known.confirmed_at is not None:
        raise Invalid(_l("Ứng dụng tạo mã đã được bật. Hãy tắt trước khi đặt lại."))
    key = known or TotpKey(user_id=person.id, last_step=0)
    words = (unseal(known.sealed) if known else None) or pyotp.random_base32()
    key.sealed, key.made_at = seal(words), clock.now()
    db.session.add(key)
    db.session.flush()
    name = person.email or person.phone or str(person.id)
    return words, pyotp.TOTP(words).provisioning_uri(name=name, issuer_name=settings().market_name)


def confirm_application(person: User, typed: str) -> None:
    """Let the application count from now on, once it has shown its first code. Raises WrongProof."""
    key = _locked(person)
    if key is None or key.confirmed_at is not None or not _uses(key, typed):
        raise WrongProof(field="code")
    key.confirmed_at = clock.now()
    audit.record("second factor added", person, by=person, kind="application")
    record_change(person, Change.FACTOR_ADDED)


def drop_application(person: User) -> None:
    """Let the application count no more."""
    db.session.execute(delete(TotpKey).where(TotpKey.user_id == person.id))
    audit.record("second factor removed", person, by=person, kind="application")
    record_change(person, Change.FACTOR_REMOVED)
    _forget_codes_of_nothing(person)


def drop_passkey(person: User, passkey: Passkey) -> None:
    """Let one of the person's passkeys count no more."""
    db.session.delete(passkey)
    audit.record("second factor removed", person, by=person, kind="passkey")
    record_change(person, Change.FACTOR_REMOVED)
    _forget_codes_of_nothing(person)


def prove(person: User, typed: str) -> None:
    """Take the code of the person's application, or a recovery code; each is good once. Raises WrongProof."""
    key = _locked(person)
    if key is not None and key.confirmed_at is not None and _uses(key, typed):
        return
    used = (
        update(RecoveryCode)
        .where(RecoveryCode.user_id == person.id, RecoveryCode.used_at.is_(None))
        .where(RecoveryCode.code_hash == _hashed(typed))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    if db.session.scalar(used) is None:
        raise WrongProof(field="code")
    audit.record("recovery code used", person, by=person)
    record_change(person, Change.RECOVERY_CODE_USED)


def new_recovery_codes(person: User) -> list[str]:
    """Make recovery codes that replace those of before; they are told here and never again."""
    gone = db.session.scalars(delete(RecoveryCode).where(RecoveryCode.user_id == person.id).returning(RecoveryCode.id))
    if gone.all():
        record_change(person, Change.RECOVERY_CODES_MADE)
    codes = [_random_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(user_id=person.id, code_hash=_hashed(code)) for code in codes)
    db.session.flush()
    audit.record("recovery codes made", person, by=person)
    return codes


def _locked(person: User) -> TotpKey | None:
    return db.session.scalar(totp_of(person).with_for_update().execution_options(populate_existing=True))


def _uses(key: TotpKey, typed: str) -> bool:
    """Whether the typed code is one of now that was not used; it is used up then."""
    words = unseal(key.sealed)
    if words is None:
        return False
    code, totp = "".join(typed.split()).encode(), pyotp.TOTP(words, interval=STEP_SECONDS)
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in range(now - CLOCKS_DIFFER, now + CLOCKS_DIFFER + 1):
        if step > key.last_step and hmac.compare_digest(code, totp.generate_otp(step).encode()):
            key.last_step = step
            return True
    return False


def _forget_codes_of_nothing(person: User) -> None:
    """Recovery codes stand in for something: without an application or a passkey they end."""
    db.session.flush()
    if db.session.scalar(totp_of(person)) is None and not db.session.scalar(
        select(Passkey.id).where(Passkey.user_id == person.id).limit(1)
    ):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == person.id))


def _random_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _hashed(typed: str) -> str:
    plain = "".join(letter for letter in typed.lower() if letter in _ALPHABET)
    key = hashlib.sha256(f"recovery codes|{settings().secret_key}".encode()).digest()
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()
