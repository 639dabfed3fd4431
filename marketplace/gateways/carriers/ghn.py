"""Giao Hàng Nhanh: its words for where a parcel is, its webhook (JSON), and its interface.

GHN publishes no interface for its statements of cash (they come as files); the address asked here is agreed with GHN,
and is what the local twin answers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
ASKED = {"OrderCode": "order_code", "Time": "updated_date", "Status": "status", "CODAmount": "cod_amount"}
"""What the webhook calls a field, and what the interface calls it."""
STAGES: dict[str, ParcelStage] = {
    **dict.fromkeys(("ready_to_pick", "picking", "money_collect_picking"), S.PENDING),
    "picked": S.PICKED_UP,
    **dict.fromkeys(("storing", "sorting", "transporting"), S.IN_TRANSIT),
    **dict.fromkeys(("delivering", "money_collect_delivering"), S.OUT_FOR_DELIVERY),
    "delivered": S.DELIVERED,
    "delivery_fail": S.DELIVERY_FAILED,
    **dict.fromkeys(
        ("waiting_to_return", "return", "return_transporting", "return_sorting", "returning", "return_fail"),
        S.RETURNING,
    ),
    "returned": S.RETURNED,
    "cancel": S.CANCELLED,
    **dict.fromkeys(("lost", "damage", "scrap"), S.LOST),
}
"""GHN's states; `exception` and what is not here is known to a person only."""


@dataclass(frozen=True)
class GhnGateway:
    """GHN for one shop there. `notice_key` is what its webhook proves itself with."""

    api_url: str
    token: str
    shop: str
    notice_key: str

    def parse_notice(self, headers: Mapping[str, str], raw_body: bytes) -> ParcelNotice:
        verify_key(headers, self.notice_key)
        try:
            fields = json.loads(raw_body)
        except (ValueError, RecursionError) as unreadable:
            raise UnreadableNotice("not JSON") from unreadable
        if not isinstance(fields, dict):
            raise UnreadableNotice("not a JSON object")
        return _notice(fields, as_it_came(raw_body))

    def ask(self, tracking_code: str) -> ParcelNotice | None:
        address = f"{self.api_url.rstrip('/')}/v2/shipping-order/detail"
        found = answer_of(httpx.Request("POST", address, json={"order_code": tracking_code}, headers=self._headers()))
        data = (found or {}).get("data")
        if not isinstance(data, dict) or not data.get("order_code"):
            return None
        fields = {ours: data.get(theirs) for ours, theirs in ASKED.items()} | {"Type": "switch_status"}
        try:
            return _notice(fields, json.dumps(data))
        except UnreadableNotice as unreadable:
            raise CarrierUnavailable(f"{address}: {unreadable}") from unreadable

    def statements(self, *, since: date) -> list[bytes]:
        return statements_at(f"{self.api_url.rstrip('/')}/cod-statements", self._headers(), since=since)

    def _headers(self) -> dict[str, str]:
        return {"Token": self.token, "ShopId": self.shop}


def _notice(fields: dict[str, Any], raw: str) -> ParcelNotice:
    code, kind = tracking_code_in(words(fields, "OrderCode")), words(fields, "Type") or ""
    at, status = words(fields, "Time"), words(fields, "Status") or ""
    return ParcelNotice(
        key=f"{code}/{kind}/{at}"[:200],
        tracking_code=code,
        status=status[:200],
        stage=STAGES.get(status.lower()),
        happened_at=iso_moment(at),
        cash_dong=whole(fields, "CODAmount") if fields.get("CODAmount") is not None else None,
        raw=raw,
    )
