"""Reads of parcels."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.database import db
from marketplace.errors import NotFound
from orders.models import VendorOrder
from orders.shipments.models import Shipment, ShipmentLine


def parcels_of(part_ids: Collection[int]) -> dict[int, list[Shipment]]:
    """Give the parcels of these parts by part, the first one first, with what is in them: two statements."""
    query = select(Shipment).where(Shipment.vendor_order_id.in_(part_ids)).order_by(Shipment.place)
    found: dict[int, list[Shipment]] = {}
    for parcel in db.session.scalars(query.options(selectinload(Shipment.lines).joinedload(ShipmentLine.order_line))):
        found.setdefault(parcel.vendor_order_id, []).append(parcel)
    return found


def parcel_of(vendor_order: VendorOrder, number: str) -> Shipment:
    """Give the parcel of this number that belongs to the part. Raises NotFound for any other."""
    query = select(Shipment).where(Shipment.vendor_order_id == vendor_order.id, Shipment.number == number)
    parcel = db.session.scalar(query)
    if parcel is None:
        raise NotFound
    return parcel


def on_their_way(vendor_order: VendorOrder) -> Sequence[Shipment]:
    """Give the parcels of a (locked) part of which nobody has said yet what became of them, as they are now."""
    is_open = (Shipment.delivered_at.is_(None), Shipment.returned_at.is_(None))
    query = select(Shipment).where(Shipment.vendor_order_id == vendor_order.id, *is_open).order_by(Shipment.place)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def has_arrived(vendor_order: VendorOrder) -> bool:
    """Whether a parcel of the part has arrived."""
    arrived = select(Shipment.id).where(Shipment.vendor_order_id == vendor_order.id, Shipment.delivered_at.is_not(None))
    return db.session.scalar(arrived.limit(1)) is not None


def parcel_with_part(shipment_id: int) -> Shipment:
    """Give a parcel with what is in it."""
    lines = selectinload(Shipment.lines).joinedload(ShipmentLine.order_line)
    query = select(Shipment).where(Shipment.id == shipment_id).options(lines, joinedload(Shipment.vendor_order))
    return db.session.scalars(query).one()
