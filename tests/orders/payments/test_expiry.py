"""Transfers that do not come in time, and the last look at the bank's own list before their orders end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.gateways.bank.connection import BankUnavailable
from marketplace.ledger import audit
from marketplace.outbox import OutboxMessage
from marketplace.settings import settings
from orders.kinds import VendorOrderStatus
from orders.models import Order
from orders.payments import expiry, notices
from orders.payments.models import BankNotice, NoticeOutcome, PaymentStatus
from orders.queries import payment_of
from tests.bank import Bank
from tests.factories.fulfilment import parts_of
from tests.factories.money import a_transfer_order
from tests.factories.payments import a_movement, pay
from tests.statements import watch_statements
from workers import tasks
from workers.celery import MarketCelery

pytestmark = pytest.mark.usefixtures("app")


def too_late() -> clock.at:
    return clock.at(clock.now() + timedelta(hours=settings().payment_hours, seconds=1))


def ended(order: Order) -> bool:
    db.session.flush()
    db.session.expire_all()
    statuses = {part.status for part in parts_of(order)}
    return payment_of(order).status is PaymentStatus.EXPIRED and statuses == {VendorOrderStatus.CANCELLED}


def test_an_overdue_order_ends_and_lets_its_stock_go() -> None:
    order = a_transfer_order(300_000, 200_000)
    assert expiry.overdue() == []
    expiry.expire(order.id)
    assert not ended(order)
    with too_late():
        assert expiry.overdue() == [order.id]
        expiry.expire(order.id)
    assert ended(order)
    assert db.session.scalars(select(OutboxMessage.kind)).all().count("OrderExpired") == 1
    assert audit.findings() == []


def test_it_ends_once() -> None:
    order = a_transfer_order()
    with too_late():
        expiry.expire(order.id)
        expiry.expire(order.id)
        assert expiry.overdue() == []
    assert db.session.scalars(select(OutboxMessage.kind)).all().count("OrderExpired") == 1


def test_a_paid_order_does_not_end() -> None:
    order = a_transfer_order()
    pay(order)
    with too_late():
        expiry.expire(order.id)
    assert payment_of(order).status is PaymentStatus.PAID


@pytest.mark.parametrize("spelling", [str, str.lower, lambda memo: f"ck {memo[:5]}.{memo[5:]} gd"])
def test_an_order_that_an_unread_notice_names_is_left_alone(spelling) -> None:
    named, other = a_transfer_order(), a_transfer_order()
    notices.receive(a_movement(500_000, spelling(payment_of(named).memo)))
    with too_late():
        assert expiry.overdue() == [other.id]
        expiry.expire(named.id)
        assert payment_of(named).status is PaymentStatus.AWAITING
        for notice_id in notices.unread():
            notices.act_on(notice_id)
    assert payment_of(named).status is PaymentStatus.PAID
    assert audit.findings() == []


def test_the_list_of_the_bank_has_what_no_notice_told(bank: Bank) -> None:
    order = a_transfer_order()
    bank.gets(300_000, payment_of(order).memo)
    bank.gets(70_000, "ung ho")
    bank.gets(10_000, "phi", is_incoming=False)
    bank.gets(500_000, payment_of(order).memo, account="5555555")
    assert notices.pull() == 3
    assert notices.pull() == 0
    for notice_id in notices.unread():
        notices.act_on(notice_id)
    outcomes = db.session.scalars(select(BankNotice.outcome).order_by(BankNotice.id)).all()
    assert outcomes == [NoticeOutcome.UNDER, NoticeOutcome.UNMATCHED, NoticeOutcome.IGNORED]
    assert payment_of(order).received_dong == 300_000
    assert audit.findings() == []


def test_a_hole_before_what_is_known_is_found(bank: Bank) -> None:
    """The first notice was lost, the later ones came."""
    order = a_transfer_order()
    lost = bank.gets(500_000, payment_of(order).memo)
    told = a_movement(1_000, "later")
    notices.receive(type(told)(**{**told.__dict__, "transaction_id": lost + 1}))
    assert notices.pull() == 1
    assert db.session.scalars(select(BankNotice.provider_id).order_by(BankNotice.id)).all() == [
        str(lost + 1),
        str(lost),
    ]


def test_what_a_notice_told_is_not_taken_twice_from_the_list(bank: Bank) -> None:
    order = a_transfer_order()
    movement_id = bank.gets(500_000, payment_of(order).memo)
    told = a_movement(500_000, payment_of(order).memo)
    notices.receive(type(told)(**{**told.__dict__, "transaction_id": movement_id}))
    assert notices.pull() == 0
    assert len(db.session.scalars(select(BankNotice)).all()) == 1


def test_reading_the_list_again_takes_a_constant_number_of_statements(bank: Bank) -> None:
    for number in range(20):
        bank.gets(1_000 + number, "x")
    assert notices.pull() == 20
    db.session.flush()
    with watch_statements() as statements:
        notices.pull()
    assert len(statements) == 2


def test_orders_end_only_after_a_last_look(bank: Bank, market_celery: MarketCelery) -> None:
    """The money came, and the bank told nobody."""
    order = a_transfer_order()
    bank.gets(500_000, payment_of(order).memo)
    db.session.commit()
    with too_late():
        tasks.expire_unpaid_orders.apply(throw=True)
        expiry.expire(order.id)
    assert not ended(order)
    assert db.session.scalars(select(BankNotice.outcome)).all() == [NoticeOutcome.NEW]
    market_celery.control.purge()


def test_without_a_last_look_no_order_ends(market_celery: MarketCelery) -> None:
    """Nobody answers at the bank's address."""
    order = a_transfer_order()
    db.session.commit()
    with too_late(), pytest.raises(BankUnavailable):
        tasks.expire_unpaid_orders.apply(throw=True)
    assert market_celery.control.purge() == 0
    assert not ended(order)
