"""MoMo payment gateway, version 2: create, notice (IPN), query and refund (developers.momo.vn/v3).

Signatures are HMAC-SHA256 over name=value&... of the fields that each call names, in the order of the alphabet and not
encoded, the access key among them.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice, whole, words
from marketplace.gateways.payments.connection import TIMEOUT_SECONDS, post_json
from marketplace.gateways.payments.protocol import (
    GatewayUnavailable,
    PaymentRefused,
    PaymentReport,
    PaymentRequest,
    PaymentState,
    Redirect,
    RefundOutcome,
    RefundRequest,
    RefundState,
)
from marketplace.text import capitals_without_marks

DONE = 0
NOT_FOUND = 42
SENT_BEFORE = {40, 41}
OPEN = {1000, 8000}
"""Waits for the buyer."""
PENDING = {7000, 7002, 9000}
"""Is being worked on, or is authorised and not captured."""

CREATE = (
    *("accessKey", "amount", "extraData", "ipnUrl", "orderId", "orderInfo", "partnerCode", "redirectUrl"),
    *("requestId", "requestType"),
)
QUERY = ("accessKey", "orderId", "partnerCode", "requestId")
REFUND = ("accessKey", "amount", "description", "orderId", "partnerCode", "requestId", "transId")
REPORT = (
    *("accessKey", "amount", "extraData", "message", "orderId", "orderInfo", "orderType", "partnerCode", "payType"),
    *("requestId", "responseTime", "resultCode", "transId"),
)
"""What is signed in the calls, and in the notice and the return."""

_OURS = {10, 11, 12, 13, 20, 47, 98, 99, 11007}
"""MoMo is away, or our keys or our programming are wrong: says nothing about the money."""


@dataclass(frozen=True)
class MomoGateway:
    """A merchant's account at MoMo. The bounds are those of a captureWallet payment and of a refund."""

    api_url: str
    partner: str
    access_key: str
    secret: str
    store: str = ""
    timeout_seconds: float = TIMEOUT_SECONDS
    name: ClassVar[str] = "momo"
    least_dong: ClassVar[int] = 1_000
    most_dong: ClassVar[int] = 50_000_000

    @property
    def is_open(self) -> bool:
        return bool(self.secret)

    def begin(self, request: PaymentRequest) -> Redirect:
        minutes = int((request.expires_at - request.begun_at).total_seconds() // 60)
        answer = self._call(
            "create",
            CREATE,
            requestId=request.reference,
            orderId=request.reference,
            amount=request.amount_dong,
            orderInfo=request.words,
            redirectUrl=request.return_url,
            ipnUrl=request.notice_url,
            requestType="captureWallet",
            extraData="",
            orderExpireTime=max(minutes, 1),
            partnerName=self.store,
            lang="vi" if request.language == "vi" else "en",
        )
        code, url = _code(answer), answer.get("payUrl")
        if code != DONE:
            raise PaymentRefused(f"{code}: {answer.get('message')}")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise GatewayUnavailable(f"{request.reference} has no address to pay at")
        return Redirect(url)

    def query(self, reference: str, *, begun_at: datetime) -> PaymentReport | None:  # noqa: ARG002 - VNPay needs it
        answer = self._queried(reference)
        if _code(answer) == NOT_FOUND:
            return None
        try:
            return _report(answer)
        except UnreadableNotice as unreadable:
            raise GatewayUnavailable(f"the answer about {reference} cannot be read: {unreadable}") from unreadable

    def refund(self, request: RefundRequest) -> RefundOutcome:
        answer = self._call(
            "refund",
            REFUND,
            requestId=request.request_id,
            orderId=request.request_id,
            amount=request.amount_dong,
            transId=_number(request.transaction),
            description=capitals_without_marks(request.words),
            lang="vi",
        )
        if _code(answer) not in SENT_BEFORE:
            return _refunded(answer)
        if known := self.find_refund(request):
            return known
        raise GatewayUnavailable(f"refund {request.request_id} was sent before and is not found")

    def find_refund(self, request: RefundRequest) -> RefundOutcome | None:
        answer = self._queried(request.reference)
        listed = answer.get("refundTrans")
        for row in listed if isinstance(listed, list) else []:
            if isinstance(row, dict) and row.get("orderId") == request.request_id:
                return _refunded(row)
        return None

    def parse_ipn(self, *, query: Mapping[str, str], body: bytes) -> PaymentReport:  # noqa: ARG002 - VNPay has a query
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError) as unreadable:
            raise UnverifiedNotice from unreadable
        if not isinstance(sent, dict):
            raise UnverifiedNotice
        return self._verified(sent)

    def parse_return(self, query: Mapping[str, str]) -> PaymentReport:
        return self._verified(query)

    def _verified(self, sent: Mapping[str, object]) -> PaymentReport:
        expected = signature({**sent, "accessKey": self.access_key}, REPORT, self.secret)
        is_signed = hmac.compare_digest(_bytes(str(sent.get("signature", ""))), _bytes(expected))
        if not self.secret or not is_signed or sent.get("partnerCode") != self.partner:
            raise UnverifiedNotice
        return _report(sent)

    def _queried(self, reference: str) -> dict[str, object]:
        answer = self._call("query", QUERY, requestId=secrets.token_hex(16), orderId=reference, lang="vi")
        if _code(answer) != NOT_FOUND and answer.get("orderId") != reference:
            raise GatewayUnavailable(f"the answer is not about {reference}")
        return answer

    def _call(self, verb: str, names: Sequence[str], **fields: object) -> dict[str, object]:
        body = {"partnerCode": self.partner, **fields}
        body["signature"] = signature({**body, "accessKey": self.access_key}, names, self.secret)
        address = f"{self.api_url.rstrip('/')}/v2/gateway/api/{verb}"
        answer = post_json(address, body, timeout_seconds=self.timeout_seconds)
        if _code(answer) in _OURS:
            raise GatewayUnavailable(f"{verb}: {answer.get('resultCode')} {answer.get('message')}")
        return answer


def signature(fields: Mapping[str, object], names: Sequence[str], secret: str) -> str:
    """The signature over these names, in the order given, with the values as they are."""
    raw = "&".join(f"{name}={fields.get(name, '')}" for name in names)
    return hmac.new(_bytes(secret), _bytes(raw), hashlib.sha256).hexdigest()


def _code(answer: Mapping[str, object]) -> int:
    code = answer.get("resultCode")
    if isinstance(code, bool) or not isinstance(code, int):
        raise GatewayUnavailable(f"resultCode is not a number: {code!r:.100}")
    return code


def _refunded(answer: Mapping[str, object]) -> RefundOutcome:
    code = _code(answer)
    states = {DONE: RefundState.DONE, **dict.fromkeys(OPEN | PENDING, RefundState.PROCESSING)}
    return RefundOutcome(str(answer.get("transId") or ""), states.get(code, RefundState.REFUSED), str(code))


def _report(sent: Mapping[str, object]) -> PaymentReport:
    reference = words(sent, "orderId")
    if not reference:
        raise UnreadableNotice("orderId is missing")
    code = whole(sent, "resultCode")
    pending = dict.fromkeys(PENDING | _OURS, PaymentState.PENDING)
    states = {DONE: PaymentState.PAID, **dict.fromkeys(OPEN, PaymentState.OPEN), **pending}
    return PaymentReport(
        reference=reference,
        transaction=str(whole(sent, "transId") or "") if sent.get("transId") else "",
        amount_dong=whole(sent, "amount"),
        state=states.get(code, PaymentState.FAILED),
        code=str(code),
        happened_at=_moment(whole(sent, "responseTime")) if sent.get("responseTime") else None,
    )


def _moment(milliseconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _number(transaction: str) -> int:
    if not (transaction.isascii() and transaction.isdigit()):
        raise GatewayUnavailable(f"{transaction!r:.50} is not a number of MoMo")
    return int(transaction)


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
