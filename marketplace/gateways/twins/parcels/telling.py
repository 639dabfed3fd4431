"""How the carriers' twins tell the market of parcels: GHN in JSON, GHTK by a form, again until answered 200."""

from datetime import timedelta

import httpx
from psycopg.rows import DictRow

from marketplace import clock
from marketplace.gateways.trust import authorities
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.store import Connection

RETRIES = {"ghn": (1, 2, 5), "ghtk": (1,)}
"""Units of time between attempts; GHTK tries once more, and then gives up."""

_ANSWER_SECONDS = 8
_TAKEN = 200
_DUE = (
    "SELECT news.id AS news_id, news.status AS told, news.happened_at, news.attempts, news.is_wrongly_signed, parcel.*"
    " FROM twin.parcel_news AS news JOIN twin.parcel ON parcel.id = news.parcel_id"
    " WHERE news.due_at <= now() ORDER BY news.due_at, news.id LIMIT 1 FOR UPDATE OF news SKIP LOCKED"
)


def tell_one(connection: Connection, configuration: TwinConfiguration) -> bool:
    """Send one piece of news that is due, with its row locked; whether there was one."""
    due = connection.execute(_DUE).fetchone()
    if due is None:
        return False
    is_taken = _status(_request(due, configuration)) == _TAKEN
    waits = RETRIES[due["carrier"]]
    wait = None if is_taken or due["attempts"] >= len(waits) else waits[due["attempts"]]
    connection.execute(
        "UPDATE twin.parcel_news SET attempts = attempts + 1, due_at = now() + %s,"
        " answered_at = CASE WHEN %s THEN now() END WHERE id = %s",
        (wait and timedelta(seconds=wait * configuration.retry_unit_seconds), is_taken, due["news_id"]),
    )
    return True


def _request(due: DictRow, configuration: TwinConfiguration) -> httpx.Request:
    told = configuration.carriers[due["carrier"]]
    headers = {"Token": "wrong" if due["is_wrongly_signed"] else told.notice_key}
    if due["carrier"] == "ghn":
        return httpx.Request("POST", told.notice_address, json=_as_ghn(due), headers=headers)
    return httpx.Request("POST", told.notice_address, data=_as_ghtk(due), headers=headers)


def _as_ghn(due: DictRow) -> dict[str, object]:
    return {
        "OrderCode": due["code"],
        "ClientOrderCode": due["client_code"],
        "Status": due["told"],
        "Type": "switch_status",
        "Time": clock.in_vietnam(due["happened_at"]).isoformat(),
        "CODAmount": due["cash_dong"],
        "TotalFee": due["fee_dong"],
        "Fee": {"MainService": due["fee_dong"]},
        "ShopID": 1,
    }


def _as_ghtk(due: DictRow) -> dict[str, str]:
    return {
        "label_id": due["code"],
        "partner_id": due["client_code"],
        "status_id": due["told"],
        "action_time": clock.in_vietnam(due["happened_at"]).isoformat(),
        "reason_code": "",
        "reason": "",
        "fee": str(due["fee_dong"]),
        "pick_money": str(due["cash_dong"]),
        "return_part_package": "0",
    }


def _status(request: httpx.Request) -> int | None:
    try:
        with httpx.Client(timeout=_ANSWER_SECONDS, trust_env=False, verify=authorities()) as client:
            return client.send(request).status_code
    except httpx.HTTPError:
        return None
