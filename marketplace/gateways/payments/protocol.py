"""What every gateway that takes a buyer's payment on its own pages can do for us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class GatewayUnavailable(Exception):
    """No answer that can be trusted: what was asked may have happened or not. Ask again."""


class PaymentRefused(Exception):
    """The gateway will not take this payment; the message is its reason."""


class PaymentState(StrEnum):
    """How far a payment at a gateway has come."""

    OPEN = "open"
    """The buyer has not decided."""
    PENDING = "pending"
    """The buyer has, and the gateway still works on it or looks at it."""
    PAID = "paid"
    FAILED = "failed"
    """No money was taken, and none will be under this reference."""


class RefundState(StrEnum):
    """How far a refund at a gateway has come."""

    PROCESSING = "processing"
    """The gateway has it; ask again later."""
    DONE = "done"
    """The gateway no longer holds the money for us."""
    REFUSED = "refused"
    """No money went back, and none will under this request."""


@dataclass(frozen=True)
class PaymentRequest:
    """One try of a buyer to pay whole đồng. The reference is ours, of letters and digits, and never used again."""

    reference: str
    amount_dong: int
    words: str
    return_url: str
    notice_url: str
    address: str
    language: str
    begun_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Redirect:
    """Where the buyer's browser goes to pay."""

    url: str


@dataclass(frozen=True)
class PaymentReport:
    """What a gateway says of one payment; the transaction is the gateway's own number, empty where there is none."""

    reference: str
    transaction: str
    amount_dong: int
    state: PaymentState
    code: str
    happened_at: datetime | None = None


@dataclass(frozen=True)
class RefundRequest:
    """Money to give back of a payment.

    The request id is ours, of letters and digits, and makes asking twice safe. `others` are the gateway's numbers of
    other refunds of the same payment, so that one of them is not taken for this one.
    """

    request_id: str
    reference: str
    transaction: str
    begun_at: datetime
    amount_dong: int
    is_whole: bool
    words: str
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RefundOutcome:
    """What a gateway says of a refund; the code is its reason."""

    transaction: str
    state: RefundState
    code: str


class RedirectGateway(Protocol):
    """Whoever takes a buyer's payment on pages of its own; from `least_dong` to `most_dong` at once."""

    @property
    def name(self) -> str: ...
    @property
    def least_dong(self) -> int: ...
    @property
    def most_dong(self) -> int: ...
    @property
    def is_open(self) -> bool:
        """Whether the market has an account there."""

    def begin(self, request: PaymentRequest) -> Redirect:
        """Prepare the payment. Raises PaymentRefused, and GatewayUnavailable when nobody knows."""

    def query(self, reference: str, *, begun_at: datetime) -> PaymentReport | None:
        """Ask what became of a payment; None when the gateway does not know it. Raises GatewayUnavailable."""

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Give money back, once however often it is asked. Raises GatewayUnavailable when nobody knows."""

    def find_refund(self, request: RefundRequest) -> RefundOutcome | None:
        """Ask what became of a refund; None when the gateway does not know it. Raises GatewayUnavailable."""

    def parse_ipn(self, *, query: Mapping[str, str], body: bytes) -> PaymentReport:
        """Read the notice by which the gateway tells of a payment.

        Raises UnverifiedNotice when the gateway did not send it as it is, UnreadableNotice when it makes no sense.
        """

    def parse_return(self, query: Mapping[str, str]) -> PaymentReport:
        """Read what the buyer's browser brings back, which is for show only. Raises as `parse_ipn`."""
