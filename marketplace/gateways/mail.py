"""Letters handed to a mail server by SMTP (RFC 5321)."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit

from marketplace import clock

_PERMANENT = 500


class LetterRefused(Exception):
    """The server will never take this letter: sending it again is of no use."""


class MailUnavailable(Exception):
    """The server could not be reached or asks to try later."""


@dataclass(frozen=True)
class Letter:
    """One letter to one person. The message id (<...@...>) stays the same when it is sent again."""

    to: str
    subject: str
    text: str
    message_id: str
    html: str | None = None
    reply_to: str | None = None
    unsubscribe: str = ""
    """Where one click ends such letters (RFC 8058); nothing for letters that people must get."""


class Mail(Protocol):
    """Whoever takes letters."""

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raises LetterRefused for good, MailUnavailable for now."""


@dataclass(frozen=True)
class SmtpMail:
    """A mail server at smtp://[user:password@]host[:port][?starttls] or smtps://...

    With a user, smtp:// always changes to TLS before the password is sent. Each letter has its own connection.
    """

    url: str
    sender: str
    timeout_seconds: float = 10

    def send(self, letter: Letter) -> None:
        message = _message(letter, sender=self.sender)
        with _told_apart(), self._connection() as server:
            server.send_message(message)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        address = urlsplit(self.url)
        host, port = address.hostname or "localhost", address.port or 0
        with self._connected(host, port, encrypted=address.scheme == "smtps") as server:
            if address.scheme == "smtp" and (address.username or "starttls" in address.query):
                server.starttls(context=ssl.create_default_context())
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            yield server

    def _connected(self, host: str, port: int, *, encrypted: bool) -> smtplib.SMTP:
        if encrypted:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=self.timeout_seconds, context=context)
        return smtplib.SMTP(host, port, timeout=self.timeout_seconds)


def _message(letter: Letter, *, sender: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    try:
        message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
        message["Message-ID"], message["Date"] = letter.message_id, format_datetime(clock.now())
        if letter.reply_to:
            message["Reply-To"] = letter.reply_to
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except (ValueError, MessageError) as unfit:
        raise LetterRefused(str(unfit)) from unfit
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


@contextmanager
def _told_apart() -> Iterator[None]:
    """What a server's answer means for the letter: never, or later."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        raise _refusal([code for code, _ in refused.recipients.values()], refused) from refused
    except smtplib.SMTPAuthenticationError as ours:
        raise MailUnavailable(str(ours)) from ours
    except smtplib.SMTPResponseException as answered:
        raise _refusal([answered.smtp_code], answered) from answered
    except smtplib.SMTPNotSupportedError as unfit:
        raise LetterRefused(str(unfit)) from unfit
    except (OSError, smtplib.SMTPException) as broken:
        raise MailUnavailable(str(broken)) from broken


def _refusal(codes: list[int], cause: Exception) -> LetterRefused | MailUnavailable:
    if codes and all(code >= _PERMANENT for code in codes):
        return LetterRefused(str(cause))
    return MailUnavailable(str(cause))
