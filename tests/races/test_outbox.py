"""Two workers on one fact: one of them reacts."""

import threading
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace import outbox as facts
from marketplace.database import db
from marketplace.ledger.models import AuditRun
from marketplace.outbox import Fact, OutboxDelivery
from workers import outbox
from workers.subscriptions import SUBSCRIPTIONS
from workers.transaction import transaction


@dataclass(frozen=True)
class GongStruck(Fact):
    """A fact of these tests."""

    gong_id: int


def struck(app: Flask) -> int:
    """Strike a gong and give its delivery."""
    with app.app_context():
        with transaction():
            facts.record(GongStruck(1))
        with transaction():
            [delivery_id] = outbox.dispatch()
    return delivery_id


def work_at_once(app: Flask, *, workers: int, work) -> None:
    def one() -> None:
        with app.app_context():
            work()

    threads = [threading.Thread(target=one) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def times_heard(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(AuditRun)).all())


def hear_when_two_listen(meeting: threading.Barrier):
    """A reaction that waits a moment for a second worker before it is done."""

    def hear(gong_id: int) -> None:
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        db.session.add(AuditRun(ran_at=clock.now(), findings=[], turnover_dong=0))

    return hear


def without_the_lock(delivery_id: int) -> OutboxDelivery | None:
    delivery = db.session.get_one(OutboxDelivery, delivery_id)
    db.session.refresh(delivery, ["message"])
    return delivery


def test_two_workers_on_one_delivery_react_once(market, monkeypatch) -> None:
    monkeypatch.setitem(SUBSCRIPTIONS, GongStruck, (hear_when_two_listen(threading.Barrier(2)),))
    delivery_id = struck(market)
    work_at_once(market, workers=2, work=lambda: outbox.deliver(delivery_id))
    assert times_heard(market) == 1


def test_without_the_lock_both_react(market, monkeypatch) -> None:
    """The control: the race is real."""
    monkeypatch.setitem(SUBSCRIPTIONS, GongStruck, (hear_when_two_listen(threading.Barrier(2)),))
    monkeypatch.setattr(outbox, "_locked", without_the_lock)
    delivery_id = struck(market)
    work_at_once(market, workers=2, work=lambda: outbox.deliver(delivery_id))
    assert times_heard(market) == 2


def test_two_dispatchers_write_each_delivery_once(market, monkeypatch) -> None:
    monkeypatch.setitem(SUBSCRIPTIONS, GongStruck, (hear_when_two_listen(threading.Barrier(1)),))
    with market.app_context(), transaction():
        for number in range(100):
            facts.record(GongStruck(number))
    together = threading.Barrier(4)

    def dispatch() -> None:
        together.wait(timeout=10)
        with transaction():
            outbox.dispatch()

    work_at_once(market, workers=4, work=dispatch)
    with market.app_context():
        assert len(db.session.scalars(select(OutboxDelivery.message_id)).all()) == 100
