"""Money that comes in: told by notices, and read again from the statement."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from marketplace import clock
from marketplace.gateways.bank.connection import BankUnavailable
from marketplace.gateways.bank.statement import SepayStatement
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.server import Twins
from marketplace.gateways.twins.store import TwinStore
from marketplace.gateways.twins.telling import RETRIES
from tests.outside import OUTSIDE
from tests.twins import ListeningMarket
from tests.waiting import until

Pay = Callable[..., dict[str, Any]]


@pytest.fixture
def pay(twins: Twins) -> Pay:
    def _pay(**transfer: object) -> dict[str, Any]:
        answer = OUTSIDE.post(
            f"{twins.bank_url}/twin/transfers",
            json={"amount": 380_000, "content": "QN", **transfer},
        )
        assert answer.status_code == 201
        found: dict[str, Any] = answer.json()
        return found

    return _pay


def sendings(store: TwinStore) -> list[int | None]:
    with store.connection() as connection:
        return [row["status"] for row in connection.execute("SELECT status FROM twin.sending ORDER BY id")]


def test_the_market_is_told_of_a_payment(listening_market: ListeningMarket, pay: Pay) -> None:
    paid = pay(content="QN7K2M9QXD tra tien")
    (told,) = until(lambda: listening_market.taken)
    assert told.transaction_id == paid["id"]
    assert (told.amount_dong, told.content, told.is_incoming) == (380_000, "QN7K2M9QXD tra tien", True)
    assert (told.account, told.reference) == ("1023456789", paid["reference"])
    assert abs(told.happened_at - clock.now()) < timedelta(seconds=60)


def test_the_market_is_told_again_until_it_answers(twins: Twins, listening_market: ListeningMarket, pay: Pay) -> None:
    listening_market.failures = 3
    pay()
    until(lambda: listening_market.taken)
    until(lambda: sendings(twins.store) == [500, 500, 500, 200])


def test_the_bank_gives_up_after_its_last_try(
    twins: Twins, listening_market: ListeningMarket, pay: Pay, bank_statement: SepayStatement
) -> None:
    """Whoever only waits for notices loses money; the statement still has it."""
    listening_market.failures = len(RETRIES) + 1
    paid = pay()
    until(lambda: len(sendings(twins.store)) == len(RETRIES) + 1)
    with twins.store.connection() as connection:
        (row,) = until(lambda: connection.execute("SELECT * FROM twin.notice WHERE due_at IS NULL").fetchall())
    assert row["answered_at"] is None
    assert listening_market.taken == []
    assert [movement.transaction_id for movement in bank_statement.transactions()] == [paid["id"]]


def test_a_notice_can_come_twice(listening_market: ListeningMarket, pay: Pay) -> None:
    pay(times=2)
    until(lambda: len(listening_market.taken) == 2)
    assert listening_market.taken[0] == listening_market.taken[1]


def test_a_forged_notice_is_not_taken(twins: Twins, listening_market: ListeningMarket, pay: Pay) -> None:
    pay(wrong_signature=True)
    until(lambda: listening_market.refused)
    assert listening_market.taken == []


def test_a_late_notice_is_sent_by_the_next_twin(
    twin_configuration: TwinConfiguration, listening_market: ListeningMarket
) -> None:
    """A twin that dies forgets nothing."""
    with Twins(twin_configuration) as twins:
        OUTSIDE.post(
            f"{twins.bank_url}/twin/transfers",
            json={"amount": 5_000, "content": "x", "delay_seconds": 600},
        )
    assert listening_market.taken == []
    with twins.store.connection() as connection:
        connection.execute("UPDATE twin.notice SET due_at = now()")
    with Twins(replace(twin_configuration)):
        until(lambda: listening_market.taken)


def test_a_market_that_is_away_is_told_later(
    twin_configuration: TwinConfiguration, listening_market: ListeningMarket
) -> None:
    with Twins(replace(twin_configuration, notice_address="http://127.0.0.1:9/")) as twins:
        OUTSIDE.post(f"{twins.bank_url}/twin/transfers", json={"amount": 5_000, "content": "x"})
        until(lambda: None in sendings(twins.store))
    with Twins(twin_configuration):
        until(lambda: listening_market.taken)


def test_the_statement_tells_what_the_notices_told(
    listening_market: ListeningMarket, pay: Pay, bank_statement: SepayStatement
) -> None:
    pay(content="mot")
    pay(content="hai", amount=1)
    until(lambda: len(listening_market.taken) == 2)
    told = sorted(listening_market.taken, key=lambda movement: movement.transaction_id)
    assert bank_statement.transactions() == told
    assert bank_statement.transactions(since_id=told[0].transaction_id) == told[1:]
    assert bank_statement.transactions(since=clock.today()) == told
    assert bank_statement.transactions(since=clock.today() + timedelta(days=1)) == []


def test_payments_to_other_accounts_are_not_on_our_statement(pay: Pay, bank_statement: SepayStatement) -> None:
    pay(account="999")
    assert bank_statement.transactions() == []
    assert len(replace(bank_statement, account="").transactions()) == 1


def test_a_statement_without_the_right_token_is_no_statement(bank_statement: SepayStatement) -> None:
    with pytest.raises(BankUnavailable):
        replace(bank_statement, api_token="another").transactions()


def test_a_bank_that_is_away_has_no_statement(bank_statement: SepayStatement) -> None:
    with pytest.raises(BankUnavailable):
        replace(bank_statement, api_url="http://127.0.0.1:9").transactions()


@pytest.mark.parametrize("amount", [0, -1, 1.5, "1", None])
def test_nobody_pays_such_an_amount(twins: Twins, amount: object) -> None:
    answer = OUTSIDE.post(f"{twins.bank_url}/twin/transfers", json={"amount": amount, "content": "x"})
    assert answer.status_code == 400
