"""Reads for contracts."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.database import db
from marketplace.policies.models import PolicyVersion
from orders.models import Order, VendorOrder
from vendors.models import Vendor


def agreed_order(order_id: int) -> Order:
    """Give an order with all that its contract names."""
    vendor = joinedload(VendorOrder.vendor).joinedload(Vendor.commune)
    parts = selectinload(Order.vendor_orders).options(vendor, selectinload(VendorOrder.lines))
    places = (joinedload(Order.province), joinedload(Order.commune))
    return db.session.scalars(select(Order).where(Order.id == order_id).options(parts, *places)).one()


def rules_agreed_with(order: Order) -> list[PolicyVersion]:
    """List the versions of the market's rules that the buyer agreed to with the order."""
    ids = [order.terms_version_id, order.privacy_version_id]
    versions = select(PolicyVersion).where(PolicyVersion.id.in_([each for each in ids if each]))
    return list(db.session.scalars(versions.order_by(PolicyVersion.kind)))
