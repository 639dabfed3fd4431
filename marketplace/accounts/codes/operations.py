"""Asking for a code, and proving with it."""

import secrets
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from marketplace import audit, clock, outbox
from marketplace.accounts.codes.events import CodeWanted, PhoneProved
from marketplace.accounts.codes.models import CodePurpose, LoginCode
from marketplace.accounts.codes.secrets import fits
from marketplace.accounts.events import Change, record_change
from marketplace.accounts.models import User
from marketplace.accounts.operations import LoginTaken, NoLogin, open_account, read_login, set_password
from marketplace.accounts.queries import find_person
from marketplace.database import db
from marketplace.errors import Invalid, Refusal
from marketplace.extensions import password_hasher
from marketplace.phones import is_mobile
from marketplace.settings import settings

MOST_IN_AN_HOUR = 5
PAUSE = timedelta(seconds=45)
MOST_TRIES = 5
KEPT = timedelta(days=7)
_AN_HOUR = timedelta(hours=1)


class TooManyCodes(Refusal):
    """This phone or mailbox has got enough codes for now."""

    status = 429
    sentence = _l("Đã gửi nhiều mã tới đây. Hãy đợi ít phút rồi thử lại.")


class WrongCode(Invalid):
    """These are not the digits."""

    sentence = _l("Mã chưa đúng. Hãy xem lại tin nhắn mới nhất.")


class CodeOver(Invalid):
    """The code has ended: by time, by use, or by wrong tries."""

    sentence = _l("Mã này không dùng được nữa. Hãy lấy mã mới.")


class NotMobile(Invalid):
    """A landline receives no text messages."""

    sentence = _l("Số này không nhận được tin nhắn. Hãy dùng số di động hoặc email.")


class AccountClosed(Refusal):
    """The account of this phone or mailbox is closed."""

    status = 403
    sentence = _l("Tài khoản này đã đóng. Hãy liên hệ với chợ.")


class NameMissing(Invalid):
    """A new account needs a name."""

    sentence = _l("Hãy ghi họ và tên.")


def ask(
    login: str,
    purpose: CodePurpose = CodePurpose.ENTER,
    *,
    user: User | None = None,
    full_name: str = "",
    password: str = "",
    locale: str = "vi",
) -> LoginCode:
    """Let a code go to a phone or mailbox, whether or not anybody has an account with it.

    Raises NoLogin, NotMobile, and TooManyCodes (one in 45 seconds, five in an hour for each phone or mailbox).
    """
    email, phone = _reachable(login)
    _check_pause(email, phone)
    now = clock.now()
    code = LoginCode(
        purpose=purpose,
        email=email,
        phone=phone,
        seed=secrets.token_hex(32),
        user_id=user.id if user else None,
        full_name=full_name.strip() or None,
        password_hash=password_hasher.hash(password) if password else None,
        locale=locale,
        made_at=now,
        ends_at=now + timedelta(minutes=settings().code_minutes),
    )
    db.session.add(code)
    db.session.flush()
    outbox.record(CodeWanted(code.id))
    return code


def again(code_id: int) -> LoginCode:
    """Let another code go where this one went; the earlier one ends. Raises CodeOver and TooManyCodes."""
    old = _locked(code_id)
    _check_pause(old.email, old.phone)
    now = clock.now()
    carried = ("purpose", "email", "phone", "user_id", "full_name", "password_hash", "locale")
    fresh = LoginCode(
        **{name: getattr(old, name) for name in carried},
        seed=secrets.token_hex(32),
        made_at=now,
        ends_at=now + timedelta(minutes=settings().code_minutes),
    )
    old.used_at = now
    db.session.add(fresh)
    db.session.flush()
    outbox.record(CodeWanted(fresh.id))
    return fresh


def prove(code_id: int, typed: str, *, purposes: frozenset[CodePurpose]) -> LoginCode:
    """Use a code up. Raises CodeOver, and WrongCode, which is counted: whoever answers it must keep the count."""
    code = _locked(code_id)
    if code.purpose not in purposes or not _is_open(code, clock.now()):
        raise CodeOver(field="code")
    if not fits(code, typed):
        code.wrong_tries += 1
        db.session.flush()
        raise (WrongCode if code.wrong_tries < MOST_TRIES else CodeOver)(field="code")
    code.used_at = clock.now()
    return code


def person_proved_by(code: LoginCode) -> User:
    """Give the person of a proved code of ENTER; opens the account when there is none yet.

    Raises AccountClosed, and NameMissing when a new account has no name yet (the proof stays good: `name_new`).
    """
    person = find_person(code.email, code.phone)
    if person is None:
        person = _opened(code)
    elif not person.active:
        raise AccountClosed
    if code.phone:
        outbox.record(PhoneProved(person.id, code.phone))
    return person


def name_new(code_id: int, full_name: str) -> User:
    """Open the account of a proved phone or mailbox under this name. Raises CodeOver when it was not just proved."""
    code = _locked(code_id)
    fresh = code.used_at is not None and clock.now() < code.ends_at + timedelta(minutes=settings().code_minutes)
    if code.purpose is not CodePurpose.ENTER or not fresh or code.wrong_tries >= MOST_TRIES:
        raise CodeOver(field="full_name")
    code.full_name = full_name.strip()
    return person_proved_by(code)


def renew_password(code: LoginCode, new: str) -> User | None:
    """Set a new password with a proved code of RESET; every session ends. None when nobody has the phone or mailbox."""
    person = find_person(code.email, code.phone)
    if person is None or not person.active:
        return None
    set_password(person, new)
    audit.record("password renewed", person, by=person)
    record_change(person, Change.PASSWORD)
    return person


def add_contact(code: LoginCode) -> User:
    """Make a proved phone or mailbox another way into the account that asked. Raises LoginTaken."""
    person = db.session.get_one(User, code.user_id)
    known = find_person(code.email, code.phone)
    if known is not None and known.id != person.id:
        raise LoginTaken
    change, before = (Change.PHONE, person.phone) if code.phone else (Change.EMAIL, person.email)
    person.email, person.phone = code.email or person.email, code.phone or person.phone
    db.session.flush()
    record_change(person, change, before=before)
    audit.record("contact added", person, by=person, kind="phone" if code.phone else "email")
    if code.phone:
        outbox.record(PhoneProved(person.id, code.phone))
    return person


def sweep() -> int:
    """Forget codes of some days ago; give their number."""
    old = delete(LoginCode).where(LoginCode.made_at < clock.now() - KEPT).returning(LoginCode.id)
    return len(db.session.execute(old).all())


def _reachable(login: str) -> tuple[str | None, str | None]:
    email, phone = read_login(login)
    if phone and not is_mobile(phone):
        raise NotMobile(field="login")
    if email and ("." not in email.rpartition("@")[2] or len(email.split()) != 1):
        raise NoLogin(field="login")
    return email, phone


def _check_pause(email: str | None, phone: str | None) -> None:
    there = LoginCode.phone == phone if phone else LoginCode.email == email
    lately = select(LoginCode.made_at).where(there, LoginCode.made_at > clock.now() - _AN_HOUR)
    made = db.session.scalars(lately).all()
    number, last = len(made), max(made, default=None)
    if number >= MOST_IN_AN_HOUR or (last is not None and last > clock.now() - PAUSE):
        raise TooManyCodes(field="login")


def _locked(code_id: int) -> LoginCode:
    query = select(LoginCode).where(LoginCode.id == code_id).with_for_update()
    code = db.session.scalar(query.execution_options(populate_existing=True))
    if code is None:
        raise CodeOver(field="code")
    return code


def _is_open(code: LoginCode, now: datetime) -> bool:
    return code.used_at is None and code.wrong_tries < MOST_TRIES and now < code.ends_at


def _opened(code: LoginCode) -> User:
    if not code.full_name:
        raise NameMissing(field="full_name")
    return open_account(
        email=code.email,
        phone=code.phone,
        full_name=code.full_name,
        password_hash=code.password_hash,
        locale=code.locale,
    )
