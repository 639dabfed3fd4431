"""Brings a code to its phone or mailbox; called by the workers, ids only."""

import structlog
from flask_babel import force_locale, gettext

from marketplace import clock
from marketplace.accounts.codes.models import CodePurpose, LoginCode
from marketplace.accounts.codes.secrets import digits_of
from marketplace.accounts.queries import find_person
from marketplace.database import db
from marketplace.gateways.mail import Letter, LetterRefused
from marketplace.gateways.sms import TextMessage, TextRefused
from marketplace.gateways.wiring import gateways
from marketplace.letters import write
from marketplace.settings import settings

log = structlog.get_logger()


def send_code(code_id: int) -> None:
    """Send the digits, never through a table. Nothing is sent for a code that is over.

    A new password for nobody's phone or mailbox is not sent either. Raises SmsUnavailable or MailUnavailable, so that
    the fact is tried again.
    """
    code = db.session.get(LoginCode, code_id)
    if code is None or code.used_at or clock.now() >= code.ends_at:
        return
    if code.purpose is CodePurpose.RESET and find_person(code.email, code.phone) is None:
        return
    try:
        _text(code) if code.phone else _mail(code)
    except (TextRefused, LetterRefused):
        log.warning("code_refused", code=code.id)


def _text(code: LoginCode) -> None:
    with force_locale(code.locale):
        words = gettext(
            "%(market)s: mã của bạn là %(code)s, dùng trong %(minutes)s phút. Không đưa mã này cho bất kỳ ai.",
            market=settings().market_name,
            code=digits_of(code),
            minutes=settings().code_minutes,
        )
    gateways().sms.send(TextMessage(to=code.phone or "", text=words, reference=f"code-{code.id}-{code.seed[:8]}"))


def _mail(code: LoginCode) -> None:
    letter = write(
        "accounts/code",
        code.locale,
        code=digits_of(code),
        minutes=settings().code_minutes,
        renews=code.purpose is CodePurpose.RESET,
    )
    gateways().mail.send(
        Letter(
            to=code.email or "",
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            message_id=f"<code-{code.id}-{code.seed[:8]}@marketplace>",
        )
    )
