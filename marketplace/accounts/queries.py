"""Reads of people."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db


def find_person(email: str | None, phone: str | None) -> User | None:
    """Find the person with this e-mail address (folded) or this phone number (E.164)."""
    if email is None and phone is None:
        return None
    wanted = User.email == email if email is not None else User.phone == phone
    return db.session.scalar(select(User).where(wanted))
