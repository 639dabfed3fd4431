"""The market's bank, played by its twin: what it was ordered to pay, and money that it does not tell of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask

from marketplace.gateways.bank.payouts import PayosPayouts
from marketplace.gateways.bank.statement import SepayStatement
from marketplace.gateways.twins import movements, payouts
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.server import Twins
from marketplace.settings import settings
from tests.waiting import until

NEVER = Telling(times=0)


@dataclass(frozen=True)
class Bank:
    """The twin as a test sees it, behind the market's back."""

    twins: Twins

    def gets(self, amount_dong: int, content: str, *, is_incoming: bool = True, account: str | None = None) -> int:
        """Move money on the market's account (or another) and tell nobody; give the movement's id."""
        with self.twins.store.connection() as connection:
            movement = movements.record(
                connection,
                account=account or settings().bank_account,
                amount_dong=amount_dong,
                content=content,
                is_incoming=is_incoming,
                telling=NEVER,
            )
        return int(movement["id"])

    def paid(self) -> list[tuple[str, int, str]]:
        """What it was ordered to pay, oldest first: reference, đồng, account."""
        with self.twins.store.connection() as connection:
            taken = payouts.newest(connection, limit=1000)
        return [(each["reference_id"], each["amount_dong"], each["to_account"]) for each in reversed(taken)]

    def settles(self) -> None:
        """Wait until everything that can be decided is decided."""
        until(lambda: not self._undecided())

    def plans(self, mishap: str) -> None:
        """Let the next transfer go wrong so."""
        with self.twins.store.connection() as connection:
            connection.execute("INSERT INTO twin.mishap (kind) VALUES (%s)", (mishap,))

    def _undecided(self) -> bool:
        with self.twins.store.connection() as connection:
            payouts.settle_due(connection, account=settings().bank_account)
            waits = "SELECT id FROM twin.payout WHERE state = 'PROCESSING' AND settles_at IS NOT NULL"
            return connection.execute(waits).fetchone() is not None


@pytest.fixture
def bank(whole_app: Flask, twins: Twins, bank_statement: SepayStatement, bank_payouts: PayosPayouts) -> Iterator[Bank]:
    """The bank of this test; the market's gateways lead to it."""
    before = whole_app.extensions["gateways"]
    whole_app.extensions["gateways"] = replace(before, statement=bank_statement, payouts=bank_payouts)
    yield Bank(twins)
    whole_app.extensions["gateways"] = before
