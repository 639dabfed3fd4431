"""When buyers can fetch their goods at the vendor's: hours set by weekday, and the coming times they give."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from marketplace import audit
from marketplace.accounts.models import User
from marketplace.clock import VIETNAM
from marketplace.database import db
from marketplace.errors import Invalid
from vendors.delivery.models import PickupWindow
from vendors.holidays.calendar import Calendar
from vendors.models import Vendor

DAYS_OFFERED = 14
"""How many days buyers choose from, beginning with the first on which the goods are ready."""


class HoursOverlap(Invalid):
    """Two windows of a day run into each other."""

    sentence = _l("Các khung giờ không được trùng nhau.")


class HoursBackwards(Invalid):
    """A window ends before it begins."""

    sentence = _l("Giờ đóng phải sau giờ mở.")


@dataclass(frozen=True)
class PickupTime:
    """From when until when the buyer comes: two moments of one day in Vietnam."""

    starts: datetime
    ends: datetime

    @property
    def value(self) -> str:
        """How a form names it: 2026-11-25T08:00/11:30."""
        return f"{self.starts:%Y-%m-%dT%H:%M}/{self.ends:%H:%M}"


def windows_of(vendor_ids: Collection[int]) -> dict[int, list[PickupWindow]]:
    """Give the hours of each of these vendors, in one statement; a vendor that named none has an empty list."""
    found: dict[int, list[PickupWindow]] = {vendor_id: [] for vendor_id in vendor_ids}
    query = select(PickupWindow).where(PickupWindow.vendor_id.in_(found))
    for window in db.session.scalars(query.order_by(PickupWindow.weekday, PickupWindow.opens_at)) if found else ():
        found[window.vendor_id].append(window)
    return found


def set_windows(vendor: Vendor, *, weekdays: Collection[int], hours: Sequence[tuple[time, time]], by: User) -> None:
    """Let buyers come on these weekdays (1 is Monday) within these hours, in place of what was set before.

    No weekday or no hours: buyers name no time, and agree on one with the vendor. Raises HoursBackwards and
    HoursOverlap (field `opens_1`).
    """
    ordered = sorted(hours)
    if any(opens >= closes for opens, closes in ordered):
        raise HoursBackwards(field="opens_1")
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        raise HoursOverlap(field="opens_1")
    db.session.execute(delete(PickupWindow).where(PickupWindow.vendor_id == vendor.id))
    db.session.add_all(
        PickupWindow(vendor_id=vendor.id, weekday=weekday, opens_at=opens, closes_at=closes)
        for weekday in sorted(set(weekdays))
        for opens, closes in ordered
    )
    db.session.flush()
    said = [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in ordered]
    audit.record("pickup times set", vendor, by=by, weekdays=sorted(set(weekdays)), hours=said)


def times_from(windows: Iterable[PickupWindow], *, first_day: date, calendar: Calendar) -> tuple[PickupTime, ...]:
    """List the times of the DAYS_OFFERED days from `first_day` on, the soonest first; none on holidays."""
    known = list(windows)
    days = [first_day + timedelta(days=each) for each in range(DAYS_OFFERED)]
    return tuple(
        PickupTime(_moment(day, window.opens_at), _moment(day, window.closes_at))
        for day in days
        if not calendar.holiday_on(day)
        for window in known
        if window.weekday == day.isoweekday()
    )


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM)
