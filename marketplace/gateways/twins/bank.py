"""The bank twin's interface: SePay's statement, payOS' payouts, and what a tester may ask for."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask, Response, jsonify, make_response, request
from psycopg.rows import DictRow

from marketplace.gateways.bank.payouts import signature
from marketplace.gateways.twins import movements, payouts
from marketplace.gateways.twins.breaking import broken_off
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.store import TwinStore

_LONGEST_MEMO = 200
_MOST_TIMES = 20
_SHAPE = {"referenceId": str, "amount": int, "description": str, "toBin": str, "toAccountNumber": str}


class Mishap(StrEnum):
    """What goes wrong with the next payout."""

    UNAVAILABLE = "unavailable"
    """The bank answers 503 and takes nothing."""
    LOST_REQUEST = "lost-request"
    """The connection breaks before the bank has read the payout."""
    LOST_ANSWER = "lost-answer"
    """The bank takes the payout, then the connection breaks."""


@dataclass(frozen=True)
class BankTwin:
    """The views of the twin over its store; `wake` is called when something has become due."""

    store: TwinStore
    configuration: TwinConfiguration
    wake: Callable[[], None]

    def app(self) -> Flask:
        """The twin as a web application."""
        app = Flask("bank twin", static_folder=None)
        app.add_url_rule("/userapi/transactions/list", view_func=self.statement)
        app.add_url_rule("/v1/payouts", view_func=self.take_payout, methods=["POST"])
        app.add_url_rule("/v1/payouts", view_func=self.find_payouts, methods=["GET"])
        app.add_url_rule("/v1/payouts/<payout_id>", view_func=self.one_payout)
        app.add_url_rule("/twin/transfers", view_func=self.transfer, methods=["POST"])
        app.add_url_rule("/twin/payouts/<payout_id>/settlement", view_func=self.settle, methods=["POST"])
        app.add_url_rule("/twin/mishaps", view_func=self.plan_mishap, methods=["POST"])
        return app

    def statement(self) -> Response:
        if not _same(request.headers.get("Authorization"), f"Bearer {self.configuration.statement_token}"):
            return _error("unauthorized", 401)
        with self.store.connection() as connection:
            rows = movements.listed(
                connection,
                account=request.args.get("account_number"),
                since_id=request.args.get("since_id", 0, type=int),
                since=request.args.get("transaction_date_min"),
                limit=min(request.args.get("limit", 5000, type=int), 5000),
            )
        found = [movements.as_statement_row(row, bank_name=self.configuration.bank_name) for row in rows]
        return jsonify(status=200, error=None, messages={"success": True}, transactions=found)

    def take_payout(self) -> Response:
        if refused := self._refusal() or self._refused_payout():
            return refused
        mishap = self._next_mishap()
        if mishap is Mishap.UNAVAILABLE:
            return _error("Hệ thống bận", 503)
        if mishap is Mishap.LOST_REQUEST:
            return broken_off()
        try:
            payout = self._taken()
        except payouts.KeyUsedBefore:
            return _coded("231", "Khóa đã dùng cho lệnh chi khác")
        self.wake()
        return broken_off() if mishap is Mishap.LOST_ANSWER else self._signed(payouts.as_data(payout))

    def find_payouts(self) -> Response:
        if refused := self._refusal():
            return refused
        limit = request.args.get("limit", 10, type=int)
        with self.store.connection() as connection:
            payouts.settle_due(connection, account=self.configuration.account)
            rows = payouts.by_reference(connection, request.args.get("referenceId", ""), limit=limit)
        found = [payouts.as_data(row) for row in rows]
        pages = {"limit": limit, "offset": 0, "total": len(found), "count": len(found), "hasMore": False}
        return self._signed({"payouts": found, "pagination": pages})

    def one_payout(self, payout_id: str) -> Response:
        if refused := self._refusal():
            return refused
        with self.store.connection() as connection:
            payouts.settle_due(connection, account=self.configuration.account)
            found = payouts.by_id(connection, payout_id)
        return self._signed(payouts.as_data(found)) if found else _coded("404", "Không có lệnh chi này")

    def transfer(self) -> Response:
        """A buyer pays: amount, content, and how the bank is to tell of it."""
        asked: dict[str, Any] = request.get_json()
        amount, content = asked.get("amount"), str(asked.get("content", ""))[:_LONGEST_MEMO]
        if not isinstance(amount, int) or amount < 1:
            return _error("amount must be a whole number from 1", 400)
        telling = Telling(
            delay_seconds=float(asked.get("delay_seconds", 0)),
            times=min(int(asked.get("times", 1)), _MOST_TIMES),
            is_wrongly_signed=bool(asked.get("wrong_signature", False)),
        )
        account = str(asked.get("account") or self.configuration.account)
        with self.store.connection() as connection:
            movement = movements.record(
                connection, account=account, amount_dong=amount, content=content, is_incoming=True, telling=telling
            )
        self.wake()
        return make_response(jsonify(id=movement["id"], reference=movement["reference"]), 201)

    def settle(self, payout_id: str) -> Response:
        """Decide an undecided payout."""
        with self.store.connection() as connection:
            payouts.release(connection, payout_id)
        self.wake()
        return make_response("", 204)

    def plan_mishap(self) -> Response:
        """Let the next payout go wrong."""
        kind = Mishap(request.get_json()["kind"])
        with self.store.connection() as connection:
            connection.execute("INSERT INTO twin.mishap (kind) VALUES (%s)", (kind,))
        return make_response("", 204)

    def _refusal(self) -> Response | None:
        known = _same(request.headers.get("x-client-id"), self.configuration.client_id) and _same(
            request.headers.get("x-api-key"), self.configuration.api_key
        )
        return None if known else _error("unauthorized", 401)

    def _refused_payout(self) -> Response | None:
        asked = request.get_json(silent=True)
        if not isinstance(asked, dict) or any(not isinstance(asked.get(name), kind) for name, kind in _SHAPE.items()):
            return _coded("20", "Thông tin truyền lên không đúng")
        if not _same(request.headers.get("x-signature"), signature(asked, self.configuration.checksum_key)):
            return _coded("201", "Chữ ký không khớp")
        if not request.headers.get("x-idempotency-key") or asked["amount"] < 1:
            return _coded("20", "Thông tin truyền lên không đúng")
        if asked["toAccountNumber"].endswith(payouts.REFUSED_ACCOUNT):
            return _coded("25", "Tài khoản người nhận bị từ chối")
        return None

    def _next_mishap(self) -> Mishap | None:
        with self.store.connection() as connection:
            planned = connection.execute(
                "DELETE FROM twin.mishap WHERE id = (SELECT min(id) FROM twin.mishap) RETURNING kind"
            ).fetchone()
        return Mishap(planned["kind"]) if planned else None

    def _taken(self) -> DictRow:
        with self.store.connection() as connection:
            return payouts.take(
                connection,
                request.get_json(),
                idempotency_key=request.headers["x-idempotency-key"],
                settling_seconds=self.configuration.settling_seconds,
            )

    def _signed(self, data: dict[str, object]) -> Response:
        response = jsonify(code="00", desc="success", data=data)
        response.headers["x-signature"] = signature(data, self.configuration.checksum_key)
        return response


def _same(given: str | None, expected: str) -> bool:
    return hmac.compare_digest((given or "").encode(), expected.encode())


def _coded(code: str, words: str) -> Response:
    return make_response(jsonify(code=code, desc=words, data=None), 400)


def _error(words: str, status: int) -> Response:
    return make_response(jsonify(error=words), status)
