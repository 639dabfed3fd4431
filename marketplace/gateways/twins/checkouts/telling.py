"""How the gateways' twins tell the market of payments: again until it answers as their protocols ask.

VNPay sends a GET and repeats it ten times, five minutes apart, until RspCode is 00 or 02. MoMo sends a POST and repeats
it until the status is 204.
"""

import json
from datetime import timedelta

import httpx
from psycopg.rows import DictRow

from marketplace.gateways.trust import authorities
from marketplace.gateways.twins.checkouts.momo import MomoTwin
from marketplace.gateways.twins.checkouts.vnpay import GATEWAY as VNPAY
from marketplace.gateways.twins.checkouts.vnpay import VnpayTwin
from marketplace.gateways.twins.store import Connection

RETRIES = {"vnpay": (5,) * 10, "momo": (1, 2, 5, 10, 20)}
"""Units of time between attempts, minutes at the gateways; after the last the notice is given up."""

_ANSWER_SECONDS = 15
_DUE = (
    "SELECT telling.id AS telling_id, telling.attempts, telling.is_wrongly_signed, checkout.*"
    " FROM twin.telling JOIN twin.checkout ON checkout.id = telling.checkout_id"
    " WHERE telling.due_at <= now() ORDER BY telling.due_at LIMIT 1 FOR UPDATE OF telling SKIP LOCKED"
)


def tell_one(connection: Connection, vnpay: VnpayTwin, momo: MomoTwin) -> bool:
    """Send one notice that is due, with its row locked; whether there was one."""
    due = connection.execute(_DUE).fetchone()
    if due is None:
        return False
    is_vnpay = due["gateway"] == VNPAY
    answer = _of_vnpay(vnpay, due) if is_vnpay else _of_momo(momo, due)
    is_taken = answer in ({"00", "02"} if is_vnpay else {"204"})
    connection.execute(
        "UPDATE twin.telling SET attempts = attempts + 1, due_at = now() + %s, answers = answers || %s::text,"
        " answered_at = CASE WHEN %s THEN now() END WHERE id = %s",
        (
            None if is_taken else _until_next(due["gateway"], due["attempts"], vnpay.configuration.retry_unit_seconds),
            *(answer, is_taken, due["telling_id"]),
        ),
    )
    return True


def _of_vnpay(twin: VnpayTwin, due: DictRow) -> str:
    """RspCode, or what came instead of it."""
    query = twin.notice(due, is_wrongly_signed=due["is_wrongly_signed"])
    sent = _sent(httpx.Request("GET", f"{twin.configuration.merchant.vnpay_notice_address}?{query}"))
    try:
        return str(json.loads(sent.text)["RspCode"]) if sent else "none"
    except (ValueError, KeyError, TypeError):
        return "unreadable"


def _of_momo(twin: MomoTwin, due: DictRow) -> str:
    """The status, or what came instead of it."""
    body = twin.notice(due, is_wrongly_signed=due["is_wrongly_signed"])
    sent = _sent(httpx.Request("POST", due["request"]["ipnUrl"], json=body))
    return str(sent.status_code) if sent else "none"


def _sent(request: httpx.Request) -> httpx.Response | None:
    try:
        with httpx.Client(timeout=_ANSWER_SECONDS, trust_env=False, verify=authorities()) as client:
            return client.send(request)
    except httpx.HTTPError:
        return None


def _until_next(gateway: str, attempts: int, unit_seconds: float) -> timedelta | None:
    """How long to wait after so many earlier attempts; None to give up."""
    waits = RETRIES[gateway]
    return timedelta(seconds=waits[attempts] * unit_seconds) if attempts < len(waits) else None
