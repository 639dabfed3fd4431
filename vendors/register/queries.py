"""Finding vendors for the desk."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.text import slug
from vendors.access import seen_by
from vendors.models import Vendor, VendorKind, VendorStatus


def vendors_matching(
    person: User, *, words: str = "", status: VendorStatus | None = None, kind: VendorKind | None = None
) -> Select[Vendor]:
    """Select vendors that this member of staff may see: by words of the name (marks do not count), state, kind."""
    query = select(Vendor).where(seen_by(person)).options(joinedload(Vendor.commune))
    if words.strip():
        query = query.where(or_(Vendor.slug.contains(slug(words), autoescape=True), Vendor.tax_code == words.strip()))
    if status:
        query = query.where(Vendor.status == status)
    if kind:
        query = query.where(Vendor.kind == kind)
    return query.order_by(Vendor.name_sort_key, Vendor.id)
