"""Signing up, proving who one is, changing what is known of a person."""

import secrets

from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from marketplace import audit, clock
from marketplace.accounts.events import Change, record_change
from marketplace.accounts.models import OfficerCommune, StaffRole, User
from marketplace.accounts.queries import find_person
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.extensions import password_hasher
from marketplace.phones import parse_phone
from marketplace.places.queries import find_commune
from marketplace.policies.models import ACCEPTED_BY_ALL
from marketplace.policies.operations import accept

_HASH_OF_NOBODY = password_hasher.hash(secrets.token_hex(16))


class LoginTaken(Invalid):
    """Somebody has an account with this e-mail address or phone number."""

    sentence = _l("Đã có tài khoản với email hoặc số điện thoại này. Hãy đăng nhập.")


class UnknownCommune(Invalid):
    """The commune is not in the province."""

    sentence = _l("Xã, phường này không thuộc tỉnh, thành phố đã chọn.")


class NoLogin(Invalid):
    """What was given is neither an e-mail address nor a Vietnamese phone number."""

    sentence = _l("Hãy ghi email hoặc số điện thoại Việt Nam, ví dụ 0912 345 678.")


def sign_up(login: str, *, full_name: str, password: str, locale: str = "vi") -> User:
    """Open an account for an e-mail address or a Vietnamese phone number.

    Raises NoLogin when it is neither, LoginTaken when somebody has it.
    """
    email, phone = read_login(login)
    kept = password_hasher.hash(password)
    return open_account(email=email, phone=phone, full_name=full_name, password_hash=kept, locale=locale)


def open_account(
    *, email: str | None, phone: str | None, full_name: str, password_hash: str | None, locale: str
) -> User:
    """Open an account for an e-mail address (folded) or a phone (E.164); without a password codes are the way in.

    The person accepts today's terms by it. Raises LoginTaken when somebody has the address or the phone.
    """
    user = User(
        email=email,
        phone=phone,
        full_name=full_name.strip(),
        password_hash=password_hash,
        locale=locale,
        active=True,
        session_version=1,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as error:
        raise LoginTaken(field="login") from error
    accept(user, ACCEPTED_BY_ALL)
    return user


def read_login(login: str) -> tuple[str | None, str | None]:
    """Tell an e-mail address (folded) from a phone number (E.164). Raises NoLogin when it is neither."""
    text = login.strip()
    if "@" in text:
        return text.lower(), None
    phone = parse_phone(text)
    if phone is None:
        raise NoLogin(field="login")
    return None, phone


def prove(login: str, password: str) -> User | None:
    """Give the person whose login and password these are. Takes as long for nobody as for somebody."""
    try:
        user = find_person(*read_login(login))
    except NoLogin:
        user = None
    try:
        password_hasher.verify((user.password_hash if user else None) or _HASH_OF_NOBODY, password)
    except (VerificationError, InvalidHashError):
        return None
    if user is None or not user.active or user.password_hash is None:
        return None
    if password_hasher.check_needs_rehash(user.password_hash):
        user.password_hash = password_hasher.hash(password)
    return user


def change_password(user: User, *, old: str, new: str) -> None:
    """Set a new password and end every session. Raises Invalid when the old one is wrong."""
    if not knows_password(user, old):
        raise Invalid(_l("Mật khẩu hiện tại không đúng."), field="old")
    set_password(user, new)
    audit.record("password changed", user, by=user)
    record_change(user, Change.PASSWORD)


def knows_password(user: User, password: str) -> bool:
    """Whether this is the person's password; an account without one has none."""
    try:
        password_hasher.verify(user.password_hash or _HASH_OF_NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return user.password_hash is not None


def set_password(user: User, new: str) -> None:
    """Set a new password; every session and sign-in of before ends."""
    user.password_hash = password_hasher.hash(new)
    user.session_version += 1


def change_profile(user: User, *, full_name: str, locale: str) -> None:
    """Set what a person says of themself."""
    user.full_name, user.locale = full_name.strip(), locale


def check_commune(province_code: str, commune_code: str) -> None:
    """Raise UnknownCommune unless the commune lies in the province."""
    if find_commune(province_code, commune_code) is None:
        raise UnknownCommune(field="commune_code")


def appoint(user: User, role: StaffRole | None, *, by: User | None, communes: tuple[str, ...] = ()) -> None:
    """Make a person staff (an officer for communes), or staff no longer."""
    user.staff_role = role
    db.session.flush()
    for code in communes:
        db.session.add(OfficerCommune(user_id=user.id, commune_code=code))
    audit.record("staff appointed", user, by=by, role=role, communes=list(communes))
