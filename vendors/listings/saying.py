"""What stands in a listing, read and set without asking who may."""

from collections.abc import Mapping
from typing import Any

from marketplace.database import db
from marketplace.text import fold
from vendors import shown
from vendors.listings import kept
from vendors.listings.models import Listing


def said_now(listing: Listing, name: str) -> Any:
    """What buyers see, or would see, of this; photos as values."""
    return kept.as_values(kept.on_show(listing.id)) if name == "photos" else getattr(listing, name)


def set_values(listing: Listing, values: Mapping[str, Any]) -> None:
    """Let this be said of the (held) listing from now on."""
    for name, value in values.items():
        if name == "photos":
            kept.show(listing, kept.from_values(value))
        else:
            setattr(listing, name, value)
    listing.title_fold = fold(listing.title_vi)
    listing.revision += 1
    db.session.flush()
    shown.changed(listing.id)
