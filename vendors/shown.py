"""Which listings look different to buyers since the transaction began; the catalogue's index follows at its end."""

from marketplace.database import db

LISTINGS = "shown_listings"
VENDORS = "shown_vendors"


def changed(*listing_ids: int) -> None:
    """Note that these listings look different now."""
    db.session.info.setdefault(LISTINGS, set()).update(listing_ids)


def changed_vendors(*vendor_ids: int) -> None:
    """Note that all listings of these vendors look different now."""
    db.session.info.setdefault(VENDORS, set()).update(vendor_ids)


def take_changes() -> tuple[set[int], set[int]]:
    """Give the noted listings and vendors, and forget them."""
    return db.session.info.pop(LISTINGS, set()), db.session.info.pop(VENDORS, set())
