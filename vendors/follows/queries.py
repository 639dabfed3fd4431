"""Reads of who follows what."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.database import db
from vendors.follows.models import Follow
from vendors.models import Vendor, VendorStatus


def is_following(person: User, vendor_id: int) -> bool:
    """Whether the person follows the shop."""
    query = select(Follow.id).where(Follow.user_id == person.id, Follow.vendor_id == vendor_id)
    return db.session.scalar(query) is not None


def followed_by(person: User) -> Select[Follow]:
    """Select the shops that a person follows, the last first."""
    vendor = joinedload(Follow.vendor).joinedload(Vendor.commune)
    return select(Follow).where(Follow.user_id == person.id).options(vendor).order_by(Follow.id.desc())


def vendor_to_follow(slug: str) -> Vendor | None:
    """Give the shop that has this name in its address, one that was suspended too."""
    shown = (VendorStatus.APPROVED, VendorStatus.SUSPENDED)
    return db.session.scalar(select(Vendor).where(Vendor.slug == slug, Vendor.status.in_(shown)))
