"""Delivery of recorded facts: each to each of its reactions, at least once, whoever dies on the way."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.outbox import DeliveryState, Fact, OutboxDelivery, OutboxMessage
from workers.subscriptions import reaction_named, reactions_to
from workers.transaction import transaction

log = structlog.get_logger()

AT_ONCE = 1000
"""How many facts or deliveries one task handles."""
MOST_TRIES = 12
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_TIME = timedelta(seconds=30)
"""How long a delivery that was sent may take before it is sent again."""
KEPT = timedelta(days=60)
"""How long delivered facts stay, for questions."""


def dispatch() -> list[int]:
    """Write one delivery for each reaction to the oldest AT_ONCE facts; give those to send once this is committed.

    Facts that another transaction is dispatching are left to it; so are those of a kind that only a newer program
    knows.
    """
    messages = _undispatched()
    if not messages:
        return []
    now = clock.now()
    ids = [message.id for message in messages]
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(dispatched_at=now))
    rows = [
        {"message_id": message.id, "reaction": name, "next_try_at": now + GIVEN_TIME}
        for message in messages
        for name in reactions_to(message.kind)
    ]
    if not rows:
        return []
    return list(db.session.scalars(insert(OutboxDelivery).returning(OutboxDelivery.id), rows))


def deliver(delivery_id: int) -> None:
    """Run one reaction and note that it is done, in one transaction; when it fails, note when to try again.

    A delivery that somebody else is making, or has made, is left alone.
    """
    try:
        with transaction():
            _react(delivery_id)
    except Exception as error:  # noqa: BLE001 - whatever a reaction raises, it is tried again
        with transaction():
            _note_failure(delivery_id, error)


def resend_waiting() -> list[int]:
    """Give the deliveries that are due (again), to be sent once this is committed; each rests for a while then.

    It covers a broker that lost what it was handed, a worker that was killed, and a reaction that failed.
    """
    due = (
        select(OutboxDelivery.id)
        .where(OutboxDelivery.state == DeliveryState.WAITING, OutboxDelivery.next_try_at <= clock.now())
        .order_by(OutboxDelivery.next_try_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.session.scalars(due))
    later = clock.now() + GIVEN_TIME
    db.session.execute(update(OutboxDelivery).where(OutboxDelivery.id.in_(ids)).values(next_try_at=later))
    return ids


def forget_old() -> int:
    """Delete facts that reached all their reactions long ago; give how many."""
    unfinished = select(OutboxDelivery.id).where(
        OutboxDelivery.message_id == OutboxMessage.id, OutboxDelivery.state != DeliveryState.DONE
    )
    old = OutboxMessage.dispatched_at < clock.now() - KEPT
    statement = delete(OutboxMessage).where(old, ~unfinished.exists()).returning(OutboxMessage.id)
    return len(db.session.scalars(statement).all())


def drain() -> int:
    """Deliver everything here and now until no fact waits; give how many deliveries were made.

    For tests, the seed and the command line: it commits, and raises the first error that a reaction raises.
    """
    made = 0
    while True:
        with transaction():
            dispatch()
        waiting = _waiting()
        if not waiting:
            return made
        for delivery_id in waiting:
            with transaction():
                _react(delivery_id)
        made += len(waiting)


def _undispatched() -> Sequence[OutboxMessage]:
    undispatched = OutboxMessage.dispatched_at.is_(None) & OutboxMessage.kind.in_(Fact.kinds)
    query = select(OutboxMessage).where(undispatched).order_by(OutboxMessage.id).limit(AT_ONCE)
    return db.session.scalars(query.with_for_update(skip_locked=True)).all()


def _waiting() -> Sequence[int]:
    query = select(OutboxDelivery.id).where(OutboxDelivery.state == DeliveryState.WAITING).order_by(OutboxDelivery.id)
    return db.session.scalars(query.limit(AT_ONCE)).all()


def _react(delivery_id: int) -> None:
    delivery = _locked(delivery_id)
    if delivery is None:
        return
    fact = delivery.message.fact
    reaction_named(delivery.reaction, fact)(**asdict(fact))
    delivery.state = DeliveryState.DONE
    delivery.done_at = clock.now()


def _locked(delivery_id: int) -> OutboxDelivery | None:
    return db.session.scalar(
        select(OutboxDelivery)
        .where(OutboxDelivery.id == delivery_id, OutboxDelivery.state == DeliveryState.WAITING)
        .options(joinedload(OutboxDelivery.message, innerjoin=True))
        .with_for_update(of=OutboxDelivery, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _note_failure(delivery_id: int, error: Exception) -> None:
    delivery = _locked(delivery_id)
    if delivery is None:
        return
    delivery.attempts += 1
    delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
    delivery.next_try_at = clock.now() + min(FIRST_PAUSE * 2 ** (delivery.attempts - 1), LONGEST_PAUSE)
    if delivery.attempts >= MOST_TRIES:
        delivery.state = DeliveryState.GIVEN_UP
    log.error(
        "reaction_failed",
        delivery=delivery_id,
        reaction=delivery.reaction,
        attempts=delivery.attempts,
        state=delivery.state,
        exc_info=error,
    )
