"""MoMo's twin: create, the page to pay on, the notice, query and refund, with the result codes of version 2."""

import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, request, url_for
from psycopg.rows import DictRow
from werkzeug.wrappers import Response as Redirection

from marketplace import clock
from marketplace.gateways.payments import momo
from marketplace.gateways.payments.momo import signature
from marketplace.gateways.twins.breaking import broken_off
from marketplace.gateways.twins.checkouts import book, page
from marketplace.gateways.twins.checkouts.book import Asked, Decision, Trouble
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.store import Connection, TwinStore

GATEWAY = "momo"
NAME, COLOUR = "MoMo", "#a50064"
WRONG_SIGNATURE, WRONG_PARTNER, OUT_OF_BOUNDS, WRONG_SHAPE, EXPIRED, NO_REFUND = 11007, 13, 22, 20, 1005, 1088
_CODES = {Decision.PAID: 0, Decision.CANCELLED: 1006, Decision.FAILED: 1001, Decision.SUSPECTED: 7002}
_REFUND_CODES = {"done": 0, "processing": 7002, "refused": 1088}
_MESSAGES = {0: "Thành công.", 1006: "Giao dịch bị từ chối bởi người dùng.", 1001: "Tài khoản không đủ số dư."}
_LEAST_DONG, _MOST_DONG = 1_000, 50_000_000
_ORDER = re.compile(r"[0-9a-zA-Z]([-_.]*[0-9a-zA-Z]+)*")
_MINUTES = 100
"""How long a payment waits where the merchant does not say."""


@dataclass(frozen=True)
class MomoTwin:
    """The views of the twin over its store; `wake` is called when something has become due."""

    store: TwinStore
    configuration: TwinConfiguration
    wake: Callable[[], None]

    def blueprint(self) -> Blueprint:
        """The twin as a part of a web application."""
        views = Blueprint("momo", __name__, url_prefix="/momo")
        views.add_url_rule("/v2/gateway/api/create", "create", self.create, methods=["POST"])
        views.add_url_rule("/v2/gateway/api/query", "query", self.query, methods=["POST"])
        views.add_url_rule("/v2/gateway/api/refund", "refund", self.refund, methods=["POST"])
        views.add_url_rule("/v2/gateway/pay/<token>", "pay", self.pay)
        views.add_url_rule("/v2/gateway/pay/<token>", "decide", self.decide, methods=["POST"])
        return views

    def create(self) -> Response:
        return self._called(momo.CREATE, self._created)

    def query(self) -> Response:
        return self._called(momo.QUERY, self._queried)

    def refund(self) -> Response:
        return self._called(momo.REFUND, self._refunded)

    def pay(self, token: str) -> Response:
        """The page to which the market sends its buyer."""
        with self.store.connection() as connection:
            checkout = book.by_token(connection, GATEWAY, token)
        if checkout is None or checkout["state"] != "waiting" or book.is_over(checkout):
            return page.problem_page("Giao dịch đã kết thúc hoặc quá hạn.", name=NAME, colour=COLOUR)
        return page.pay_page(
            checkout,
            name=NAME,
            colour=COLOUR,
            action=url_for("momo.decide", token=token),
            words=checkout["request"]["orderInfo"],
            may_suspect=False,
        )

    def decide(self, token: str) -> Response | Redirection:
        """What the buyer chose; MoMo sends a notice of money only, its browser goes back to the market."""
        decision = Decision(request.form["decision"])
        with self.store.connection() as connection:
            checkout = book.by_token(connection, GATEWAY, token)
            if checkout is None:
                return page.problem_page("Không tìm thấy giao dịch.", name=NAME, colour=COLOUR)
            told = request.form.get("telling") if decision is Decision.PAID else "never"
            decided = book.decide(connection, checkout, decision, page.chosen_telling(told))
        self.wake()
        return redirect(f"{decided['request']['redirectUrl']}?{urlencode(self.notice(decided))}", 303)

    def notice(self, checkout: DictRow, *, is_wrongly_signed: bool = False) -> dict[str, Any]:
        """The body of the notice, and the query of the return."""
        code, asked = _CODES[Decision(checkout["state"])], checkout["request"]
        fields = {
            "partnerCode": self.configuration.merchant.momo_partner,
            "orderId": checkout["reference"],
            "requestId": asked["requestId"],
            "amount": checkout["told_dong"],
            "orderInfo": asked["orderInfo"],
            "orderType": "momo_wallet",
            "transId": int(checkout["number"]),
            "resultCode": code,
            "message": _MESSAGES.get(code, ""),
            "payType": "qr",
            "responseTime": int(checkout["decided_at"].timestamp() * 1000),
            "extraData": asked.get("extraData", ""),
        }
        secret = "wrong" if is_wrongly_signed else self.configuration.merchant.momo_secret
        return fields | {"signature": self._signature(fields, momo.REPORT, secret)}

    def _called(self, names: Sequence[str], verb: Callable[[Connection, dict[str, Any]], Response]) -> Response:
        asked = request.get_json(silent=True)
        if not isinstance(asked, dict) or not _ORDER.fullmatch(str(asked.get("orderId", ""))):
            return _coded({}, WRONG_SHAPE)
        if asked.get("partnerCode") != self.configuration.merchant.momo_partner:
            return _coded(asked, WRONG_PARTNER)
        expected = self._signature(asked, names, self.configuration.merchant.momo_secret)
        if not hmac.compare_digest(str(asked.get("signature", "")).encode(), expected.encode()):
            return _coded(asked, WRONG_SIGNATURE)
        with self.store.connection() as connection:
            trouble = book.next_trouble(connection, GATEWAY)
        if trouble is Trouble.UNAVAILABLE:
            return Response(status=503)
        if trouble is Trouble.LOST_REQUEST:
            return broken_off()
        with self.store.connection() as connection:
            answer = verb(connection, asked)
        return broken_off() if trouble is Trouble.LOST_ANSWER else answer

    def _created(self, connection: Connection, asked: dict[str, Any]) -> Response:
        amount = asked.get("amount")
        if not isinstance(amount, int) or not _LEAST_DONG <= amount <= _MOST_DONG:
            return _coded(asked, OUT_OF_BOUNDS)
        if book.by_reference(connection, GATEWAY, asked["orderId"]):
            return _coded(asked, 41)
        expires_at = clock.now() + timedelta(minutes=asked.get("orderExpireTime") or _MINUTES)
        checkout = book.open_checkout(connection, Asked(GATEWAY, asked["orderId"], amount, asked, expires_at))
        url = request.url_root.rstrip("/") + url_for("momo.pay", token=checkout["token"])
        return _coded(asked, 0, amount=amount, payUrl=url)

    def _queried(self, connection: Connection, asked: dict[str, Any]) -> Response:
        checkout = book.by_reference(connection, GATEWAY, asked["orderId"])
        if checkout is None:
            return _coded(asked, momo.NOT_FOUND)
        listed = [_as_refund(row) for row in book.repayments(connection, checkout["id"])]
        code, number = _code(checkout), int(checkout["number"] or 0)
        return _coded(
            asked,
            code,
            amount=checkout["told_dong"],
            transId=number,
            payType="qr" if number else "",
            extraData=checkout["request"].get("extraData", ""),
            refundTrans=listed,
        )

    def _refunded(self, connection: Connection, asked: dict[str, Any]) -> Response:
        checkout = connection.execute(
            "SELECT * FROM twin.checkout WHERE gateway = %s AND number = %s AND state = 'paid'",
            (GATEWAY, str(asked.get("transId"))),
        ).fetchone()
        amount = asked.get("amount")
        if checkout is None or not isinstance(amount, int):
            return _coded(asked, momo.NOT_FOUND)
        if not _LEAST_DONG <= amount <= _MOST_DONG:
            return _coded(asked, OUT_OF_BOUNDS)
        row = book.repay(connection, checkout, request_id=asked["orderId"], amount_dong=amount)
        if row is None:
            return _coded(asked, NO_REFUND)
        return _coded(asked, _REFUND_CODES[row["state"]], amount=amount, transId=int(row["number"]))

    def _signature(self, fields: Mapping[str, object], names: Sequence[str], secret: str) -> str:
        return signature({**fields, "accessKey": self.configuration.merchant.momo_access_key}, names, secret)


def _code(checkout: DictRow) -> int:
    if checkout["state"] == "waiting":
        return EXPIRED if book.is_over(checkout) else 1000
    return _CODES[Decision(checkout["state"])]


def _as_refund(row: DictRow) -> dict[str, object]:
    return {
        "orderId": row["request_id"],
        "amount": row["amount_dong"],
        "resultCode": _REFUND_CODES[row["state"]],
        "transId": int(row["number"]),
        "createdTime": int(row["created_at"].timestamp() * 1000),
    }


def _coded(asked: Mapping[str, Any], code: int, **more: object) -> Response:
    told = {name: asked[name] for name in ("partnerCode", "orderId", "requestId") if name in asked}
    milliseconds = int(clock.now().timestamp() * 1000)
    body = {**told, "responseTime": milliseconds, "message": _MESSAGES.get(code, ""), "resultCode": code, **more}
    return make_response(json.dumps(body), 200, {"Content-Type": "application/json"})
