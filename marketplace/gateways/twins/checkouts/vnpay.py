"""VNPay's twin: the pay page, the notice, querydr and refund, with the answers of version 2.1.0."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from psycopg.rows import DictRow
from werkzeug.wrappers import Response as Redirection

from marketplace import clock
from marketplace.gateways.payments import vnpay
from marketplace.gateways.payments.vnpay import piped_signature, signed_query, written
from marketplace.gateways.twins.breaking import broken_off
from marketplace.gateways.twins.checkouts import book, page
from marketplace.gateways.twins.checkouts.book import Asked, Decision, Trouble
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.store import Connection, TwinStore

GATEWAY = "vnpay"
NAME, COLOUR = "VNPay", "#005baa"
_CODES = {
    Decision.PAID: ("00", "00"),
    Decision.CANCELLED: ("24", "02"),
    Decision.FAILED: ("51", "02"),
    Decision.SUSPECTED: ("07", "07"),
}
"""vnp_ResponseCode and vnp_TransactionStatus."""
_REFUND_CODES = {"done": "06", "processing": "05", "refused": "09"}
_MOST_DONG = 999_999_999


@dataclass(frozen=True)
class VnpayTwin:
    """The views of the twin over its store; `wake` is called when something has become due."""

    store: TwinStore
    configuration: TwinConfiguration
    wake: Callable[[], None]

    def blueprint(self) -> Blueprint:
        """The twin as a part of a web application."""
        views = Blueprint("vnpay", __name__, url_prefix="/vnpay")
        views.add_url_rule("/paymentv2/vpcpay.html", "pay", self.pay)
        views.add_url_rule("/paymentv2/<token>", "decide", self.decide, methods=["POST"])
        views.add_url_rule("/merchant_webapi/api/transaction", "ask", self.ask, methods=["POST"])
        return views

    def pay(self) -> Response:
        """The page to which the market sends its buyer."""
        asked = request.args.to_dict()
        if not vnpay.is_signed(asked, self.configuration.merchant.vnpay_secret):
            return page.problem_page("Sai chữ ký (97).", name=NAME, colour=COLOUR)
        if asked.get("vnp_TmnCode") != self.configuration.merchant.vnpay_terminal:
            return page.problem_page("Website không được phép (72).", name=NAME, colour=COLOUR)
        checkout = self._opened(asked)
        if checkout is None:
            return page.problem_page("Dữ liệu không đúng định dạng (03).", name=NAME, colour=COLOUR)
        if checkout["state"] != "waiting" or book.is_over(checkout):
            return page.problem_page("Giao dịch đã kết thúc hoặc quá hạn (15).", name=NAME, colour=COLOUR)
        return page.pay_page(
            checkout,
            name=NAME,
            colour=COLOUR,
            action=url_for("vnpay.decide", token=checkout["token"]),
            words=asked.get("vnp_OrderInfo", ""),
            may_suspect=True,
        )

    def decide(self, token: str) -> Response | Redirection:
        """What the buyer chose; its browser goes back to the market."""
        with self.store.connection() as connection:
            checkout = book.by_token(connection, GATEWAY, token)
            if checkout is None:
                return page.problem_page("Không tìm thấy giao dịch (91).", name=NAME, colour=COLOUR)
            telling = page.chosen_telling(request.form.get("telling"))
            decided = book.decide(connection, checkout, Decision(request.form["decision"]), telling)
        self.wake()
        return redirect(f"{decided['request']['vnp_ReturnUrl']}?{self.notice(decided)}", 303)

    def notice(self, checkout: DictRow, *, is_wrongly_signed: bool = False) -> str:
        """The query of the notice, and of the return."""
        secret = "wrong" if is_wrongly_signed else self.configuration.merchant.vnpay_secret
        return signed_query(self._notice_fields(checkout), secret)

    def ask(self) -> Response:
        """The merchant's interface: querydr and refund."""
        asked = request.get_json(silent=True)
        if not isinstance(asked, dict) or asked.get("vnp_Command") not in {"querydr", "refund"}:
            return jsonify(vnp_ResponseCode="03", vnp_Message="Invalid format")
        command = str(asked["vnp_Command"])
        names = vnpay.QUERY if command == "querydr" else vnpay.REFUND
        if asked.get("vnp_TmnCode") != self.configuration.merchant.vnpay_terminal:
            return jsonify(vnp_ResponseCode="02", vnp_Message="Invalid TmnCode")
        if asked.get("vnp_SecureHash") != piped_signature(asked, names, self.configuration.merchant.vnpay_secret):
            return jsonify(vnp_ResponseCode="97", vnp_Message="Invalid checksum")
        return self._answered(command, asked)

    def _answered(self, command: str, asked: Mapping[str, str]) -> Response:
        with self.store.connection() as connection:
            trouble = book.next_trouble(connection, GATEWAY)
        if trouble is Trouble.UNAVAILABLE:
            return Response(status=503)
        if trouble is Trouble.LOST_REQUEST:
            return broken_off()
        with self.store.connection() as connection:
            checkout = book.by_reference(connection, GATEWAY, str(asked.get("vnp_TxnRef")))
            if checkout is None or checkout["request"].get("vnp_CreateDate") != asked.get("vnp_TransactionDate"):
                return jsonify(vnp_ResponseCode="91", vnp_Message="Not found")
            verb = self._queried if command == "querydr" else self._refunded
            answer = verb(connection, checkout, asked)
        return broken_off() if trouble is Trouble.LOST_ANSWER else answer

    def _queried(self, connection: Connection, checkout: DictRow, asked: Mapping[str, str]) -> Response:
        given_back = book.repayments(connection, checkout["id"])
        if given_back:
            return self._told(checkout, asked, vnpay.QUERY_ANSWER, given_back[-1])
        return self._told(checkout, asked, vnpay.QUERY_ANSWER, None)

    def _refunded(self, connection: Connection, checkout: DictRow, asked: Mapping[str, str]) -> Response:
        if checkout["state"] != Decision.PAID:
            return jsonify(vnp_ResponseCode="95", vnp_Message="Not successful")
        known = {row["request_id"] for row in book.repayments(connection, checkout["id"])}
        if asked["vnp_RequestId"] in known:
            return jsonify(vnp_ResponseCode="94", vnp_Message="Duplicate request")
        amount = int(asked["vnp_Amount"]) // 100
        if str(amount).endswith(book.REFUSED_DIGITS):
            return jsonify(vnp_ResponseCode="95", vnp_Message="Refused")
        row = book.repay(connection, checkout, request_id=asked["vnp_RequestId"], amount_dong=amount)
        if row is None:
            return jsonify(vnp_ResponseCode="93", vnp_Message="Invalid amount")
        return self._told(checkout, asked, vnpay.REFUND_ANSWER, row)

    def _told(
        self, checkout: DictRow, asked: Mapping[str, str], names: Sequence[str], given_back: DictRow | None
    ) -> Response:
        amount = given_back["amount_dong"] if given_back else checkout["told_dong"]
        fields = {
            "vnp_ResponseId": secrets.token_hex(16),
            "vnp_Command": asked["vnp_Command"],
            "vnp_ResponseCode": "00",
            "vnp_Message": "Success",
            "vnp_TmnCode": asked["vnp_TmnCode"],
            "vnp_TxnRef": checkout["reference"],
            "vnp_Amount": str(amount * 100),
            "vnp_OrderInfo": str(asked.get("vnp_OrderInfo", "")),
            "vnp_BankCode": "NCB",
            "vnp_PayDate": written(checkout["decided_at"] or clock.now()),
            "vnp_TransactionNo": (given_back or checkout)["number"] or "0",
            "vnp_TransactionType": _kind(checkout, given_back),
            "vnp_TransactionStatus": _status(checkout, given_back),
        }
        fields["vnp_SecureHash"] = piped_signature(fields, names, self.configuration.merchant.vnpay_secret)
        return jsonify(fields)

    def _notice_fields(self, checkout: DictRow) -> dict[str, str]:
        code, status = _CODES[Decision(checkout["state"])]
        fields = {
            "vnp_Amount": str(checkout["told_dong"] * 100),
            "vnp_BankCode": "NCB",
            "vnp_CardType": "ATM",
            "vnp_OrderInfo": checkout["request"]["vnp_OrderInfo"],
            "vnp_PayDate": written(checkout["decided_at"]),
            "vnp_ResponseCode": code,
            "vnp_TmnCode": self.configuration.merchant.vnpay_terminal,
            "vnp_TransactionNo": checkout["number"] if checkout["state"] != Decision.CANCELLED else "0",
            "vnp_TransactionStatus": status,
            "vnp_TxnRef": checkout["reference"],
        }
        return fields | ({"vnp_BankTranNo": f"VNP{checkout['number']}"} if code == "00" else {})

    def _opened(self, asked: Mapping[str, str]) -> DictRow | None:
        amount, expires = asked.get("vnp_Amount", ""), _moment(asked.get("vnp_ExpireDate", ""))
        if not re.fullmatch(r"[0-9]{1,13}00", amount) or not asked.get("vnp_TxnRef") or expires is None:
            return None
        if not 0 < int(amount) // 100 <= _MOST_DONG:
            return None
        with self.store.connection() as connection:
            return book.open_checkout(
                connection, Asked(GATEWAY, asked["vnp_TxnRef"], int(amount) // 100, dict(asked), expires)
            )


def _kind(checkout: DictRow, given_back: DictRow | None) -> str:
    if given_back is None:
        return "01"
    return vnpay.REFUND_KINDS[0 if given_back["amount_dong"] == checkout["told_dong"] else 1]


def _status(checkout: DictRow, given_back: DictRow | None) -> str:
    if given_back:
        return _REFUND_CODES[given_back["state"]]
    if checkout["state"] == "waiting":
        return "02" if book.is_over(checkout) else "01"
    return _CODES[Decision(checkout["state"])][1]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=clock.VIETNAM)
    except ValueError:
        return None
