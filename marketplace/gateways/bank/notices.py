"""Notices of money on the market's account, as SePay sends them (developer.sepay.vn, webhooks).

A notice is a POST of JSON that SePay repeats up to seven times until it is answered 200 with {"success": true}; its id
is the same each time.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from marketplace import clock, numbers

WINDOW_SECONDS = 300
"""How far a signature's time may be from ours."""

_MOST = 2**63 - 1
_LONGEST_TEXT = 2_000


class UnverifiedNotice(Exception):
    """The notice does not come from the bank: answer 401."""


class UnreadableNotice(ValueError):
    """The notice comes from the bank but is not one; the message names the field."""


@dataclass(frozen=True)
class NoticeKeys:
    """What the bank proves itself with; an empty one is not used. With a webhook secret the signature is required."""

    api_key: str = ""
    webhook_secret: str = ""


@dataclass(frozen=True)
class BankMovement:
    """One movement on an account. The amount is whole đồng, positive in both directions."""

    transaction_id: int
    bank_name: str
    account: str
    sub_account: str | None
    content: str
    is_incoming: bool
    amount_dong: int
    reference: str | None
    happened_at: datetime


def verify(headers: Mapping[str, str], raw_body: bytes, keys: NoticeKeys) -> None:
    """Make sure that the bank sent exactly this body, within WINDOW_SECONDS where it is signed.

    Raises UnverifiedNotice, also when no key is set. Compared in constant time.
    """
    given = {name.lower(): value for name, value in headers.items()}
    if keys.webhook_secret:
        genuine = _is_signed(given, raw_body, keys.webhook_secret)
    else:
        genuine = bool(keys.api_key) and _same(given.get("authorization", ""), f"Apikey {keys.api_key}")
    if not genuine:
        raise UnverifiedNotice


def signed_headers(raw_body: bytes, keys: NoticeKeys, *, at: datetime) -> dict[str, str]:
    """The headers by which the bank proves itself, for the key or the secret that is set."""
    seconds = str(int(at.timestamp()))
    headers = {"Content-Type": "application/json"}
    if keys.webhook_secret:
        headers["X-SePay-Timestamp"] = seconds
        headers["X-SePay-Signature"] = _signature(seconds, raw_body, keys.webhook_secret)
    if keys.api_key:
        headers["Authorization"] = f"Apikey {keys.api_key}"
    return headers


def parse_notice(raw_body: bytes) -> BankMovement:
    """Read the body of a verified notice. Raises UnreadableNotice; unknown fields are left alone."""
    try:
        fields = json.loads(raw_body)
    except (ValueError, RecursionError) as unreadable:
        raise UnreadableNotice("not JSON") from unreadable
    if not isinstance(fields, dict):
        raise UnreadableNotice("not a JSON object")
    return BankMovement(
        transaction_id=whole(fields, "id", least=1),
        bank_name=words(fields, "gateway") or "",
        account=_required(fields, "accountNumber"),
        sub_account=words(fields, "subAccount"),
        content=words(fields, "content") or "",
        is_incoming=_is_incoming(fields),
        amount_dong=whole(fields, "transferAmount", least=1),
        reference=words(fields, "referenceCode"),
        happened_at=moment(fields, "transactionDate"),
    )


def find_memos(content: str, *, prefix: str = "QN") -> tuple[str, ...]:
    """Every memo code that the words of a transfer may hold, whatever the bank did to them; look each one up."""
    return numbers.codes_in(content, prefix)


def whole(fields: Mapping[str, object], name: str, *, least: int = 0) -> int:
    """A whole number written as a number or as digits ("18067000.00"). Raises UnreadableNotice."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise UnreadableNotice(f"{name} is not a whole number: {value!r:.100}")
    try:
        number = Decimal(value)
    except InvalidOperation as unreadable:
        raise UnreadableNotice(f"{name} is not a whole number: {value!r:.100}") from unreadable
    if not number.is_finite() or not least <= number <= _MOST or number != int(number):
        raise UnreadableNotice(f"{name} is not a whole number from {least}: {value!r:.100}")
    return int(number)


def words(fields: Mapping[str, object], name: str) -> str | None:
    """A text that a database can keep; None when there is none. Raises UnreadableNotice."""
    value = fields.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or not _can_be_kept(value):
        raise UnreadableNotice(f"{name} is not a text: {value!r:.100}")
    return value


def moment(fields: Mapping[str, object], name: str) -> datetime:
    """A moment written as 2026-11-23 09:30:00 by a clock in Vietnam. Raises UnreadableNotice."""
    written = _required(fields, name)
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=clock.VIETNAM)
    except ValueError as unreadable:
        raise UnreadableNotice(f"{name} is not a time: {written!r:.100}") from unreadable


def _required(fields: Mapping[str, object], name: str) -> str:
    if not (value := words(fields, name)):
        raise UnreadableNotice(f"{name} is missing")
    return value


def _is_incoming(fields: Mapping[str, object]) -> bool:
    direction = fields.get("transferType")
    if direction not in ("in", "out"):
        raise UnreadableNotice(f"transferType is neither in nor out: {direction!r:.100}")
    return direction == "in"


def _can_be_kept(text: str) -> bool:
    """PostgreSQL keeps neither NUL nor half a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _is_signed(headers: Mapping[str, str], raw_body: bytes, secret: str) -> bool:
    seconds = headers.get("x-sepay-timestamp", "")
    if not (seconds.isascii() and seconds.isdigit()) or len(seconds) > len(str(_MOST)):
        return False
    is_recent = abs(clock.now().timestamp() - int(seconds)) <= WINDOW_SECONDS
    return _same(headers.get("x-sepay-signature", ""), _signature(seconds, raw_body, secret)) and is_recent


def _signature(seconds: str, raw_body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), seconds.encode() + b"." + raw_body, hashlib.sha256).hexdigest()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
