"""Reads of people."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import Address, User
from marketplace.database import db
from marketplace.errors import NotFound


def find_person(email: str | None, phone: str | None) -> User | None:
    """Find the person with this e-mail address (folded) or this phone number (E.164)."""
    if email is None and phone is None:
        return None
    wanted = User.email == email if email is not None else User.phone == phone
    return db.session.scalar(select(User).where(wanted))


def addresses_of(user: User) -> list[Address]:
    """List a person's addresses, the default first."""
    query = (
        select(Address)
        .where(Address.user_id == user.id)
        .options(joinedload(Address.province), joinedload(Address.commune))
        .order_by(Address.is_default.desc(), Address.id)
    )
    return list(db.session.scalars(query))


def address_of(user: User, address_id: int) -> Address:
    """Give one of a person's own addresses. Raises NotFound for anybody else's."""
    address = db.session.scalar(select(Address).where(Address.user_id == user.id, Address.id == address_id))
    if address is None:
        raise NotFound
    return address
