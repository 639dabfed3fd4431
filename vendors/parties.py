"""A vendor as documents name it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.documents.paper import Party
from marketplace.documents.parties import other_party
from marketplace.places.models import Commune
from vendors.models import Vendor


def vendor_party(vendor_id: int, heading: str = "Bên nhận") -> Party:
    """Name the vendor with its tax code and its address of today."""
    loaded = joinedload(Vendor.commune).joinedload(Commune.province)
    vendor = db.session.scalars(select(Vendor).where(Vendor.id == vendor_id).options(loaded)).one()
    address = f"{vendor.street}, {vendor.commune.full_name}, {vendor.commune.province.full_name}"
    return other_party(heading, vendor.name, tax_code=vendor.tax_code or "", address=address)
