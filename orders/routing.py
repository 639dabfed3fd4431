"""Giving a part of an order to its vendor."""

from collections.abc import Iterable
from datetime import timedelta

from marketplace import clock, outbox
from marketplace.settings import settings
from orders.events import VendorOrderRouted
from orders.models import VendorOrder


def route(vendor_orders: Iterable[VendorOrder]) -> None:
    """Give each part to its vendor, whose `reply_hours` begin now; what was routed before stays as it is."""
    now = clock.now()
    for vendor_order in vendor_orders:
        if vendor_order.routed_at is None:
            vendor_order.routed_at = now
            vendor_order.reply_by = now + timedelta(hours=settings().reply_hours)
            outbox.record(VendorOrderRouted(vendor_order.id))
