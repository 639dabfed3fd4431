"""Reads of a vendor's people."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from vendors.models import Member, MemberRole, Vendor


def members_of(vendor: Vendor) -> list[Member]:
    """List the vendor's members, each with the person, in the order in which they came."""
    of_vendor = select(Member).where(Member.vendor_id == vendor.id)
    return list(db.session.scalars(of_vendor.options(joinedload(Member.user)).order_by(Member.id)))


def member_of(vendor: Vendor, member_id: int) -> Member:
    """Give one member of the vendor, with the person. Raises NotFound for another vendor's."""
    of_vendor = select(Member).where(Member.vendor_id == vendor.id, Member.id == member_id)
    member = db.session.scalar(of_vendor.options(joinedload(Member.user)))
    if member is None:
        raise NotFound
    return member


def owners_of(vendor: Vendor) -> list[Member]:
    """List the members who own the vendor."""
    return [member for member in members_of(vendor) if member.role is MemberRole.OWNER]
