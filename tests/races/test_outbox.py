"""Two workers on one fact: one of them reacts."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import delete, select

from marketplace import clock
from marketplace import outbox as facts
from marketplace.database import db
from marketplace.ledger.models import AuditRun
from marketplace.outbox import Fact, OutboxDelivery, OutboxMessage
from workers import outbox
from workers.subscriptions import SUBSCRIPTIONS
from workers.transaction import transaction


@dataclass(frozen=True)
class GongStruck(Fact):
    """A fact of these tests."""

    gong_id: int


@pytest.fixture
def gongs(whole_app: Flask) -> Iterator[Flask]:
    """The application with real commits; what these tests wrote is taken away again."""
    yield whole_app
    with whole_app.app_context(), transaction():
        for table in (OutboxDelivery, OutboxMessage, AuditRun):
            db.session.execute(delete(table))


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


def test_two_workers_on_one_delivery_react_once(gongs, monkeypatch) -> None:
    monkeypatch.setitem(SUBSCRIPTIONS, GongStruck, (hear_when_two_listen(threading.Barrier(2)),))
    delivery_id = struck(gongs)
    work_at_once(gongs, workers=2, work=lambda: outbox.deliver(delivery_id))
    assert times_heard(gongs) == 1


def test_without_the_lock_both_react(gongs, monkeypatch) -> None:
    """The control: the race is real."""
    monkeypatch.setitem(SUBSCRIPTIONS, GongStruck, (hear_when_two_listen(threading.Barrier(2)),))
    monkeypatch.setattr(outbox, "_locked", without_the_lock)
    delivery_id = struck(gongs)
    work_at_once(gongs, workers=2, work=lambda: outbox.deliver(delivery_id))
    assert times_heard(gongs) == 2


def test_two_dispatchers_write_each_delivery_once(gongs, monkeypatch) -> None:
    monkeypatch.setitem(SUBSCRIPTIONS, GongStruck, (hear_when_two_listen(threading.Barrier(1)),))
    with gongs.app_context(), transaction():
        for number in range(100):
            facts.record(GongStruck(number))
    together = threading.Barrier(4)

    def dispatch() -> None:
        together.wait(timeout=10)
        with transaction():
            outbox.dispatch()

    work_at_once(gongs, workers=4, work=dispatch)
    with gongs.app_context():
        assert len(db.session.scalars(select(OutboxDelivery.message_id)).all()) == 100
