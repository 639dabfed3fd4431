"""Checks of parcels against their parts, for `flask ledger audit`: an earning is settled on them."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, case, exists, func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from orders.kinds import DELIVERED, VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from orders.shipments.models import Shipment, ShipmentLine


@check
def what_was_sent_is_in_parcels() -> Iterator[str]:
    """What stands on a line as sent is in parcels of its own part that did not come back."""
    in_parcels = (
        select(ShipmentLine.order_line_id, Shipment.vendor_order_id, func.sum(ShipmentLine.quantity).label("quantity"))
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.returned_at.is_(None))
        .group_by(ShipmentLine.order_line_id, Shipment.vendor_order_id)
        .subquery()
    )
    own = in_parcels.c.vendor_order_id == OrderLine.vendor_order_id
    counted = func.sum(case((own, in_parcels.c.quantity), else_=0))
    sums = (
        select(OrderLine.vendor_order_id)
        .outerjoin(in_parcels, in_parcels.c.order_line_id == OrderLine.id)
        .group_by(OrderLine.id)
        .having(func.coalesce(counted, 0) != OrderLine.shipped_quantity)
    )
    for number in db.session.scalars(select(VendorOrder.number).where(VendorOrder.id.in_(sums))):
        yield f"vendor order {number} has sent other goods than are in its parcels"


@check
def delivered_parts_were_sent_whole() -> Iterator[str]:
    """Of a delivered part nothing is still to be sent, and none of its parcels is on its way; others say so too."""
    unsent = exists().where(
        OrderLine.vendor_order_id == VendorOrder.id,
        OrderLine.shipped_quantity + OrderLine.cut_quantity < OrderLine.quantity,
    )
    wrong = VendorOrder.status.in_(DELIVERED) & (unsent | _on_its_way()) | _sent_too_early()
    for number in db.session.scalars(select(VendorOrder.number).where(wrong)):
        yield f"vendor order {number} and its parcels do not agree on whether it was delivered"


def _on_its_way() -> ColumnElement[bool]:
    open_parcel = Shipment.delivered_at.is_(None) & Shipment.returned_at.is_(None)
    return exists().where(Shipment.vendor_order_id == VendorOrder.id, open_parcel)


def _sent_too_early() -> ColumnElement[bool]:
    """A part that is still with its vendor has no parcel."""
    before = (VendorOrderStatus.PLACED, VendorOrderStatus.ACCEPTED, VendorOrderStatus.PACKED)
    return VendorOrder.status.in_(before) & exists().where(Shipment.vendor_order_id == VendorOrder.id)
