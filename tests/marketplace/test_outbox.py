"""Facts leave only with their transaction."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select

from marketplace import outbox
from marketplace.database import db
from marketplace.outbox import Fact, OutboxMessage


@dataclass(frozen=True)
class LampLit(Fact):
    """A fact of these tests."""

    lamp_id: int


def _recorded() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxMessage)) or 0


def test_a_fact_comes_back_as_it_was(app: Flask) -> None:
    message = outbox.record(LampLit(7))
    db.session.commit()
    db.session.expire_all()
    assert db.session.get_one(OutboxMessage, message.id).fact == LampLit(7)


def test_a_fact_goes_with_its_transaction(app: Flask) -> None:
    before = _recorded()
    outbox.record(LampLit(7))
    db.session.flush()
    assert _recorded() == before + 1
    db.session.rollback()
    assert _recorded() == before
