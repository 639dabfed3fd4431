"""VNPay and MoMo of a test: their twins, and the market's gateways that lead to them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from marketplace.gateways.payments.momo import MomoGateway
from marketplace.gateways.payments.vnpay import VnpayGateway
from marketplace.gateways.twins.checkouts import book
from marketplace.gateways.twins.checkouts.book import Decision
from marketplace.gateways.twins.checkouts.momo import MomoTwin
from marketplace.gateways.twins.checkouts.vnpay import VnpayTwin
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.server import Twins
from orders.kinds import PaymentMethod
from orders.payments.models import GatewayTry
from tests.outside import OUTSIDE


@dataclass(frozen=True)
class Gateways:
    """The twins as a test sees them, behind the market's back."""

    twins: Twins

    def opens(self, page: str) -> None:
        """The buyer's browser comes to the gateway's page."""
        assert OUTSIDE.get(page).status_code == 200

    def decides(self, of: GatewayTry, decision: str = "paid", *, amount_dong: int | None = None) -> None:
        """Decide a payment and tell nobody."""
        with self.twins.store.connection() as connection:
            checkout = book.by_reference(connection, of.method.value, of.reference)
            assert checkout
            book.decide(connection, checkout, Decision(decision), Telling(times=0), told_dong=amount_dong)

    def notice(self, of: GatewayTry, *, is_wrongly_signed: bool = False) -> Any:
        """What the gateway sends of a decided payment: VNPay's query, or MoMo's body."""
        with self.twins.store.connection() as connection:
            checkout = book.by_reference(connection, of.method.value, of.reference)
        assert checkout
        kind = VnpayTwin if of.method is PaymentMethod.VNPAY else MomoTwin
        twin = kind(self.twins.store, self.twins.configuration, lambda: None)
        return twin.notice(checkout, is_wrongly_signed=is_wrongly_signed)

    def repaid(self) -> list[int]:
        """What went back to buyers, oldest first."""
        with self.twins.store.connection() as connection:
            rows = connection.execute("SELECT amount_dong FROM twin.repayment WHERE state <> 'refused' ORDER BY id")
            return [row["amount_dong"] for row in rows]

    def plans(self, gateway: str, trouble: str) -> None:
        """Let the next call to a gateway go wrong so."""
        with self.twins.store.connection() as connection:
            connection.execute("INSERT INTO twin.trouble (gateway, kind) VALUES (%s, %s)", (gateway, trouble))

    def finishes_refunds(self) -> None:
        """Let every refund that is worked on be done."""
        with self.twins.store.connection() as connection:
            connection.execute("UPDATE twin.repayment SET state = 'done' WHERE state = 'processing'")


@pytest.fixture
def counters(whole_app: Flask, twins: Twins, vnpay: VnpayGateway, momo: MomoGateway) -> Iterator[Gateways]:
    """The gateways of this test; the market is wired to them."""
    before = whole_app.extensions["gateways"]
    whole_app.extensions["gateways"] = replace(before, vnpay=vnpay, momo=momo)
    yield Gateways(twins)
    whole_app.extensions["gateways"] = before
