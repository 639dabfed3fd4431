"""Giao Hàng Tiết Kiệm: its numbers for where a parcel is, its webhook (a form), and its interface.

As with GHN, the address of statements is agreed with the carrier; the local twin answers it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote

import httpx

from marketplace.gateways.bank.notices import UnreadableNotice, whole, words
from marketplace.gateways.carriers.connection import answer_of, statements_at
from marketplace.gateways.carriers.protocol import (
    CarrierUnavailable,
    ParcelNotice,
    ParcelStage,
    as_it_came,
    iso_moment,
    tracking_code_in,
    verify_key,
)

S = ParcelStage
STAGES: dict[str, ParcelStage] = {
    "-1": S.CANCELLED,
    **dict.fromkeys(("1", "2", "7", "8", "12", "123", "127", "128"), S.PENDING),
    "3": S.PICKED_UP,
    **dict.fromkeys(("4", "45", "49", "410"), S.OUT_FOR_DELIVERY),
    **dict.fromkeys(("5", "6"), S.DELIVERED),
    **dict.fromkeys(("9", "10"), S.DELIVERY_FAILED),
    "20": S.RETURNING,
    **dict.fromkeys(("21", "11"), S.RETURNED),
    "13": S.LOST,
}
"""GHTK's status_id; what is not here is known to a person only."""
MOST_FIELDS = 100


@dataclass(frozen=True)
class GhtkGateway:
    """GHTK for one shop there. `notice_key` is what its webhook proves itself with."""

    api_url: str
    token: str
    shop: str
    notice_key: str

    def parse_notice(self, headers: Mapping[str, str], raw_body: bytes) -> ParcelNotice:
        verify_key(headers, self.notice_key)
        try:
            pairs = parse_qsl(raw_body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError as unreadable:
            raise UnreadableNotice("not a form") from unreadable
        return _notice(dict(pairs), as_it_came(raw_body))

    def ask(self, tracking_code: str) -> ParcelNotice | None:
        address = f"{self.api_url.rstrip('/')}/services/shipment/v2/{quote(tracking_code, safe='')}"
        order = (answer_of(httpx.Request("GET", address, headers=self._headers())) or {}).get("order")
        if not isinstance(order, dict) or not order.get("label_id"):
            return None
        fields = order | {"status_id": str(order.get("status")), "action_time": order.get("modified")}
        try:
            return _notice(fields, json.dumps(order))
        except UnreadableNotice as unreadable:
            raise CarrierUnavailable(f"{address}: {unreadable}") from unreadable

    def statements(self, *, since: date) -> list[bytes]:
        return statements_at(f"{self.api_url.rstrip('/')}/cod-statements", self._headers(), since=since)

    def _headers(self) -> dict[str, str]:
        return {"Token": self.token, "X-Client-Source": self.shop}


def _notice(fields: dict[str, Any], raw: str) -> ParcelNotice:
    code, status = tracking_code_in(words(fields, "label_id")), words(fields, "status_id") or ""
    at = words(fields, "action_time")
    return ParcelNotice(
        key=f"{code}/{status}/{at}"[:200],
        tracking_code=code,
        status=status[:200],
        stage=STAGES.get(status),
        happened_at=iso_moment(at),
        cash_dong=whole(fields, "pick_money") if fields.get("pick_money") not in (None, "") else None,
        raw=raw,
    )
