"""Reads of delivery rates."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from marketplace.database import db
from vendors.delivery.models import Carrier, DeliveryKind, DeliveryRate, DeliveryZone, PickupWindow
from vendors.models import Vendor


def rates_of(vendor_ids: Collection[int]) -> dict[int, list[DeliveryRate]]:
    """Give the rates of each of these vendors, in one statement; a vendor without rates has an empty list."""
    found: dict[int, list[DeliveryRate]] = {vendor_id: [] for vendor_id in vendor_ids}
    query = select(DeliveryRate).where(DeliveryRate.vendor_id.in_(found)).order_by(DeliveryRate.id)
    for rate in db.session.scalars(query) if found else ():
        found[rate.vendor_id].append(rate)
    return found


def rates_and_windows_of(
    vendor_ids: Collection[int],
) -> tuple[dict[int, list[DeliveryRate]], dict[int, list[PickupWindow]]]:
    """Give the rates of each of these vendors, and the hours of those who let goods be fetched, in one statement."""
    rates: dict[int, dict[int, DeliveryRate]] = {vendor_id: {} for vendor_id in vendor_ids}
    windows: dict[int, dict[int, PickupWindow]] = {vendor_id: {} for vendor_id in vendor_ids}
    of_place = (PickupWindow.vendor_id == DeliveryRate.vendor_id) & (DeliveryRate.kind == DeliveryKind.PICKUP)
    query = select(DeliveryRate, PickupWindow).outerjoin(PickupWindow, of_place)
    ordered = query.order_by(DeliveryRate.id, PickupWindow.weekday, PickupWindow.opens_at)
    for rate, window in db.session.execute(ordered.where(DeliveryRate.vendor_id.in_(rates))) if rates else ():
        rates[rate.vendor_id][rate.id] = rate
        if window is not None:
            windows[rate.vendor_id][window.id] = window
    return (
        {vendor_id: list(each.values()) for vendor_id, each in rates.items()},
        {vendor_id: list(each.values()) for vendor_id, each in windows.items()},
    )


def rate_of(vendor: Vendor, kind: DeliveryKind, zone: DeliveryZone) -> DeliveryRate | None:
    """Give the vendor's rate for one way of delivery to one zone, if it has one."""
    of_vendor = select(DeliveryRate).where(DeliveryRate.vendor_id == vendor.id)
    return db.session.scalar(of_vendor.where(DeliveryRate.kind == kind, DeliveryRate.zone == zone))


def active_carriers() -> Sequence[Carrier]:
    """The carriers under the market's contract that parcels may be handed to, by name."""
    return db.session.scalars(select(Carrier).where(Carrier.is_active).order_by(Carrier.name)).all()


def carriers() -> Sequence[Carrier]:
    """Every carrier that is or was under the market's contract, those in use first."""
    return db.session.scalars(select(Carrier).order_by(Carrier.is_active.desc(), Carrier.name)).all()
