"""The twin of the company that sends text messages: it keeps them, and nobody's phone rings."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from psycopg.rows import class_row

from marketplace.gateways.sms import SEND, TAKEN
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.store import TwinStore

REFUSED = "0900000131"
"""A number whose messages are never taken."""
BUSY = "0900000099"
"""A number at which the company is always busy."""
_NEWEST = """
    SELECT id, reference, phone, brand, text, received_at FROM twin.text_message
    WHERE %(to)s::text IS NULL OR phone = %(to)s ORDER BY id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True)
class KeptText:
    """One message as it would stand on the phone (a national number)."""

    id: int
    reference: str
    phone: str
    brand: str
    text: str
    received_at: datetime


def texts(store: TwinStore, *, to: str | None = None, limit: int = 100) -> Sequence[KeptText]:
    """The newest messages, to this national number or to anyone."""
    with store.connection() as connection, connection.cursor(row_factory=class_row(KeptText)) as cursor:
        return cursor.execute(_NEWEST, {"to": to or None, "limit": limit}).fetchall()


@dataclass(frozen=True)
class SmsTwin:
    """The view of the twin over its store."""

    store: TwinStore
    configuration: TwinConfiguration

    def blueprint(self) -> Blueprint:
        """The view as a part of a web application."""
        views = Blueprint("texts", __name__)
        views.add_url_rule(f"/sms{SEND}", view_func=self.take, methods=["POST"])
        return views

    def take(self) -> Response:
        """Take a message once for its reference."""
        asked: dict[str, Any] = request.get_json()
        if not hmac.compare_digest(str(asked.get("ApiKey", "")), self.configuration.sms_key):
            return jsonify(CodeResult="101", ErrorMessage="Sai ApiKey")
        if asked["Phone"] == REFUSED:
            return jsonify(CodeResult="131", ErrorMessage="Khong gui duoc toi so nay")
        if asked["Phone"] == BUSY:
            return jsonify(CodeResult="99", ErrorMessage="Loi khong xac dinh")
        with self.store.connection() as connection:
            connection.execute(
                "INSERT INTO twin.text_message (reference, phone, brand, text) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (reference) DO NOTHING",
                (asked["RequestId"], asked["Phone"], asked["Brandname"], asked["Content"]),
            )
        return jsonify(CodeResult=TAKEN, SMSID=asked["RequestId"])
