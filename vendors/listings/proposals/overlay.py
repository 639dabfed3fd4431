"""A listing as it would be with what its vendor proposes: for forms and previews."""

from typing import Any

from marketplace.database import db
from vendors.certificates.models import Certificate
from vendors.listings.kept import from_values
from vendors.listings.models import Category, Listing
from vendors.listings.proposals.operations import ON_SHELF
from vendors.listings.proposals.queries import proposed


class AsProposed:
    """Reads like the listing, with the proposed values in place of those that buyers see."""

    def __init__(self, listing: Listing) -> None:
        """Read what is proposed; nothing is for a listing that is not on the shelf."""
        self._listing = listing
        self._values = _read(proposed(listing)) if listing.status in ON_SHELF else {}

    def __getattr__(self, name: str) -> Any:
        """Give the proposed value, else the listing's own."""
        return self._values[name] if name in self._values else getattr(self._listing, name)


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """Read stored values, and what belongs to them."""
    found = dict(values)
    if "photos" in values:
        found["photos"] = from_values(values["photos"])
    if "category_number" in values:
        found["category"] = db.session.get(Category, values["category_number"])
    if "certificate_id" in values:
        number = values["certificate_id"]
        found["certificate"] = db.session.get(Certificate, number) if number else None
    return found
