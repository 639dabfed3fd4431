"""What the market needs of a carrier, whichever it is."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice

LONGEST_CODE = 100
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class ParcelStage(StrEnum):
    """Where a parcel is, in the market's words; every carrier's own states are mapped to these."""

    PENDING = "pending"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery_failed"
    """An attempt; it is tried again, or the parcel turns back."""
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"
    """Lost or damaged."""


class CarrierUnavailable(Exception):
    """The carrier gave no answer that can be trusted; ask again later."""


@dataclass(frozen=True)
class ParcelNotice:
    """What a carrier told of a parcel. `key` is the same when it tells it again; no stage: its word is not known.

    Amounts are whole đồng, None where the carrier did not say. `raw` is what it sent, as a text that can be kept.
    """

    key: str
    tracking_code: str
    status: str
    stage: ParcelStage | None
    happened_at: datetime
    raw: str
    cash_dong: int | None = None


class CarrierGateway(Protocol):
    """One carrier's interface."""

    def parse_notice(self, headers: Mapping[str, str], raw_body: bytes) -> ParcelNotice:
        """Read what was sent to our webhook. Raises UnverifiedNotice and UnreadableNotice."""

    def ask(self, tracking_code: str) -> ParcelNotice | None:
        """Ask where a parcel is; None when the carrier does not know it. Raises CarrierUnavailable."""

    def statements(self, *, since: date) -> list[bytes]:
        """Give the statements of cash made since this day, each as a file. Raises CarrierUnavailable."""


def verify_key(headers: Mapping[str, str], key: str) -> None:
    """Make sure that the sender knows our key (header `Token`), in constant time.

    Carriers sign nothing: the key is agreed when the webhook is registered. Raises UnverifiedNotice, also without a
    key of ours.
    """
    given = {name.lower(): value for name, value in headers.items()}.get("token", "")
    if not key or not hmac.compare_digest(given.encode(), key.encode()):
        raise UnverifiedNotice


def as_it_came(raw_body: bytes) -> str:
    """What was sent, as a text that a database can keep."""
    return raw_body.decode("utf-8", "backslashreplace").replace("\x00", "\\x00")


def tracking_code_in(value: str | None) -> str:
    """The tracking code as it is compared: capitals without spaces. Raises UnreadableNotice for none."""
    code = "".join((value or "").split()).upper()
    if not code or len(code) > LONGEST_CODE:
        raise UnreadableNotice(f"no tracking code: {value!r:.100}")
    return code


def iso_moment(value: str | None) -> datetime:
    """A moment written in ISO 8601 with its offset. Raises UnreadableNotice."""
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError as unreadable:
        raise UnreadableNotice(f"not a time: {value!r:.100}") from unreadable
    if moment.tzinfo is None or not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise UnreadableNotice(f"not a time with its offset: {value!r:.100}")
    return moment
