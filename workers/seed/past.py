"""Keeping what was built: committed in batches, and told to nobody where it happened long ago.

What the market's operations record as facts would become hundreds of letters on the first evening. Facts of the seeded
past are therefore noted as dispatched without a reaction; those of the last hours are left to the workers, so that the
mailbox and the inboxes of a fresh demo show what a day brings (docs/decisions).
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update

from marketplace.database import db
from marketplace.outbox import OutboxMessage

RECENT: Final = timedelta(hours=6)
"""How far back the facts reach that are still told."""


def keep(now: datetime) -> None:
    """Commit what was built since the last time; facts recorded long before `now` are told to nobody."""
    untold = OutboxMessage.dispatched_at.is_(None) & (OutboxMessage.recorded_at < now - RECENT)
    db.session.flush()
    db.session.execute(update(OutboxMessage).where(untold).values(dispatched_at=OutboxMessage.recorded_at))
    db.session.commit()
