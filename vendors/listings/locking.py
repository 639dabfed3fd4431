"""Listings held still while a rule about them is checked and written."""

from sqlalchemy import select

from marketplace.database import db
from vendors.listings.models import Listing
from vendors.models import Vendor


def hold_listing(listing: Listing) -> None:
    """Let no other transaction move the listing until this one ends, and read its state afresh."""
    db.session.flush()
    db.session.refresh(listing, ["status", "revision"], with_for_update={"key_share": True})


def hold_names(vendor_id: int) -> None:
    """Let the vendor's other new names wait, so that a word that is free now is free when it is written."""
    db.session.execute(select(Vendor.id).where(Vendor.id == vendor_id).with_for_update(key_share=True))
