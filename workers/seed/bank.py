"""The bank of the seeded past: the books of the bank's twin, written at the moments of the past and without a network.

What the seed pays in and sends out stands in the twin's statement afterwards, so that the twin and the market remember
the same, and the numbers of later movements go on from there.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from flask import current_app
from psycopg.rows import DictRow

from marketplace import clock
from marketplace.gateways.bank.notices import BankMovement, parse_notice
from marketplace.gateways.bank.payouts import BankTransfer, TransferOutcome, TransferState
from marketplace.gateways.payments.protocol import PaymentReport, PaymentState
from marketplace.gateways.payments.vnpay import written
from marketplace.gateways.twins import movements, payouts
from marketplace.gateways.twins.checkouts import book
from marketplace.gateways.twins.checkouts.book import Asked, Decision
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.store import Connection, TwinStore
from marketplace.gateways.wiring import gateways
from marketplace.settings import settings
from orders.payments.models import GatewayTry

STATES: Final = {
    "PROCESSING": TransferState.PROCESSING,
    "SUCCEEDED": TransferState.SUCCEEDED,
    "FAILED": TransferState.FAILED,
}


@dataclass(frozen=True)
class PastBank:
    """Takes money in and sends it out as the twin does, at once; and beside it the payment gateways."""

    connection: Connection
    account: str

    def pay_in(self, amount_dong: int, content: str) -> BankMovement:
        """Somebody transfers money to the market; give the notice that the bank would send."""
        movement = movements.record(
            self.connection,
            account=self.account,
            amount_dong=amount_dong,
            content=content,
            is_incoming=True,
            telling=Telling(),
        )
        return _as_told(movement)

    def pay_at_gateway(self, begun: GatewayTry) -> PaymentReport:
        """A buyer pays on the gateway's page; give the notice that the gateway would send."""
        asked = Asked(begun.method.value, begun.reference, begun.amount_dong, _request(begun), begun.expires_at)
        checkout = book.open_checkout(self.connection, asked)
        paid = book.decide(self.connection, checkout, Decision.PAID, Telling(times=0))
        return PaymentReport(begun.reference, paid["number"], begun.amount_dong, PaymentState.PAID, "0", clock.now())

    def settle(self, gateway: str) -> BankMovement | None:
        """A gateway brings what it has taken; give the notice that the bank would send, if there was anything."""
        memo = f"{gateway.upper()} QUYET TOAN {clock.today():%Y%m%d}"
        if not book.settle(self.connection, gateway, account=self.account, memo=memo):
            return None
        (newest,) = movements.listed(self.connection, account=self.account, since_id=0, since=None, limit=1)
        return _as_told(newest)

    def send(self, transfer: BankTransfer) -> TransferOutcome:
        """Send money out; what the bank decides at once is decided."""
        request = {
            "referenceId": transfer.reference,
            "amount": transfer.amount_dong,
            "description": transfer.description,
            "toBin": transfer.to_bin,
            "toAccountNumber": transfer.to_account,
        }
        payouts.take(self.connection, request, idempotency_key=transfer.reference, settling_seconds=0)
        payouts.settle_due(self.connection, account=self.account)
        found = self.find(transfer.reference)
        if found is None:
            raise LookupError(transfer.reference)
        return found

    def find(self, reference: str) -> TransferOutcome | None:
        """What became of a transfer."""
        rows = payouts.by_reference(self.connection, reference, limit=1)
        return _outcome(rows[0]) if rows else None

    def tell_nobody(self) -> None:
        """Note every movement as told: the market has heard of it."""
        self.connection.execute(
            "UPDATE twin.notice SET attempts = 1, answered_at = %s, due_at = NULL WHERE answered_at IS NULL",
            (clock.now(),),
        )


@contextmanager
def past_bank() -> Iterator[PastBank]:
    """Let the market's money go through the past's bank inside the block."""
    store = TwinStore(settings().database_url)
    store.prepare()
    present = gateways()
    with store.connection() as connection:
        bank = PastBank(connection, settings().bank_account)
        current_app.extensions["gateways"] = replace(present, payouts=bank)
        try:
            yield bank
        finally:
            current_app.extensions["gateways"] = present
        bank.tell_nobody()


def _as_told(movement: DictRow) -> BankMovement:
    return parse_notice(json.dumps(movements.as_notice(movement, bank_name="Vietcombank")).encode())


def _request(begun: GatewayTry) -> dict[str, str]:
    """What the twin must remember of the market's request, in VNPay's words and in MoMo's."""
    words = f"Don hang {begun.reference}"
    return {
        "vnp_CreateDate": written(begun.begun_at),
        "vnp_OrderInfo": words,
        "vnp_ReturnUrl": settings().public_url,
        "requestId": begun.reference,
        "orderInfo": words,
        "redirectUrl": settings().public_url,
        "ipnUrl": settings().public_url,
    }


def _outcome(row: DictRow) -> TransferOutcome:
    return TransferOutcome(
        provider_id=row["id"],
        reference=row["reference_id"],
        state=STATES[row["state"]],
        reason=row["error_message"],
        bank_reference=row["bank_reference"],
    )
