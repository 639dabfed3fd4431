"""Money sent from the market's account, by payOS payouts (api-merchant.payos.vn, POST /v1/payouts).

Requests and answers are signed in the header x-signature with the checksum key; the shapes and the test vectors of the
signature are those of github.com/payOSHQ/payos-lib-python (MIT).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import quote

import httpx

from marketplace.gateways.bank.connection import BankUnavailable, ask, json_object

_DONE = "00"
_SUCCEEDED = {"SUCCEEDED"}
_FAILED = {"FAILED", "CANCELLED", "REVERSED", "REJECTED"}


class TransferRefused(Exception):
    """The bank will not make this transfer, and no money has moved; the message is the bank's reason."""


class TransferState(StrEnum):
    """How far a transfer has come."""

    PROCESSING = "processing"
    """The bank has it; ask again later."""
    SUCCEEDED = "succeeded"
    """The money has arrived."""
    FAILED = "failed"
    """The money has not left, or has come back."""


@dataclass(frozen=True)
class BankTransfer:
    """One sum to one account. The reference is ours; it makes sending twice safe, so it must never be used again."""

    reference: str
    amount_dong: int
    to_bin: str
    to_account: str
    description: str


@dataclass(frozen=True)
class TransferOutcome:
    """What the bank says of a transfer; the reason is set when it failed, the bank's reference when it succeeded."""

    provider_id: str
    reference: str
    state: TransferState
    reason: str | None = None
    bank_reference: str | None = None


class OutgoingMoney(Protocol):
    """Whoever can send money from the market's account."""

    def send(self, transfer: BankTransfer) -> TransferOutcome:
        """Order the transfer, once however often it is called with the same reference.

        Raises TransferRefused when it will never be made; BankUnavailable when nobody knows: send again or `find`.
        """

    def find(self, reference: str) -> TransferOutcome | None:
        """The transfer of this reference; None when the bank never took it. Raises BankUnavailable."""


@dataclass(frozen=True)
class PayosPayouts:
    """The payout side of a payOS merchant account."""

    api_url: str
    client_id: str
    api_key: str
    checksum_key: str
    timeout_seconds: float = 15

    def send(self, transfer: BankTransfer) -> TransferOutcome:
        body: dict[str, object] = {
            "referenceId": transfer.reference,
            "amount": transfer.amount_dong,
            "description": transfer.description,
            "toBin": transfer.to_bin,
            "toAccountNumber": transfer.to_account,
        }
        headers = {"x-idempotency-key": transfer.reference, "x-signature": signature(body, self.checksum_key)}
        return _outcome(self._ask("POST", "/v1/payouts", body=body, headers=headers))

    def find(self, reference: str) -> TransferOutcome | None:
        found = self._ask("GET", "/v1/payouts", query={"referenceId": reference, "limit": "1", "offset": "0"})
        payouts = found.get("payouts")
        if not isinstance(payouts, list):
            raise BankUnavailable("the answer has no payouts")
        return _outcome(payouts[0]) if payouts else None

    def by_id(self, provider_id: str) -> TransferOutcome:
        """The transfer that the bank knows by this id. Raises BankUnavailable, TransferRefused when unknown."""
        return _outcome(self._ask("GET", f"/v1/payouts/{quote(provider_id, safe='')}"))

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, object]:
        ours = {"x-client-id": self.client_id, "x-api-key": self.api_key, **(headers or {})}
        request = httpx.Request(method, self.api_url.rstrip("/") + path, json=body, params=query, headers=ours)
        response = ask(request, timeout_seconds=self.timeout_seconds)
        answer = json_object(response)
        if answer.get("code") != _DONE:
            raise TransferRefused(str(answer.get("desc") or answer.get("code")))
        return self._verified(answer.get("data"), response.headers.get("x-signature", ""))

    def _verified(self, data: object, given: str) -> dict[str, object]:
        if not isinstance(data, dict) or not hmac.compare_digest(
            given.encode(), signature(data, self.checksum_key).encode()
        ):
            raise BankUnavailable("the answer is not signed by the bank")
        return data


def signature(fields: Mapping[str, object], checksum_key: str) -> str:
    """HMAC-SHA256 over key=value&... in the order of the keys, values percent-encoded, deeper ones as compact JSON."""
    pairs = (f"{quote(name)}={quote(_written(fields[name]))}" for name in sorted(fields))
    return hmac.new(checksum_key.encode(), "&".join(pairs).encode(), hashlib.sha256).hexdigest()


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _outcome(payout: object) -> TransferOutcome:
    """One payout holds one transaction, whose state counts; until there is one, the payout's own."""
    if not isinstance(payout, dict) or not payout.get("id"):
        raise BankUnavailable(f"a payout cannot be read: {payout!r:.100}")
    transactions = payout.get("transactions") or [{}]
    transaction = transactions[0]
    said = transaction.get("state") or payout.get("approvalState")
    state = _state(said)
    return TransferOutcome(
        provider_id=str(payout["id"]),
        reference=str(payout.get("referenceId")),
        state=state,
        reason=str(transaction.get("errorMessage") or said) if state is TransferState.FAILED else None,
        bank_reference=transaction.get("reference"),
    )


def _state(said: object) -> TransferState:
    if said in _SUCCEEDED:
        return TransferState.SUCCEEDED
    return TransferState.FAILED if said in _FAILED else TransferState.PROCESSING
