"""A gateway that tells twice in the same moment, a buyer who clicks twice, and two refunds of one payment."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.database import db
from marketplace.gateways.payments.protocol import PaymentReport, PaymentState
from marketplace.ledger import audit
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod
from orders.models import Order
from orders.payments import notices, refunds, repaying, reports, tries
from orders.payments.models import BankNotice, GatewayTry, NoticeOutcome, Payment, Refund, RefundStatus, TryStatus
from orders.payments.reports import Answer
from tests.factories.fulfilment import parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.races.running import SECONDS, race
from tests.waiting import until

ROUNDS = 4


def begun(*prices: int) -> GatewayTry:
    goods = [a_listing(a_shop(f"HTX {place}"), price_dong=price) for place, price in enumerate(prices or (300_000,))]
    begun_ = tries.begin_try(an_order(*goods, method=PaymentMethod.MOMO))
    db.session.commit()
    return begun_


def order_of(of: GatewayTry) -> Order:
    return db.session.get_one(Order, db.session.get_one(Payment, of.payment_id).order_id)


def paid(of: GatewayTry) -> PaymentReport:
    return PaymentReport(of.reference, "4084757146", of.amount_dong, PaymentState.PAID, "0")


def telling(report: PaymentReport, heard: list[Answer]) -> Callable[[], object]:
    return lambda: heard.append(reports.take(PaymentMethod.MOMO, report, raw={}))


def test_what_is_told_twice_at_once_is_stored_once(market: Flask) -> None:
    for _ in range(ROUNDS):
        of, heard = begun(), []
        report = PaymentReport(of.reference, of.reference, of.amount_dong, PaymentState.PAID, "0")
        assert race(market, [telling(report, heard)] * 4) == ["done"] * 4
        assert sorted(heard) == [Answer.KNOWN] * 3 + [Answer.TAKEN]
        [notice_id] = notices.unread()
        assert race(market, [lambda: notices.act_on(notice_id)] * 3) == ["done"] * 3  # noqa: B023 - used at once
        db.session.rollback()
        assert db.session.get_one(BankNotice, notice_id).outcome is NoticeOutcome.EXACT
        assert audit.findings() == []


def test_without_the_unique_number_it_would_be_stored_twice(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both look, find nothing and write; only the database's own index stops the second."""
    of, both_have_looked = begun(), Barrier(2)
    values = {"raw": {}, "content": "x", "came_to": "at_momo", "outcome": NoticeOutcome.NEW, "try_id": of.id}

    def look_and_write(_method: Any, report: PaymentReport, **_: Any) -> bool:
        known = select(BankNotice.id).where(BankNotice.provider_id == report.transaction)
        assert db.session.scalar(known) is None
        both_have_looked.wait(SECONDS)
        same = {"provider": "momo", "provider_id": report.transaction, "amount_dong": report.amount_dong}
        db.session.execute(insert(BankNotice).values(**values, **same, received_at=clock.now()))
        return True

    monkeypatch.setattr(reports, "_store", look_and_write)
    monkeypatch.setattr(reports, "lock_try", lambda _method, _reference: db.session.get_one(GatewayTry, of.id))
    with pytest.raises(IntegrityError, match="uq_bank_notice_provider"):
        race(market, [telling(paid(of), [])] * 2)


def giving_up(of: GatewayTry) -> Callable[[], object]:
    """The sweep that gives up a try which nobody has touched for long."""

    def give_up() -> None:
        with clock.at(of.expires_at + tries.FORGOTTEN + timedelta(seconds=1)):
            tries._ask_later(db.session.get_one(GatewayTry, of.id), None)

    return give_up


def status_of(market: Flask, try_id: int) -> TryStatus:
    with market.app_context():
        return db.session.get_one(GatewayTry, try_id).status


def test_a_try_that_is_paid_while_it_is_given_up_is_paid(market: Flask) -> None:
    for _ in range(ROUNDS):
        of = begun()
        report = PaymentReport(of.reference, of.reference, of.amount_dong, PaymentState.PAID, "0")
        assert race(market, [telling(report, []), giving_up(of)]) == ["done"] * 2
        assert status_of(market, of.id) is TryStatus.PAID


def test_without_the_lock_a_paid_try_would_be_given_up(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the sweep writes over what was told after it had looked."""
    of, both_have_looked = begun(), Barrier(2)
    lock = reports.lock_try

    def look(method: PaymentMethod, reference: str) -> GatewayTry | None:
        found = lock(method, reference)
        db.session.commit()  # lets go of the row, as if it had not been locked
        assert found
        assert found.status is TryStatus.WAITING
        both_have_looked.wait(SECONDS)
        return found

    def give_up_last() -> None:
        giving_up(of)()
        until(lambda: status_of(market, of.id) is TryStatus.PAID)

    monkeypatch.setattr(reports, "lock_try", look)
    race(market, [telling(paid(of), []), give_up_last])
    assert status_of(market, of.id) is TryStatus.FAILED


def test_two_clicks_begin_no_try_twice(market: Flask) -> None:
    order = order_of(begun())
    assert race(market, [lambda: tries.begin_try(order)] * 3) == ["done"] * 3
    db.session.rollback()
    references = db.session.scalars(select(GatewayTry.reference).order_by(GatewayTry.id)).all()
    assert [reference[-2:] for reference in references] == ["01", "02", "03", "04"]


def test_without_the_lock_two_clicks_would_take_one_reference(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both count the same tries; only the database's own index stops the second."""
    order = order_of(begun())
    both_have_counted, open_try = Barrier(2), tries._open_try

    def look_together(*found: Any) -> GatewayTry | None:
        both_have_counted.wait(SECONDS)
        return open_try(*found)

    monkeypatch.setattr(tries, "lock_order", lambda order_id: db.session.get_one(Order, order_id))
    monkeypatch.setattr(tries, "_open_try", look_together)
    with pytest.raises(IntegrityError, match="uq_gateway_try_reference"):
        race(market, [lambda: tries.begin_try(order)] * 2)


def two_refunds() -> list[int]:
    """Refunds of two parts of one payment at a gateway, ready to be sent."""
    of = begun(300_000, 200_000)
    reports.take(PaymentMethod.MOMO, paid(of), raw={})
    for notice_id in notices.unread():
        notices.act_on(notice_id)
    db.session.commit()
    for part in parts_of(order_of(of)):
        cancel(part, by=None, reason="")
    db.session.commit()
    return list(db.session.scalars(select(Refund.id).order_by(Refund.id)))


def on_their_way(market: Flask) -> int:
    with market.app_context():
        query = select(Refund.id).where(Refund.status == RefundStatus.SENDING)
        return len(db.session.scalars(query).all())


def test_of_two_refunds_of_one_payment_one_goes_first(market: Flask) -> None:
    ids = two_refunds()
    race(market, [lambda each=each: refunds.begin_sending(each) for each in ids])
    assert on_their_way(market) <= 1
    for each in ids:
        refunds.begin_sending(each)
        db.session.commit()
    assert on_their_way(market) == 1


def test_without_the_payments_lock_both_would_go(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both look for the other, and see nobody on the way."""
    ids, both_have_looked = two_refunds(), Barrier(2)

    def look_together(refund: Refund) -> bool:
        found = not db.session.scalar(repaying._others_on_their_way(refund))
        both_have_looked.wait(SECONDS)
        return found

    monkeypatch.setattr(repaying, "is_next", look_together)
    race(market, [lambda each=each: refunds.begin_sending(each) for each in ids])
    assert on_their_way(market) == 2
