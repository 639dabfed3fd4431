"""Codes as the people of a test read them."""

from sqlalchemy import select

from marketplace.accounts.codes.models import LoginCode
from marketplace.accounts.codes.secrets import digits_of
from marketplace.database import db


def the_last_code() -> str:
    """The digits that were sent last."""
    return digits_of(db.session.scalars(select(LoginCode).order_by(LoginCode.id.desc()).limit(1)).one())


def another_than(digits: str) -> str:
    """Six digits that are not these."""
    return f"{(int(digits) + 1) % 1_000_000:06d}"
