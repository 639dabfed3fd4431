"""What people are told of their own account, whatever they chose to hear of; called by the workers' subscriptions."""

import hashlib
from datetime import datetime
from typing import Final

import structlog
from flask_babel import LazyString, force_locale, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.devices.models import SignIn
from marketplace.accounts.events import Change
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.sms import TextMessage, TextRefused
from marketplace.gateways.wiring import gateways
from marketplace.letters import write
from marketplace.notices.operations import tell
from marketplace.phones import is_mobile
from marketplace.settings import settings
from marketplace.web.templates import moment

log = structlog.get_logger()
DEVICES = "/account/devices"
SAID: Final[dict[Change, LazyString]] = {
    Change.PASSWORD: _l("Mật khẩu tài khoản của bạn vừa được đổi"),
    Change.PHONE: _l("Số điện thoại tài khoản của bạn vừa được đổi"),
    Change.EMAIL: _l("Email tài khoản của bạn vừa được đổi"),
    Change.FACTOR_ADDED: _l("Tài khoản của bạn vừa có thêm một cách xác nhận"),
    Change.FACTOR_REMOVED: _l("Tài khoản của bạn vừa bỏ một cách xác nhận"),
    Change.RECOVERY_CODES_MADE: _l("Tài khoản của bạn vừa có bộ mã dự phòng mới"),
    Change.RECOVERY_CODE_USED: _l("Một mã dự phòng của tài khoản bạn vừa được dùng"),
}


def tell_new_device(sign_in_id: int) -> None:
    """Tell a person that somebody came in as them on a device that was never seen."""
    entered = db.session.scalar(select(SignIn).where(SignIn.id == sign_in_id).options(joinedload(SignIn.user)))
    if entered is None:
        return
    person = entered.user
    with force_locale(person.locale):
        said = {"device": entered.label or entered.address, "at": moment(entered.made_at)}
    letter = write("accounts/new_device", person.locale, person=person, link=DEVICES, **said)
    tell(f"new-device/{entered.id}", letter, user=person, mail_to=person.email, link=DEVICES)


def tell_secured(user_id: int, change: str, at: str, before: str) -> None:
    """Tell a person that a way into their account was changed: in the app, by mail, and to a mailbox replaced."""
    person = db.session.get(User, user_id)
    if person is None:
        return
    with force_locale(person.locale):
        said = {"what": str(SAID[Change(change)]), "at": moment(datetime.fromisoformat(at))}
    letter = write("accounts/secured", person.locale, person=person, link=DEVICES, **said)
    key = f"secured/{person.id}/{change}/{at}"
    tell(key, letter, user=person, mail_to=person.email, link=DEVICES)
    if "@" in before:
        tell(key, letter, mail_to=before)


def text_secured(user_id: int, change: str, at: str, before: str) -> None:
    """Tell by text message too where no mail would reach the person: a phone replaced, or an account without mail.

    Raises SmsUnavailable, so that the fact is tried again.
    """
    person = db.session.get(User, user_id)
    if person is None:
        return
    phone = before if change == Change.PHONE else None
    phone = phone or (None if person.email else person.phone)
    if not phone or not is_mobile(phone):
        return
    with force_locale(person.locale):
        what = str(SAID[Change(change)])
        words = gettext(
            "%(market)s: %(what)s. Nếu không phải bạn, hãy đặt lại mật khẩu ngay.",
            market=settings().market_name,
            what=what,
        )
    reference = f"secured-{hashlib.sha256(f'{person.id}|{change}|{at}'.encode()).hexdigest()[:24]}"
    try:
        gateways().sms.send(TextMessage(to=phone, text=words, reference=reference))
    except TextRefused:
        log.warning("text_refused", user=person.id)
