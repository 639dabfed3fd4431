"""Every fact reaches each of its reactions; what fails is tried again, and given up in the end."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace import outbox as facts
from marketplace.database import db
from marketplace.ledger.models import AuditRun
from marketplace.outbox import DeliveryState, Fact, OutboxDelivery, OutboxMessage
from tests.statements import watch_statements
from workers import outbox
from workers.subscriptions import SUBSCRIPTIONS


@dataclass(frozen=True)
class BellRung(Fact):
    """A fact of these tests."""

    bell_id: int


def write_down(bell_id: int) -> None:
    db.session.add(AuditRun(ran_at=clock.now(), findings=[f"bell {bell_id}"], turnover_dong=0))


def write_down_again(bell_id: int) -> None:
    write_down(bell_id)


def break_down(bell_id: int) -> None:
    write_down(bell_id)
    db.session.flush()
    raise RuntimeError(f"bell {bell_id} is cracked")


@pytest.fixture
def bells(app: Flask, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Bells that are written down when they ring."""
    monkeypatch.setitem(SUBSCRIPTIONS, BellRung, (write_down,))
    return monkeypatch


def ring(*bell_ids: int) -> None:
    for bell_id in bell_ids:
        facts.record(BellRung(bell_id))
    db.session.commit()


def written() -> Counter[str]:
    db.session.expire_all()
    return Counter(run.findings[0] for run in db.session.scalars(select(AuditRun)))


def deliveries() -> list[OutboxDelivery]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxDelivery).order_by(OutboxDelivery.id)))


def dispatched() -> list[int]:
    ids = outbox.dispatch()
    db.session.commit()
    return ids


def test_every_reaction_hears_of_every_fact_once(bells) -> None:
    bells.setitem(SUBSCRIPTIONS, BellRung, (write_down, write_down_again))
    ring(1, 2)
    assert outbox.drain() == 4
    assert written() == {"bell 1": 2, "bell 2": 2}
    assert outbox.drain() == 0


def test_a_fact_that_concerns_nobody_is_dispatched_all_the_same(bells) -> None:
    bells.delitem(SUBSCRIPTIONS, BellRung)
    ring(1)
    assert outbox.drain() == 0
    assert db.session.scalars(select(OutboxMessage.id).where(OutboxMessage.dispatched_at.is_(None))).all() == []


def test_a_fact_that_only_a_newer_program_knows_is_left_to_it(bells) -> None:
    db.session.add(OutboxMessage(kind="NotYetInvented", payload={}, recorded_at=clock.now()))
    db.session.commit()
    assert dispatched() == []
    kinds = select(OutboxMessage.kind).where(OutboxMessage.dispatched_at.is_(None))
    assert db.session.scalars(kinds).all() == ["NotYetInvented"]


def test_dispatching_takes_the_same_statements_whatever_the_number_of_facts(bells) -> None:
    ring(1)
    with watch_statements() as few:
        dispatched()
    ring(*range(50))
    with watch_statements() as many:
        assert len(dispatched()) == 50
    assert len(few) == len(many) <= 4


def test_a_failed_reaction_leaves_nothing_behind_but_a_later_try(bells) -> None:
    bells.setitem(SUBSCRIPTIONS, BellRung, (break_down,))
    ring(1)
    [delivery_id] = dispatched()
    before = clock.now()
    outbox.deliver(delivery_id)
    [delivery] = deliveries()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 1)
    assert delivery.last_error == "RuntimeError: bell 1 is cracked"
    assert delivery.next_try_at > before
    assert written() == {}


def test_a_failed_reaction_is_repeated_when_its_time_has_come(bells) -> None:
    cracked = {1}

    def write_down_if_whole(bell_id: int) -> None:
        write_down(bell_id)
        if bell_id in cracked:
            raise RuntimeError("cracked")

    bells.setitem(SUBSCRIPTIONS, BellRung, (write_down_if_whole,))
    ring(1)
    [delivery_id] = dispatched()
    outbox.deliver(delivery_id)
    cracked.clear()
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert outbox.resend_waiting() == [delivery_id]
        outbox.deliver(delivery_id)
    assert written() == {"bell 1": 1}
    assert deliveries()[0].done_at is not None


def test_pauses_grow_and_end(bells) -> None:
    bells.setitem(SUBSCRIPTIONS, BellRung, (break_down,))
    ring(1)
    [delivery_id] = dispatched()
    moment, pauses = clock.now(), []
    for _ in range(outbox.MOST_TRIES):
        with clock.at(moment):
            outbox.deliver(delivery_id)
            pauses.append(deliveries()[0].next_try_at - moment)
            moment = deliveries()[0].next_try_at
    assert pauses == sorted(pauses)
    assert pauses[-1] <= outbox.LONGEST_PAUSE
    assert deliveries()[0].state is DeliveryState.GIVEN_UP
    with clock.at(moment + timedelta(days=1)):
        assert outbox.resend_waiting() == []


def test_what_was_sent_rests_before_it_is_sent_again(bells) -> None:
    ring(1)
    [delivery_id] = dispatched()
    assert outbox.resend_waiting() == []
    with clock.at(clock.now() + outbox.GIVEN_TIME):
        assert outbox.resend_waiting() == [delivery_id]
        assert outbox.resend_waiting() == []


def test_delivering_twice_reacts_once(bells) -> None:
    ring(1)
    [delivery_id] = dispatched()
    outbox.deliver(delivery_id)
    outbox.deliver(delivery_id)
    assert written() == {"bell 1": 1}


def test_draining_does_not_hide_what_went_wrong(bells) -> None:
    bells.setitem(SUBSCRIPTIONS, BellRung, (break_down,))
    ring(1)
    with pytest.raises(RuntimeError, match="bell 1 is cracked"):
        outbox.drain()


def test_old_facts_are_forgotten_but_not_those_that_wait(bells) -> None:
    ring(1, 2)
    outbox.drain()
    second = deliveries()[1]
    second.state, second.done_at = DeliveryState.GIVEN_UP, None
    db.session.commit()
    assert outbox.forget_old() == 0
    with clock.at(clock.now() + outbox.KEPT + timedelta(days=1)):
        assert outbox.forget_old() == 1
