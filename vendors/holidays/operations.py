"""Planning when a vendor is closed."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, Refusal
from vendors.holidays.models import Holiday
from vendors.holidays.queries import holiday_of, holidays_of
from vendors.models import Vendor
from vendors.moves import lock

MOST_AHEAD = 20
"""Holidays that a vendor plans at a time."""
FARTHEST = timedelta(days=730)
"""How far ahead one may end."""


class HolidayDates(Invalid):
    """The dates of a holiday do not fit each other or today."""

    sentence = _l("Hãy ghi đủ hai ngày: ngày nghỉ cuối không trước ngày đầu, chưa qua, và không quá hai năm nữa.")


class HolidaysOverlap(Invalid):
    """Another holiday of the vendor has one of these days."""

    sentence = _l("Trùng với một kỳ nghỉ đã ghi. Hãy bỏ kỳ nghỉ ấy, hoặc chọn ngày khác.")


class TooManyHolidays(Refusal):
    """The vendor has planned as many as anybody needs."""

    sentence = _l("Đã ghi nhiều kỳ nghỉ rồi. Hãy bỏ bớt một kỳ trước.")


def plan_holiday(vendor: Vendor, first: date, last: date, *, by: User) -> Holiday:
    """Close the shop from the first day to the end of the last; a holiday that began already may be written too.

    Deadlines and days that buyers were given before stay as they are. Raises HolidayDates (field `last_day`),
    HolidaysOverlap (field `first_day`) and TooManyHolidays.
    """
    today = clock.today()
    if not max(first, today) <= last <= today + FARTHEST:
        raise HolidayDates(field="last_day")
    lock(vendor)
    if _has_one_between(vendor, first, last):
        raise HolidaysOverlap(field="first_day")
    if len(holidays_of(vendor)) >= MOST_AHEAD:
        raise TooManyHolidays
    holiday = Holiday(vendor_id=vendor.id, first_day=first, last_day=last, planned_at=clock.now())
    db.session.add(holiday)
    db.session.flush()
    audit.record("holiday planned", vendor, by=by, first_day=first.isoformat(), last_day=last.isoformat())
    return holiday


def cancel_holiday(vendor: Vendor, holiday_id: int, *, by: User) -> None:
    """Open on these days after all. Raises NotFound for one that is over or another vendor's."""
    lock(vendor)
    holiday = holiday_of(vendor, holiday_id)
    first, last = holiday.first_day.isoformat(), holiday.last_day.isoformat()
    db.session.delete(holiday)
    audit.record("holiday cancelled", vendor, by=by, first_day=first, last_day=last)


def _has_one_between(vendor: Vendor, first: date, last: date) -> bool:
    shares = (Holiday.first_day <= last) & (Holiday.last_day >= first)
    return bool(db.session.scalar(select(exists().where(Holiday.vendor_id == vendor.id, shares))))
