"""A payout's way to the bank: once, whatever breaks; confirmed, or failed and payable again."""

import pytest
from sqlalchemy import select

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from marketplace.outbox import OutboxMessage
from tests.bank import Bank
from tests.factories.money import FAILS, REFUSED, WAITS, a_shop_with_account, an_account, earn, earn_cash
from tests.factories.people import an_administrator
from vendors.models import Vendor
from vendors.payouts import due, operations, queries, sending
from vendors.payouts.accounts import current_account, verify_account
from vendors.payouts.models import Payout, PayoutStatus
from workers import tasks
from workers.celery import MarketCelery

pytestmark = pytest.mark.usefixtures("app")
EARNED = 475_000
"""What remains of 500.000 đồng after the commission."""


def facts() -> list[str]:
    kinds = db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id))
    return [kind for kind in kinds if kind.startswith("Payout") and kind != "PayoutAccountNamed"]


def payable(vendor: Vendor) -> int:
    return balance(of_vendor(AccountKind.VENDOR_PAYABLE, vendor.id))


def a_payout(account: str = "1023456789") -> tuple[Vendor, Payout]:
    """A payout of one order, committed."""
    vendor = a_shop_with_account(account)
    earn(vendor, 500_000)
    payout = operations.request_payout(vendor.id)
    assert payout
    db.session.commit()
    return vendor, payout


def send(payout: Payout) -> None:
    """The two steps, each committed, as the workers take them."""
    assert sending.begin_sending(payout.id)
    db.session.commit()
    sending.hand_over(payout.id)
    db.session.commit()


def send_and_settle(payout: Payout, bank: Bank) -> None:
    send(payout)
    bank.settles()
    sending.ask_about(payout.id)
    db.session.commit()


def test_it_arrives(bank: Bank) -> None:
    vendor, payout = a_payout()
    assert sending.to_send() == [payout.id]
    send(payout)
    assert (payout.status, sending.to_send(), sending.to_ask_about()) == (PayoutStatus.SENT, [], [payout.id])
    bank.settles()
    sending.ask_about(payout.id)
    assert payout.status is PayoutStatus.CONFIRMED
    assert payout.bank_reference.startswith("FT")
    assert bank.paid() == [(payout.reference, EARNED, "1023456789")]
    assert balance(market(AccountKind.BANK)) == 500_000 - EARNED == balance(market(AccountKind.COMMISSION))
    assert payable(vendor) == balance(market(AccountKind.PAYOUTS_ON_WAY)) == 0
    assert facts() == ["PayoutRequested", "PayoutSent", "PayoutConfirmed"]
    assert audit.findings() == []


def test_killed_between_the_claim_and_the_sending_it_is_sent_by_the_next_sweep(
    bank: Bank, market_celery: MarketCelery
) -> None:
    _vendor, payout = a_payout()
    sending.begin_sending(payout.id)
    db.session.commit()
    assert bank.paid() == []
    assert [task.args for task in tasks.send_payouts.run()] == [(payout.id,)]
    assert [task.args for task in tasks.begin_payout.run(payout.id)] == [(payout.id,)]
    sending.hand_over(payout.id)
    assert len(bank.paid()) == 1
    assert tasks.begin_payout.run(payout.id) == []


def test_killed_between_the_bank_and_the_record_the_bank_pays_once(bank: Bank) -> None:
    _vendor, payout = a_payout()
    sending.begin_sending(payout.id)
    db.session.commit()
    for _ in range(3):
        sending.hand_over(payout.id)
        db.session.rollback()
    assert payout.status is PayoutStatus.SENDING
    assert audit.findings() == []
    send_and_settle(payout, bank)
    assert payout.status is PayoutStatus.CONFIRMED
    assert len(bank.paid()) == 1
    assert facts() == ["PayoutRequested", "PayoutSent", "PayoutConfirmed"]
    assert audit.findings() == []


def test_killed_while_claiming_leaves_nothing_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    db.session.commit()

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(operations.outbox, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        operations.request_payout(vendor.id)
    db.session.rollback()
    monkeypatch.undo()
    assert payable(vendor) == EARNED
    assert audit.findings() == []
    payout = operations.request_payout(vendor.id)
    assert payout
    assert payout.amount_dong == EARNED
    assert audit.findings() == []


@pytest.mark.parametrize("mishap", ["unavailable", "lost-request", "lost-answer"])
def test_a_lost_connection_leaves_it_to_the_next_time(bank: Bank, mishap: str) -> None:
    _vendor, payout = a_payout()
    bank.plans(mishap)
    send(payout)
    assert payout.status is PayoutStatus.SENDING
    send_and_settle(payout, bank)
    assert payout.status is PayoutStatus.CONFIRMED
    assert len(bank.paid()) == 1
    assert audit.findings() == []


@pytest.mark.parametrize("account", [FAILS, REFUSED])
def test_a_failed_one_is_payable_again_when_a_person_has_looked_at_the_account(bank: Bank, account: str) -> None:
    vendor, payout = a_payout(account)
    send_and_settle(payout, bank)
    assert payout.status is PayoutStatus.FAILED
    assert payout.failure
    assert payable(vendor) == EARNED
    assert current_account(vendor).verified_at is None
    assert operations.request_payout(vendor.id) is None
    [waiting] = queries.accounts_waiting()
    assert (waiting.account.vendor_id, waiting.failure) == (vendor.id, payout.failure)
    assert audit.findings() == []

    an_account(vendor, "1023456789")
    again = operations.request_payout(vendor.id)
    assert again
    assert again.amount_dong == EARNED
    assert again.reference != payout.reference
    send_and_settle(again, bank)
    assert again.status is PayoutStatus.CONFIRMED
    assert [number for _, _, number in bank.paid()][-1] == "1023456789"
    assert audit.findings() == []


def test_an_account_verified_since_stays_verified_when_a_payout_to_the_old_one_fails(bank: Bank) -> None:
    vendor, payout = a_payout(FAILS)
    send(payout)
    an_account(vendor, "1023456789")
    bank.settles()
    sending.ask_about(payout.id)
    assert payout.status is PayoutStatus.FAILED
    assert current_account(vendor).verified_at is not None
    assert due.due_vendors() == [vendor.id]


def test_a_debt_taken_off_a_failed_one_is_not_taken_off_again(bank: Bank) -> None:
    vendor = a_shop_with_account(FAILS)
    earn(vendor, 500_000)
    earn_cash(vendor, 1_000_000)
    payout = operations.request_payout(vendor.id)
    assert payout
    send_and_settle(payout, bank)
    assert payout.status is PayoutStatus.FAILED
    assert payable(vendor) == EARNED - 50_000
    assert [row.amount_dong for row in queries.statement_of(payout)] == [EARNED, -50_000]
    verify_account(vendor, by=an_administrator())
    again = operations.request_payout(vendor.id)
    assert again
    assert again.amount_dong == EARNED - 50_000
    assert [row.amount_dong for row in queries.statement_of(again)] == [EARNED, -50_000]
    assert audit.findings() == []


def test_an_undecided_one_is_asked_about_until_it_is_decided(bank: Bank) -> None:
    _vendor, payout = a_payout(WAITS)
    send_and_settle(payout, bank)
    assert payout.status is PayoutStatus.SENT
    assert sending.to_ask_about() == [payout.id]
    assert audit.findings() == []


def test_what_earned_pays_once_whatever_is_repeated(bank: Bank) -> None:
    vendor, payout = a_payout()
    send_and_settle(payout, bank)
    for _ in range(2):
        sending.begin_sending(payout.id)
        sending.hand_over(payout.id)
        sending.ask_about(payout.id)
        operations.request_payout(vendor.id)
    assert len(bank.paid()) == 1
    assert audit.findings() == []
