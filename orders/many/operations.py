"""One act on many parts of orders at once: each by itself, so that a refusal of one does not hold up the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Refusal
from orders.fulfilment import operations
from orders.models import Order, VendorOrder
from vendors.stock import locking


@dataclass(frozen=True)
class Refused:
    """An order that stayed as it was, and why."""

    number: str
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """The numbers of what was done, and what was refused."""

    done: tuple[str, ...]
    refused: tuple[Refused, ...]


def accept_each(parts: Sequence[VendorOrder], *, by: User) -> Outcome:
    """The vendor will supply these; what cannot be accepted is told and stays as it is."""
    _hold_orders(parts)
    return _each(parts, lambda part: operations.accept(part, by=by))


def pack_each(parts: Sequence[VendorOrder], *, by: User) -> Outcome:
    """These are packed, of each the lots that expire first; what cannot be packed is told and stays as it is."""
    _hold_orders(parts)
    locking.lock(locking.items_held([part.held_for for part in parts]))
    return _each(parts, lambda part: operations.pack(part, by=by))


def _each(parts: Sequence[VendorOrder], act: Callable[[VendorOrder], None]) -> Outcome:
    done, refused = [], []
    for number, part in [(part.number, part) for part in parts]:
        try:
            with db.session.begin_nested():
                act(part)
        except Refusal as refusal:
            refused.append(Refused(number, str(refusal)))
        else:
            done.append(number)
    return Outcome(tuple(done), tuple(refused))


def _hold_orders(parts: Sequence[VendorOrder]) -> None:
    """Hold all orders by id before any stock: nobody who holds a later one waits for stock that we hold."""
    wanted = select(Order.id).where(Order.id.in_({part.order_id for part in parts}))
    db.session.scalars(wanted.order_by(Order.id).with_for_update()).all()
