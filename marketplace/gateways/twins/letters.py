"""The letters that the mail twin has taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from psycopg.rows import class_row

from marketplace.gateways.twins.store import TwinStore

_NEWEST = """
    SELECT id, message_id, sender, recipient, subject, text, html, received_at FROM twin.letter
    WHERE %(to)s::text IS NULL OR lower(recipient) = lower(%(to)s) ORDER BY id DESC LIMIT %(limit)s
"""
_ONE = "SELECT id, message_id, sender, recipient, subject, text, html, received_at FROM twin.letter WHERE id = %s"


@dataclass(frozen=True)
class KeptLetter:
    """One letter as it arrived."""

    id: int
    message_id: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str | None
    received_at: datetime


def letters(store: TwinStore, *, to: str | None = None, limit: int = 100) -> Sequence[KeptLetter]:
    """The newest letters, to this address or to anyone."""
    with store.connection() as connection, connection.cursor(row_factory=class_row(KeptLetter)) as cursor:
        return cursor.execute(_NEWEST, {"to": to or None, "limit": limit}).fetchall()


def letter(store: TwinStore, letter_id: int) -> KeptLetter | None:
    """One letter by its number."""
    with store.connection() as connection, connection.cursor(row_factory=class_row(KeptLetter)) as cursor:
        return cursor.execute(_ONE, (letter_id,)).fetchone()


def keep(store: TwinStore, raw: bytes, *, sender: str, recipient: str) -> None:
    """Keep a letter once for its Message-ID."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    with store.connection() as connection:
        connection.execute(
            "INSERT INTO twin.letter (message_id, sender, recipient, subject, text, html, raw)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (message_id) DO NOTHING",
            (
                str(message["Message-ID"]),
                sender,
                recipient,
                str(message["Subject"]),
                _part(message, "plain") or "",
                _part(message, "html"),
                raw,
            ),
        )


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\x00", "") if part else None
