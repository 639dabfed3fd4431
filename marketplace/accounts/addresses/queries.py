"""Reads of address books."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import Address, User
from marketplace.database import db
from marketplace.errors import NotFound


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
