"""A real worker that also reacts to the lamps of these tests: `celery -A tests.faults.lamp_worker:app worker`."""

from dataclasses import dataclass

from sqlalchemy import text

from marketplace import clock
from marketplace.database import db
from marketplace.ledger.models import AuditRun
from marketplace.outbox import Fact
from workers.celery import app
from workers.subscriptions import SUBSCRIPTIONS

__all__ = ["LampLit", "app", "see"]


@dataclass(frozen=True)
class LampLit(Fact):
    """A fact of these tests."""

    lamp_id: int


def see(lamp_id: int) -> None:
    """Write down that this lamp was seen, and take a while before it is certain."""
    db.session.add(AuditRun(ran_at=clock.now(), findings=[f"lamp {lamp_id}"], turnover_dong=0))
    db.session.flush()
    db.session.execute(text("SELECT pg_sleep(0.02)"))


SUBSCRIPTIONS[LampLit] = (see,)
