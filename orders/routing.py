"""Giving a part of an order to its vendor."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from marketplace import clock, outbox
from marketplace.settings import settings
from orders.events import VendorOrderRouted
from orders.models import VendorOrder
from vendors.holidays.calendar import Calendar
from vendors.holidays.queries import calendars_of


def reply_by(moment: datetime, calendar: Calendar) -> datetime:
    """Until when a vendor that is given its part now has to answer: hours of days on which it works."""
    return calendar.ends(moment, timedelta(hours=settings().reply_hours))


def announce(vendor_orders: Iterable[VendorOrder]) -> None:
    """Say that each part was given to its vendor, which was written with it."""
    for vendor_order in vendor_orders:
        outbox.record(VendorOrderRouted(vendor_order.id))


def route(vendor_orders: Iterable[VendorOrder]) -> None:
    """Give each part to its vendor, whose `reply_hours` begin now; what was routed before stays as it is."""
    now, new = clock.now(), [each for each in vendor_orders if each.routed_at is None]
    calendars = calendars_of({each.vendor_id for each in new}) if new else {}
    for vendor_order in new:
        vendor_order.routed_at = now
        vendor_order.reply_by = reply_by(now, calendars[vendor_order.vendor_id])
        outbox.record(VendorOrderRouted(vendor_order.id))
