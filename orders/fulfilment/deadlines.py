"""What happens to parts by itself when its time has come: lists of what is due, and the verb for one of them.

Each verb looks again under the lock and leaves alone what is no longer due, so it may be repeated without harm.
"""

from datetime import datetime, timedelta

from flask_babel import gettext
from sqlalchemy import ColumnElement, select

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.settings import settings
from orders.events import VendorOrderReminderDue
from orders.fulfilment.endings import cancel
from orders.kinds import VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.steps import lock

AT_ONCE = 500
UNANSWERED = (
    (VendorOrder.status == VendorOrderStatus.PLACED)
    & VendorOrder.routed_at.is_not(None)
    & VendorOrder.reply_by.is_not(None)
)
"""Parts that wait for their vendor's answer; those whose buyer's money is awaited do not."""


def to_remind() -> list[int]:
    """List parts whose vendor has not answered for `reply_reminder_hours` and was not reminded."""
    return _ids(UNANSWERED & VendorOrder.reminded_at.is_(None) & (asked_at() <= _remind_before()))


def remind(vendor_order_id: int) -> None:
    """Note that the vendor is reminded of a part, once."""
    part, _order = _locked(vendor_order_id)
    late = part.reply_by is not None and part.reply_by - _time_to_answer() <= _remind_before()
    if part.status is VendorOrderStatus.PLACED and late and part.reminded_at is None:
        part.reminded_at = clock.now()
        outbox.record(VendorOrderReminderDue(part.id))


def asked_at() -> ColumnElement[datetime | None]:
    """Give when the vendor of an unanswered part was asked: when it was given it, or its buyer says to have paid."""
    return VendorOrder.reply_by - _time_to_answer()


def unanswered() -> list[int]:
    """List parts whose vendor did not answer in time."""
    return _ids(UNANSWERED & (VendorOrder.reply_by <= clock.now()))


def end_unanswered(vendor_order_id: int) -> None:
    """Cancel a part that was not answered in time; a buyer who paid is refunded."""
    part, _order = _locked(vendor_order_id)
    if part.status is VendorOrderStatus.PLACED and _is_over(part.reply_by):
        hours = settings().reply_hours
        cancel(part, by=None, reason=gettext("Nhà sản xuất không trả lời trong %(hours)s giờ.", hours=hours))


def _time_to_answer() -> timedelta:
    return timedelta(hours=settings().reply_hours)


def _remind_before() -> datetime:
    return clock.now() - timedelta(hours=settings().reply_reminder_hours)


def _is_over(moment: datetime | None) -> bool:
    return moment is not None and moment <= clock.now()


def _ids(due: ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(select(VendorOrder.id).where(due).order_by(VendorOrder.id).limit(AT_ONCE)))


def _locked(vendor_order_id: int) -> tuple[VendorOrder, Order]:
    part = db.session.get_one(VendorOrder, vendor_order_id)
    return part, lock(part)
