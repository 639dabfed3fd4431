"""Reads of parts for those who supply them: only what the vendor was given, always through the vendor."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from marketplace.database import db
from marketplace.errors import NotFound
from orders.fulfilment.privacy import still_needed
from orders.fulfilment.search import by_buyer, by_number
from orders.kinds import VendorOrderStatus
from orders.models import Order, StatusChange, VendorOrder
from vendors.models import Vendor

S = VendorOrderStatus


class Tab(StrEnum):
    """What a seller looks for."""

    TO_ACCEPT = "to-accept"
    TO_PACK = "to-pack"
    TO_SEND = "to-send"
    ON_WAY = "on-way"
    DONE = "done"
    ENDED = "ended"


STATUSES: dict[Tab, tuple[VendorOrderStatus, ...]] = {
    Tab.TO_ACCEPT: (S.PLACED,),
    Tab.TO_PACK: (S.ACCEPTED,),
    Tab.TO_SEND: (S.PACKED,),
    Tab.ON_WAY: (S.SHIPPED, S.RETURNING),
    Tab.DONE: (S.DELIVERED, S.COMPLETED),
    Tab.ENDED: (S.CANCELLED, S.REFUSED, S.RETURNED),
}
OPEN_TABS = (Tab.TO_ACCEPT, Tab.TO_PACK, Tab.TO_SEND, Tab.ON_WAY)
"""Tabs whose parts wait for somebody; only these are counted."""


def parts_of(vendor: Vendor, *, tab: Tab | None = None, words: str = "") -> Select[VendorOrder]:
    """Select the vendor's parts: the most urgent first where they wait for an answer, else the newest."""
    query = (
        _given_to(vendor)
        .join(VendorOrder.order)
        .options(
            contains_eager(VendorOrder.order).options(joinedload(Order.commune), joinedload(Order.province)),
            selectinload(VendorOrder.lines),
        )
    )
    if tab:
        query = query.where(VendorOrder.status.in_(STATUSES[tab]))
    if words.strip():
        query = query.where(_meant_by(words))
    return query.order_by(VendorOrder.reply_by if tab is Tab.TO_ACCEPT else VendorOrder.id.desc(), VendorOrder.id)


def counts_of(vendor: Vendor, *, words: str = "") -> dict[Tab, int]:
    """Count what waits in each open tab; with words, what they find in every tab: one statement."""
    tabs = tuple(Tab) if words else OPEN_TABS
    query = select(VendorOrder.status, func.count()).where(
        VendorOrder.vendor_id == vendor.id,
        VendorOrder.routed_at.is_not(None),
        VendorOrder.status.in_([status for tab in tabs for status in STATUSES[tab]]),
    )
    if words:
        query = query.join(VendorOrder.order).where(_meant_by(words))
    counted = {status: int(number) for status, number in db.session.execute(query.group_by(VendorOrder.status))}
    return {tab: sum(counted.get(status, 0) for status in STATUSES[tab]) for tab in tabs}


def part_of(vendor: Vendor, number: str) -> VendorOrder:
    """The vendor's part of this number with all that its page shows. Raises NotFound, also before it is routed."""
    query = _given_to(vendor).where(VendorOrder.number == number).options(*whole_part())
    part = db.session.scalar(query)
    if part is None:
        raise NotFound
    return part


def whole_part() -> tuple[ExecutableOption, ...]:
    """Give what to load with a part to show all of it."""
    return (
        joinedload(VendorOrder.order).options(joinedload(Order.commune), joinedload(Order.province)),
        selectinload(VendorOrder.lines),
        selectinload(VendorOrder.status_changes).joinedload(StatusChange.by),
    )


def numbers_of(vendor: Vendor, purposes: Collection[str]) -> dict[str, str]:
    """Give the numbers of the vendor's parts by what their stock is held for; of what it was given only."""
    ids = [int(number) for purpose in purposes if (number := purpose.removeprefix("vendor-order/")).isdecimal()]
    parts = db.session.scalars(_given_to(vendor).where(VendorOrder.id.in_(ids)))
    return {part.held_for: part.number for part in parts}


def _meant_by(words: str) -> ColumnElement[bool]:
    return or_(by_number(words), and_(by_buyer(words), still_needed()))


def _given_to(vendor: Vendor) -> Select[VendorOrder]:
    return select(VendorOrder).where(VendorOrder.vendor_id == vendor.id, VendorOrder.routed_at.is_not(None))
