"""The photos of a listing as values: what is kept of each, in their order."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.database import db
from vendors.listings.models import Listing, Photo


@dataclass(frozen=True)
class Kept:
    """A photo: the key of its squares, that of the uncut one (or nothing), where it was cut, what it shows."""

    key: str
    whole_key: str = ""
    centre: int = 50
    words: str = ""

    @property
    def name(self) -> str:
        """What addresses call the photo within its listing."""
        return self.key.rsplit("/", 1)[-1]


def as_values(photos: Sequence[Kept]) -> list[dict[str, Any]]:
    """Write the photos as they stand in a proposed change."""
    return [asdict(photo) for photo in photos]


def from_values(values: Sequence[dict[str, Any]]) -> list[Kept]:
    """Read the photos of a proposed change."""
    return [Kept(**each) for each in values]


def on_show(listing_id: int) -> list[Kept]:
    """Read the photos that buyers see, or would see."""
    query = select(Photo).where(Photo.listing_id == listing_id).order_by(Photo.position, Photo.id)
    return [Kept(each.key, each.whole_key, each.centre, each.words) for each in db.session.scalars(query)]


def show(listing: Listing, photos: Sequence[Kept]) -> None:
    """Let these be the listing's photos, in this order."""
    db.session.flush()
    db.session.execute(delete(Photo).where(Photo.listing_id == listing.id))
    rows = [{"listing_id": listing.id, "position": position, **asdict(photo)} for position, photo in enumerate(photos)]
    if rows:
        db.session.execute(insert(Photo).values(rows))
    db.session.refresh(listing, ["photos"])
