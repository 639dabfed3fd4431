"""What carriers tell of parcels: stored raw, once, and then acted on, whatever order it comes in.

A part follows its parcel forward only: what comes late, again or in another order never moves a final state back.
"""

from collections.abc import Callable

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.gateways.carriers.protocol import ParcelNotice, ParcelStage
from orders.carriers.models import TO_LOOK_AT, CarrierNotice, NoticeFate
from orders.events import CarrierNoticeReceived
from orders.fulfilment import operations
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from orders.steps import lock
from vendors.delivery.models import Carrier

FINAL = frozenset(
    {
        VendorOrderStatus.DELIVERED,
        VendorOrderStatus.COMPLETED,
        VendorOrderStatus.RETURNED,
        VendorOrderStatus.CANCELLED,
        VendorOrderStatus.REFUSED,
    }
)
ON_ITS_WAY = frozenset(
    {
        ParcelStage.PENDING,
        ParcelStage.PICKED_UP,
        ParcelStage.IN_TRANSIT,
        ParcelStage.OUT_FOR_DELIVERY,
        ParcelStage.DELIVERY_FAILED,
    }
)
"""Stages that change nothing for the order."""


def receive(carrier: Carrier, notice: ParcelNotice) -> bool:
    """Store what a carrier told, once for each key; True when it was not known before."""
    notice_id = db.session.scalar(
        insert(CarrierNotice)
        .values(
            carrier_id=carrier.id,
            key=notice.key,
            tracking_code=notice.tracking_code,
            status=notice.status,
            stage=notice.stage,
            cash_dong=notice.cash_dong,
            raw=notice.raw,
            fate=NoticeFate.NEW,
            happened_at=notice.happened_at,
            received_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["carrier_id", "key"])
        .returning(CarrierNotice.id)
    )
    if notice_id is not None:
        outbox.record(CarrierNoticeReceived(notice_id))
    return notice_id is not None


def unread() -> list[int]:
    """List the notices that are not acted on, oldest first."""
    new = select(CarrierNotice.id).where(CarrierNotice.fate == NoticeFate.NEW)
    return list(db.session.scalars(new.order_by(CarrierNotice.id)))


def act_on(notice_id: int) -> None:
    """Do what a stored notice means; one that was acted on before is left as it is."""
    notice = db.session.get_one(CarrierNotice, notice_id)
    part = db.session.scalar(
        select(VendorOrder).where(
            VendorOrder.carrier_id == notice.carrier_id, VendorOrder.tracking_code == notice.tracking_code
        )
    )
    if part is not None:
        lock(part)
    if _lock(notice, NoticeFate.NEW, NoticeFate.UNKNOWN_PARCEL):
        notice.acted_at = clock.now()
        notice.vendor_order_id = part.id if part else None
        notice.fate = NoticeFate.UNKNOWN_PARCEL if part is None else _follow(part, notice)


def act_on_waiting(vendor_order_id: int) -> None:
    """A parcel was handed over: act on what its carrier told of it before we knew its code."""
    part = db.session.get_one(VendorOrder, vendor_order_id)
    earlier = select(CarrierNotice.id).where(
        CarrierNotice.carrier_id == part.carrier_id,
        CarrierNotice.tracking_code == part.tracking_code,
        CarrierNotice.fate == NoticeFate.UNKNOWN_PARCEL,
    )
    for notice_id in db.session.scalars(earlier.order_by(CarrierNotice.id)).all():
        act_on(notice_id)


def mark_seen(notice_id: int, *, by: User) -> None:
    """A person has looked at what the market could not act on. Raises MoveNotAllowed when it does not wait."""
    notice = db.session.get_one(CarrierNotice, notice_id)
    if not _lock(notice, *TO_LOOK_AT):
        raise MoveNotAllowed
    notice.fate = NoticeFate.SEEN
    audit.record("carrier notice seen", notice, by=by, number=notice.tracking_code)


def _follow(part: VendorOrder, notice: CarrierNotice) -> NoticeFate:
    """Let the (locked) part go where its parcel is."""
    if notice.stage in ON_ITS_WAY:
        return NoticeFate.NOTED
    verb = _VERBS.get(notice.stage) if notice.stage else None
    if verb is None:
        return NoticeFate.UNKNOWN_STATUS
    if part.status in FINAL:
        return NoticeFate.LATE
    return NoticeFate.MOVED if verb(part) else NoticeFate.UNKNOWN_STATUS


def _deliver(part: VendorOrder) -> bool:
    if part.status is not VendorOrderStatus.SHIPPED:
        return False
    operations.deliver(part, by=None)
    return True


def _turn_back(part: VendorOrder) -> bool:
    if part.status is VendorOrderStatus.SHIPPED:
        operations.turn_back(part, by=None, reason=gettext("%(carrier)s báo không giao được.", carrier=part.carrier))
    return part.status is VendorOrderStatus.RETURNING


def _take_back(part: VendorOrder) -> bool:
    if _turn_back(part):
        operations.take_back(part, by=None)
    return part.status is VendorOrderStatus.RETURNED


_VERBS: dict[ParcelStage, Callable[[VendorOrder], bool]] = {
    ParcelStage.DELIVERED: _deliver,
    ParcelStage.RETURNING: _turn_back,
    ParcelStage.RETURNED: _take_back,
}


def _lock(notice: CarrierNotice, *fates: NoticeFate) -> bool:
    """Lock the notice and read it again; whether its fate is one of these."""
    db.session.refresh(notice, with_for_update=True)
    return notice.fate in fates
