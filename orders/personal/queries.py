"""Reads of requests about personal data."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from orders.kinds import ENDED_UNSOLD, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.personal.models import PersonalRequest, RequestKind, RequestStatus
from vendors.models import Member

ENDED = ENDED_UNSOLD | {VendorOrderStatus.COMPLETED}


def waiting(person: User, kind: RequestKind) -> PersonalRequest | None:
    """Give the person's request of this kind that is not carried out yet."""
    query = select(PersonalRequest).where(PersonalRequest.user_id == person.id, PersonalRequest.kind == kind)
    return db.session.scalar(query.where(PersonalRequest.status == RequestStatus.WAITING))


def copies_of(person: User) -> list[PersonalRequest]:
    """List the person's last copies, the newest first."""
    query = select(PersonalRequest).where(PersonalRequest.user_id == person.id)
    copies = query.where(PersonalRequest.kind == RequestKind.COPY).order_by(PersonalRequest.id.desc()).limit(5)
    return list(db.session.scalars(copies))


def copy_of(person: User, copy_id: int) -> PersonalRequest:
    """Give one of the person's own copies. Raises NotFound for anybody else's, and once its file is deleted."""
    query = select(PersonalRequest).where(PersonalRequest.user_id == person.id, PersonalRequest.id == copy_id)
    found = db.session.scalar(query)
    if found is None or found.file_key is None:
        raise NotFound
    return found


def has_open_orders(person: User) -> bool:
    """Whether a part of the person's orders has not ended: until the hold is over it can still be returned."""
    of_person = select(VendorOrder.id).join(Order, Order.id == VendorOrder.order_id).where(Order.buyer_id == person.id)
    return db.session.scalar(of_person.where(VendorOrder.status.not_in(ENDED)).limit(1)) is not None


def is_member(person: User) -> bool:
    """Whether the person acts for a vendor."""
    return db.session.scalar(select(Member.id).where(Member.user_id == person.id).limit(1)) is not None


def all_requests() -> Select[PersonalRequest]:
    """Select every request for the desk: what waits by its deadline, then what is done."""
    ended = PersonalRequest.status != RequestStatus.WAITING
    ordered = select(PersonalRequest).order_by(ended, PersonalRequest.due_on, PersonalRequest.id.desc())
    return ordered.options(joinedload(PersonalRequest.user))


def due_deletions() -> list[int]:
    """List the deletions whose days of waiting are over."""
    due = (PersonalRequest.kind == RequestKind.DELETION, PersonalRequest.acts_at <= clock.now())
    query = select(PersonalRequest.id).where(PersonalRequest.status == RequestStatus.WAITING, *due)
    return list(db.session.scalars(query.order_by(PersonalRequest.id).limit(200)))
