"""Who the buyer is: shown to a vendor on its own part, while it is needed, and every reading is written down."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, or_

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.settings import settings
from orders.kinds import ENDED_UNSOLD
from orders.models import VendorOrder
from vendors.models import MemberRole

READERS = frozenset({MemberRole.OWNER, MemberRole.MANAGER, MemberRole.PACKER})
"""Roles that bring goods to buyers and therefore see who they are."""


@dataclass(frozen=True)
class Receiver:
    """To whom and where the goods go."""

    full_name: str
    phone: str
    address: str
    note: str


def is_needed(part: VendorOrder) -> bool:
    """Whether the vendor still needs to know its buyer: until some days after delivery, not for what ended unsold."""
    if part.status in ENDED_UNSOLD:
        return False
    return part.delivered_at is None or clock.now() < part.delivered_at + _kept()


def still_needed() -> ColumnElement[bool]:
    """Give the same rule as a condition on VendorOrder."""
    recent = or_(VendorOrder.delivered_at.is_(None), VendorOrder.delivered_at > clock.now() - _kept())
    return VendorOrder.status.not_in(ENDED_UNSOLD) & recent


def read_receiver(part: VendorOrder, *, by: User, role: MemberRole) -> Receiver | None:
    """Give the buyer of a part and write the reading into the trail; None for those who need not know."""
    if role not in READERS or not is_needed(part):
        return None
    audit.record("buyer read", part, by=by, vendor_id=part.vendor_id)
    order = part.order
    address = f"{order.street}, {order.commune.full_name}, {order.province.name}"
    return Receiver(full_name=order.full_name, phone=order.phone, address=address, note=order.note)


def _kept() -> timedelta:
    return timedelta(days=settings().personal_data_days)


def read_who_is_owed(part: VendorOrder, *, by: User) -> Receiver:
    """Give the buyer whom a vendor owes money, and write the reading into the trail."""
    audit.record("buyer read", part, by=by, vendor_id=part.vendor_id)
    return Receiver(full_name=part.order.full_name, phone=part.order.phone, address="", note="")
