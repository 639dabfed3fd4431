"""Reads of holidays."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import NotFound
from vendors.holidays.calendar import Calendar
from vendors.holidays.models import Holiday
from vendors.models import Vendor


def holidays_of(vendor: Vendor) -> list[Holiday]:
    """List the vendor's holidays that are not over, the next first."""
    coming = select(Holiday).where(Holiday.vendor_id == vendor.id, Holiday.last_day >= clock.today())
    return list(db.session.scalars(coming.order_by(Holiday.first_day)))


def holiday_of(vendor: Vendor, holiday_id: int) -> Holiday:
    """Give one of the vendor's holidays that are not over. Raises NotFound for any other."""
    found = next((each for each in holidays_of(vendor) if each.id == holiday_id), None)
    if found is None:
        raise NotFound
    return found


def calendars_of(vendor_ids: Collection[int]) -> Mapping[int, Calendar]:
    """Give the calendar of each of these vendors as it is set now: one statement."""
    rests: dict[int, list[int]] = {}
    closed: dict[int, list[Holiday]] = {vendor_id: [] for vendor_id in vendor_ids}
    coming = (Holiday.vendor_id == Vendor.id) & (Holiday.last_day >= clock.today())
    query = select(Vendor.id, Vendor.rest_weekdays, Holiday).outerjoin(Holiday, coming).where(Vendor.id.in_(closed))
    for row in db.session.execute(query):
        rests[row.id] = row.rest_weekdays
        closed[row.id] += [row.Holiday] if row.Holiday else []
    return {vendor_id: Calendar.of(rests.get(vendor_id), days) for vendor_id, days in closed.items()}
