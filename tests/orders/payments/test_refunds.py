"""Money that goes back: to the account that the buyer names, once, whatever breaks on the way."""

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from marketplace.outbox import OutboxMessage
from orders.payments import refunds
from orders.payments.models import Refund, RefundStatus
from tests.bank import Bank
from tests.factories.money import FAILS, REFUSED, VIETCOMBANK, WAITS, a_refund
from workers import tasks
from workers.celery import MarketCelery

pytestmark = pytest.mark.usefixtures("app")


def facts() -> list[str]:
    kinds = db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id))
    return [kind for kind in kinds if kind.startswith("Refund")]


def send(refund: Refund) -> None:
    """The two steps, each committed, as the workers take them."""
    assert refunds.begin_sending(refund.id)
    db.session.commit()
    refunds.hand_over(refund.id)
    db.session.commit()


def ask(refund: Refund) -> None:
    refunds.ask_about(refund.id)
    db.session.commit()


def test_an_account_is_needed_first() -> None:
    refund = a_refund(account=None)
    assert refund.status is RefundStatus.ACCOUNT_NEEDED
    assert refunds.to_send() == []
    assert not refunds.begin_sending(refund.id)
    assert balance(market(AccountKind.REFUNDS_DUE)) == 500_000
    assert audit.findings() == []


def test_the_account_is_kept_as_banks_write_it_and_masked_in_the_trail() -> None:
    refund = a_refund(account=None)
    refunds.give_account(refund, bank_bin=VIETCOMBANK, number="1023 456 789", holder="Trần Thu Hà")
    assert (refund.status, refund.account_number, refund.account_holder) == (
        RefundStatus.DUE,
        "1023456789",
        "TRAN THU HA",
    )
    assert refunds.to_send() == [refund.id]
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "refund account given"))
    assert entry.detail["number"] == "••••••6789"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"bank_bin": "000000"}, "bank_bin"),
        ({"bank_bin": ""}, "bank_bin"),
        ({"number": "12a4567"}, "number"),
        ({"number": "123"}, "number"),
        ({"number": "1" * 20}, "number"),
        ({"number": "١٢٣٤٥٦"}, "number"),
        ({"holder": "…"}, "holder"),
        ({"holder": "H" * 201}, "holder"),
    ],
)
def test_a_bad_account_is_told_by_field(wrong: dict[str, str], field: str) -> None:
    refund = a_refund(account=None)
    given = {"bank_bin": VIETCOMBANK, "number": "1023456789", "holder": "Trần Thu Hà", **wrong}
    with pytest.raises(Invalid) as refused:
        refunds.give_account(refund, **given)
    assert refused.value.field == field
    assert refund.status is RefundStatus.ACCOUNT_NEEDED


def test_it_reaches_the_buyer(bank: Bank) -> None:
    refund = a_refund()
    send(refund)
    assert refund.status is RefundStatus.SENT
    bank.settles()
    ask(refund)
    assert refund.status is RefundStatus.DONE
    assert bank.paid() == [(f"{refund.reference}-1", 500_000, "1023456789")]
    assert balance(market(AccountKind.BANK)) == balance(market(AccountKind.REFUNDS_DUE)) == 0
    assert facts() == ["RefundDue", "RefundSent"]
    assert audit.findings() == []


def test_on_its_way_no_other_account_can_be_named(bank: Bank) -> None:
    refund = a_refund()
    for step in (lambda: None, lambda: refunds.begin_sending(refund.id), lambda: refunds.hand_over(refund.id)):
        step()
        with pytest.raises(MoveNotAllowed):
            refunds.give_account(refund, bank_bin=VIETCOMBANK, number="999999", holder="Ai Do")


def test_however_often_it_is_handed_over_the_bank_pays_once(bank: Bank) -> None:
    refund = a_refund()
    refunds.begin_sending(refund.id)
    db.session.commit()
    for _ in range(3):  # killed each time after the bank was called and before it was written down
        refunds.hand_over(refund.id)
        db.session.rollback()
        assert refund.status is RefundStatus.SENDING
    assert refunds.to_send() == [refund.id]
    send(refund)
    refunds.hand_over(refund.id)
    bank.settles()
    ask(refund)
    ask(refund)
    assert refund.status is RefundStatus.DONE
    assert len(bank.paid()) == 1
    assert audit.findings() == []


def test_killed_before_the_bank_was_called_it_is_sent_by_the_next_sweep(
    bank: Bank, market_celery: MarketCelery
) -> None:
    refund = a_refund()
    refunds.begin_sending(refund.id)
    db.session.commit()
    assert bank.paid() == []
    assert [task.args for task in tasks.send_refunds.run()] == [(refund.id,)]
    assert [task.args for task in tasks.begin_refund.run(refund.id)] == [(refund.id,)]
    refunds.hand_over(refund.id)
    assert len(bank.paid()) == 1


@pytest.mark.parametrize("mishap", ["unavailable", "lost-request", "lost-answer"])
def test_a_lost_connection_leaves_it_to_the_next_time(bank: Bank, mishap: str) -> None:
    refund = a_refund()
    bank.plans(mishap)
    send(refund)
    assert refund.status is RefundStatus.SENDING
    send(refund)
    bank.settles()
    ask(refund)
    assert refund.status is RefundStatus.DONE
    assert len(bank.paid()) == 1
    assert audit.findings() == []


@pytest.mark.parametrize("account", [FAILS, REFUSED])
def test_after_a_failure_another_account_gets_it(bank: Bank, account: str) -> None:
    refund = a_refund(account=account)
    send(refund)
    bank.settles()
    ask(refund)
    assert refund.status is RefundStatus.FAILED
    assert refund.failure
    assert balance(market(AccountKind.REFUNDS_DUE)) == 500_000
    assert audit.findings() == []
    refunds.give_account(refund, bank_bin=VIETCOMBANK, number="1023456789", holder="Trần Thu Hà")
    assert (refund.status, refund.failure, refund.attempt) == (RefundStatus.DUE, "", 2)
    send(refund)
    bank.settles()
    ask(refund)
    assert refund.status is RefundStatus.DONE
    assert bank.paid()[-1] == (f"{refund.reference}-2", 500_000, "1023456789")
    assert facts() == ["RefundDue", "RefundFailed", "RefundSent"]
    assert audit.findings() == []


def test_an_undecided_one_is_asked_about_until_it_is_decided(bank: Bank) -> None:
    refund = a_refund(account=WAITS)
    send(refund)
    ask(refund)
    assert refund.status is RefundStatus.SENT
    assert refunds.to_ask_about() == [refund.id]
    assert audit.findings() == []


def test_a_refusal_of_what_the_bank_has_is_no_refusal(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bank takes the transfer, its answer is lost, and it answers the repetition with another code."""
    refund = a_refund()
    bank.plans("lost-answer")
    send(refund)
    monkeypatch.setattr(refunds, "_transfer", _with_other_words(refund))
    send(refund)
    assert refund.status is not RefundStatus.FAILED
    bank.settles()
    ask(refund)
    assert refund.status is RefundStatus.DONE
    assert len(bank.paid()) == 1


def _with_other_words(refund: Refund):
    usual = refunds._transfer(refund)
    return lambda _refund: type(usual)(**{**usual.__dict__, "description": "other words"})
