"""Money that two hands reach for in the same moment: it moves once."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.settings import settings
from orders.fulfilment.endings import cancel
from orders.models import Order, VendorOrder
from orders.payments import expiry, notices, refunds
from orders.payments.models import NoticeOutcome, Payment, PaymentStatus, Refund, RefundStatus
from orders.queries import payment_of
from tests.bank import Bank
from tests.factories.fulfilment import parts_of
from tests.factories.money import a_refund, a_shop_with_account, a_transfer_order, earn, release
from tests.factories.payments import a_movement
from tests.factories.people import an_administrator
from tests.races.running import SECONDS, race
from vendors.models import Vendor
from vendors.payouts import operations, queries, sending
from vendors.payouts.accounts import name_account
from vendors.payouts.models import Payout

ROUNDS = 4


def a_committed_earning() -> int:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    db.session.commit()
    return vendor.id


def payouts_of(vendor_id: int) -> list[Payout]:
    return list(db.session.scalars(select(Payout).where(Payout.vendor_id == vendor_id)))


def told(order: Order, *amounts_dong: int) -> list[Callable[[], object]]:
    """Notices of these sums for the order, stored; give the verbs that act on them."""
    memo = payment_of(order).memo
    for amount in amounts_dong:
        notices.receive(a_movement(amount, memo))
    db.session.commit()
    return [lambda notice_id=notice_id: notices.act_on(notice_id) for notice_id in notices.unread()]


def test_two_payout_runs_make_one_payout(market: Flask) -> None:
    """The control below shows that without the lock both would go on."""
    vendor_id = a_committed_earning()
    assert race(market, [lambda: operations.request_payout(vendor_id)] * 4) == ["done"] * 4
    [payout] = payouts_of(vendor_id)
    assert payout.amount_dong == 475_000
    assert audit.findings() == []


def test_without_the_lock_two_runs_claim_the_same(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both find nothing open and write a payout; only the database's own index stops the second."""
    vendor_id = a_committed_earning()
    both_have_looked = Barrier(2)
    look = operations._has_open_payout

    def look_together(vendor: Vendor) -> bool:
        found = look(vendor)
        both_have_looked.wait(SECONDS)
        return found

    monkeypatch.setattr(operations, "_lock", lambda wanted: db.session.get_one(Vendor, wanted))
    monkeypatch.setattr(operations, "_has_open_payout", look_together)
    with pytest.raises(IntegrityError, match="uq_payout_open"):
        race(market, [lambda: operations.request_payout(vendor_id)] * 2)


def test_what_becomes_payable_meanwhile_is_paid_now_or_next_time(market: Flask) -> None:
    for _ in range(ROUNDS):
        vendor = a_shop_with_account()
        earn(vendor, 500_000)
        later = earn(vendor, 300_000, released=False)[0].id
        db.session.commit()
        vendor_id = vendor.id
        ended = race(
            market,
            [
                lambda vendor_id=vendor_id: operations.request_payout(vendor_id),
                lambda later=later: release(db.session.get_one(VendorOrder, later)),
            ],
        )
        assert ended == ["done", "done"]
        [payout] = payouts_of(vendor_id)
        assert payout.amount_dong in {475_000, 475_000 + 285_000}
        assert sum(row.amount_dong for row in queries.statement_of(payout)) == payout.amount_dong
        assert audit.findings() == []


def test_an_account_is_changed_before_or_after_a_payout_not_within(market: Flask) -> None:
    vendor_id, person_id = a_committed_earning(), an_administrator().id
    db.session.commit()

    def change() -> None:
        vendor = db.session.get_one(Vendor, vendor_id)
        person = db.session.get_one(User, person_id)
        name_account(vendor, bank_bin="970405", number="8801234567", holder="Mai", by=person)

    assert race(market, [lambda: operations.request_payout(vendor_id), change]) == ["done", "done"]
    assert [payout.amount_dong for payout in payouts_of(vendor_id)] in ([475_000], [])
    assert audit.findings() == []


def test_two_workers_hand_a_payout_over_once(market: Flask, bank: Bank) -> None:
    vendor_id = a_committed_earning()
    payout = operations.request_payout(vendor_id)
    assert payout
    sending.begin_sending(payout.id)
    db.session.commit()
    payout_id = payout.id
    assert race(market, [lambda: sending.hand_over(payout_id)] * 3) == ["done"] * 3
    assert len(bank.paid()) == 1
    assert audit.findings() == []


def test_two_workers_hand_a_refund_over_once(market: Flask, bank: Bank) -> None:
    refund_id = a_refund().id
    refunds.begin_sending(refund_id)
    db.session.commit()
    assert race(market, [lambda: refunds.hand_over(refund_id)] * 3) == ["done"] * 3
    assert len(bank.paid()) == 1
    bank.settles()
    assert race(market, [lambda: refunds.ask_about(refund_id)] * 3) == ["done"] * 3
    db.session.expire_all()
    assert db.session.get_one(Refund, refund_id).status is RefundStatus.DONE
    assert audit.findings() == []


def test_two_workers_act_on_one_notice_once(market: Flask) -> None:
    order = a_transfer_order()
    [act] = told(order, 500_000)
    assert race(market, [act] * 3) == ["done"] * 3
    assert payment_of(order).received_dong == 500_000
    assert audit.findings() == []


def test_money_in_several_sums_at_once_is_added_up(market: Flask) -> None:
    order = a_transfer_order()
    assert set(race(market, told(order, 100_000, 200_000, 150_000, 50_000))) == {"done"}
    payment = payment_of(order)
    assert (payment.received_dong, payment.status) == (500_000, PaymentStatus.PAID)
    assert audit.findings() == []


def test_without_the_lock_a_sum_would_be_lost(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both add to what they read before."""
    order = a_transfer_order()
    acts = told(order, 100_000, 200_000)
    both_have_read = Barrier(2)
    read = notices.payment_of

    def read_together(of: Order) -> Payment:
        payment = read(of)
        both_have_read.wait(SECONDS)
        return payment

    monkeypatch.setattr(notices, "lock_order", lambda order_id: db.session.get_one(Order, order_id))
    monkeypatch.setattr(notices, "payment_of", read_together)
    race(market, acts)
    db.session.expire_all()
    assert payment_of(order).received_dong in {100_000, 200_000}
    assert any("has not received what its notices say" in words for words in audit.findings())


def test_paid_in_the_last_moment_or_expired_but_not_both(market: Flask) -> None:
    for _ in range(ROUNDS):
        order = a_transfer_order()
        [act] = told(order, 500_000)
        order_id = order.id

        def expire(order_id: int = order_id) -> None:
            with clock.at(clock.now() + timedelta(hours=settings().payment_hours, minutes=1)):
                expiry.expire(order_id)

        assert race(market, [act, expire]) == ["done", "done"]
        db.session.expire_all()
        assert payment_of(order).status is PaymentStatus.PAID
        assert audit.findings() == []


def test_cancelled_and_paid_at_once_is_refunded_or_void(market: Flask) -> None:
    for _ in range(ROUNDS):
        order = a_transfer_order()
        [act] = told(order, 500_000)
        part_id = parts_of(order)[0].id

        def end(part_id: int = part_id) -> None:
            cancel(db.session.get_one(VendorOrder, part_id), by=None)

        assert race(market, [act, end]) == ["done", "done"]
        db.session.expire_all()
        assert payment_of(order).status in {PaymentStatus.PAID, PaymentStatus.VOID}
        owed = select(Refund.amount_dong).where(Refund.order_id == order.id)
        assert db.session.scalars(owed).all() == [500_000]
        assert audit.findings() == []


def test_two_people_place_the_same_money_once(market: Flask) -> None:
    orders = [a_transfer_order(), a_transfer_order()]
    person = an_administrator()
    notices.receive(a_movement(500_000, "tien hang"))
    db.session.commit()
    [notice_id] = notices.unread()
    notices.act_on(notice_id)
    db.session.commit()
    numbers = [order.number for order in orders]

    ended = race(market, [lambda number=number: notices.place(notice_id, number, by=person) for number in numbers])

    assert ended == ["AlreadyPlaced", "done"]
    db.session.expire_all()
    assert sorted(payment_of(order).received_dong for order in orders) == [0, 500_000]
    assert db.session.get_one(notices.BankNotice, notice_id).outcome is NoticeOutcome.EXACT
    assert audit.findings() == []
