"""Reads of devices."""

from sqlalchemy import select

from marketplace.accounts.devices.models import SignIn
from marketplace.accounts.models import User
from marketplace.database import db

MOST_SHOWN = 50


def open_on(person: User) -> list[SignIn]:
    """List where the person is signed in, the one seen last first."""
    query = select(SignIn).where(SignIn.user_id == person.id, SignIn.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id.desc()).limit(MOST_SHOWN)))
