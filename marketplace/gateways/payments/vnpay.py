"""VNPay PAY 2.1.0: the pay page by a signed address, its notice (IPN), and the query (querydr) and refund of payments.

Recipes as in github.com/lehuygiang28/vnpay (MIT), which restates sandbox.vnpayment.vn/apis/docs: amounts are đồng times
100, times are those of Vietnam, signatures HMAC-SHA512.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from marketplace import clock
from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice, words
from marketplace.gateways.payments.connection import TIMEOUT_SECONDS, post_json
from marketplace.gateways.payments.protocol import (
    GatewayUnavailable,
    PaymentReport,
    PaymentRequest,
    PaymentState,
    Redirect,
    RefundOutcome,
    RefundRequest,
    RefundState,
)
from marketplace.text import capitals_without_marks

VERSION = "2.1.0"
DONE = "00"
NOT_FOUND = "91"
SENT_BEFORE = "94"
NOT_COMPLETED = "01"
SUSPECTED = "07"
"""Money was taken, and VNPay decides later whether it is a payment."""
REFUND_KINDS = ("02", "03")
"""All of a payment, and a part of it."""

QUERY = ("RequestId", "Version", "Command", "TmnCode", "TxnRef", "TransactionDate", "CreateDate", "IpAddr", "OrderInfo")
REFUND = (
    *("RequestId", "Version", "Command", "TmnCode", "TransactionType", "TxnRef", "Amount", "TransactionNo"),
    *("TransactionDate", "CreateBy", "CreateDate", "IpAddr", "OrderInfo"),
)
REFUND_ANSWER = (
    *("ResponseId", "Command", "ResponseCode", "Message", "TmnCode", "TxnRef", "Amount", "BankCode", "PayDate"),
    *("TransactionNo", "TransactionType", "TransactionStatus", "OrderInfo"),
)
QUERY_ANSWER = (*REFUND_ANSWER, "PromotionCode", "PromotionAmount")
"""What is signed in the calls and in their answers, in this order."""

_REFUSED = {"91", "93", "95"}
_REFUND_STATES = {"05": RefundState.PROCESSING, "09": RefundState.REFUSED}
_SERVER = "127.0.0.1"


@dataclass(frozen=True)
class VnpayGateway:
    """A merchant's terminal at VNPay."""

    pay_url: str
    api_url: str
    terminal: str
    secret: str
    timeout_seconds: float = TIMEOUT_SECONDS
    name: ClassVar[str] = "vnpay"
    least_dong: ClassVar[int] = 5_000
    most_dong: ClassVar[int] = 999_999_999

    @property
    def is_open(self) -> bool:
        return bool(self.secret)

    def begin(self, request: PaymentRequest) -> Redirect:
        fields = {
            "vnp_Version": VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": self.terminal,
            "vnp_Amount": str(request.amount_dong * 100),
            "vnp_CurrCode": "VND",
            "vnp_TxnRef": request.reference,
            "vnp_OrderInfo": _plain(request.words),
            "vnp_OrderType": "other",
            "vnp_Locale": "vn" if request.language == "vi" else "en",
            "vnp_ReturnUrl": request.return_url,
            "vnp_IpAddr": request.address,
            "vnp_CreateDate": written(request.begun_at),
            "vnp_ExpireDate": written(request.expires_at),
        }
        return Redirect(f"{self.pay_url}?{signed_query(fields, self.secret)}")

    def query(self, reference: str, *, begun_at: datetime) -> PaymentReport | None:
        answer = self._asked(reference, begun_at=begun_at)
        if answer is None:
            return None
        try:
            return _queried(answer)
        except UnreadableNotice as unreadable:
            raise GatewayUnavailable(f"the answer to a query cannot be read: {unreadable}") from unreadable

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Ask first: VNPay refuses a repeated request only for a while."""
        if known := self.find_refund(request):
            return known
        answer = self._call(
            REFUND,
            Command="refund",
            RequestId=request.request_id,
            TransactionType=REFUND_KINDS[0 if request.is_whole else 1],
            TxnRef=request.reference,
            Amount=str(request.amount_dong * 100),
            TransactionNo=request.transaction or "0",
            TransactionDate=written(request.begun_at),
            CreateBy="market",
            OrderInfo=_plain(request.words),
        )
        code = str(answer.get("vnp_ResponseCode"))
        if code in _REFUSED:
            return RefundOutcome("", RefundState.REFUSED, code)
        if code == SENT_BEFORE:
            return RefundOutcome("", RefundState.PROCESSING, code)
        if code != DONE:
            raise GatewayUnavailable(f"refund {request.request_id}: code {code}")
        return self._refunded(answer, REFUND_ANSWER)

    def find_refund(self, request: RefundRequest) -> RefundOutcome | None:
        """VNPay tells of the last refund of a payment only, so no two may be on their way at once."""
        answer = self._asked(request.reference, begun_at=request.begun_at)
        if answer is None or str(answer.get("vnp_TransactionType")) not in REFUND_KINDS:
            return None
        found = self._refunded(answer, QUERY_ANSWER)
        return None if found.transaction in request.others else found

    def parse_ipn(self, *, query: Mapping[str, str], body: bytes) -> PaymentReport:  # noqa: ARG002 - MoMo has a body
        return self.parse_return(query)

    def parse_return(self, query: Mapping[str, str]) -> PaymentReport:
        if not is_signed(query, self.secret) or query.get("vnp_TmnCode") != self.terminal:
            raise UnverifiedNotice
        return _report(query, _verdict(query))

    def _asked(self, reference: str, *, begun_at: datetime) -> dict[str, object] | None:
        """The verified answer to a query; None when VNPay does not know the payment."""
        answer = self._call(
            QUERY,
            Command="querydr",
            RequestId=secrets.token_hex(16),
            TxnRef=reference,
            TransactionDate=written(begun_at),
            OrderInfo=f"Hoi {reference}",
        )
        code = str(answer.get("vnp_ResponseCode"))
        if code == NOT_FOUND:
            return None
        if code != DONE:
            raise GatewayUnavailable(f"query of {reference}: code {code}")
        return self._verified(answer, QUERY_ANSWER, reference)

    def _call(self, names: Sequence[str], **fields: str) -> dict[str, object]:
        ours = {"Version": VERSION, "TmnCode": self.terminal, "CreateDate": written(clock.now()), "IpAddr": _SERVER}
        body = {f"vnp_{name}": value for name, value in {**ours, **fields}.items()}
        body["vnp_SecureHash"] = piped_signature(body, names, self.secret)
        return post_json(self.api_url, body, timeout_seconds=self.timeout_seconds)

    def _refunded(self, answer: Mapping[str, object], names: Sequence[str]) -> RefundOutcome:
        self._verified(answer, names, str(answer.get("vnp_TxnRef")))
        status = str(answer.get("vnp_TransactionStatus"))
        number = str(answer.get("vnp_TransactionNo") or "")
        return RefundOutcome(number, _REFUND_STATES.get(status, RefundState.DONE), status)

    def _verified(self, answer: Mapping[str, object], names: Sequence[str], reference: str) -> dict[str, object]:
        given = str(answer.get("vnp_SecureHash", "")).lower()
        ours = answer.get("vnp_TmnCode") == self.terminal and str(answer.get("vnp_TxnRef")) == reference
        if not ours or not _same(given, piped_signature(answer, names, self.secret)):
            raise GatewayUnavailable(f"the answer about {reference} is not signed by VNPay")
        return dict(answer)


def signed_query(fields: Mapping[str, str], secret: str) -> str:
    """The fields that have a value, in the order of their names, as a query that ends with their signature."""
    data = urlencode(sorted((name, value) for name, value in fields.items() if value))
    return f"{data}&vnp_SecureHash={_hash(data, secret)}"


def is_signed(sent: Mapping[str, str], secret: str) -> bool:
    """Whether a query was signed with the secret and nothing in it was changed; without a secret nothing is."""
    unsigned = {"vnp_SecureHash", "vnp_SecureHashType"}
    fields = sorted((n, v) for n, v in sent.items() if n.startswith("vnp_") and n not in unsigned and v)
    expected = _hash(urlencode(fields, errors="surrogatepass"), secret)
    return bool(secret) and _same(sent.get("vnp_SecureHash", "").lower(), expected)


def piped_signature(fields: Mapping[str, object], names: Sequence[str], secret: str) -> str:
    """The signature of a call or its answer: the values of these names, one after another with | between."""
    values = (fields.get(f"vnp_{name}") for name in names)
    return _hash("|".join("" if value is None else str(value) for value in values), secret)


def written(moment: datetime) -> str:
    """A moment as VNPay writes it: 20261123093000, by a clock in Vietnam."""
    return clock.in_vietnam(moment).strftime("%Y%m%d%H%M%S")


def _queried(answer: Mapping[str, object]) -> PaymentReport:
    """Money that VNPay has given back since is no payment any more."""
    status = str(answer.get("vnp_TransactionStatus"))
    if str(answer.get("vnp_TransactionType")) in REFUND_KINDS:
        status = "refunded"
    return _report({name: str(value) for name, value in answer.items() if value is not None}, status)


def _verdict(sent: Mapping[str, str]) -> str:
    """Paid only where both codes say so; where one does and the other does not, VNPay has not decided."""
    code, status = sent.get("vnp_ResponseCode", ""), sent.get("vnp_TransactionStatus", "")
    if not code:
        raise UnreadableNotice("vnp_ResponseCode is missing")
    if code == DONE:
        return status or DONE
    return SUSPECTED if status == DONE else code


def _report(fields: Mapping[str, str], code: str) -> PaymentReport:
    reference = words(fields, "vnp_TxnRef")
    if not reference:
        raise UnreadableNotice("vnp_TxnRef is missing")
    return PaymentReport(
        reference=reference,
        transaction=(words(fields, "vnp_TransactionNo") or "").removeprefix("0"),
        amount_dong=_dong(fields.get("vnp_Amount", "")),
        state=_state(code),
        code=code[:20],
        happened_at=_moment(fields.get("vnp_PayDate", "")),
    )


def _state(code: str) -> PaymentState:
    if code == DONE:
        return PaymentState.PAID
    return {NOT_COMPLETED: PaymentState.OPEN, SUSPECTED: PaymentState.PENDING}.get(code, PaymentState.FAILED)


def _dong(hundredths: str) -> int:
    if not re.fullmatch(r"[0-9]{3,15}", hundredths) or not hundredths.endswith("00"):
        raise UnreadableNotice(f"vnp_Amount is not đồng times 100: {hundredths!r:.100}")
    return int(hundredths) // 100


def _moment(text: str) -> datetime | None:
    if not re.fullmatch(r"[0-9]{14}", text):
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=clock.VIETNAM)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """VNPay takes letters without marks, digits and spaces."""
    return capitals_without_marks(text)[:255]


def _hash(data: str, secret: str) -> str:
    return hmac.new(secret.encode(), data.encode(errors="surrogatepass"), hashlib.sha512).hexdigest()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogatepass"), expected.encode())
