"""The photos of a listing: made anew in every width, kept by their content, in an order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.gateways.wiring import gateways
from marketplace.pictures import UnreadablePicture, keep_picture
from vendors.listings.errors import LastOne, PhotoRefused, TooManyPhotos
from vendors.listings.locking import hold_listing
from vendors.listings.models import Listing, ListingStatus, Photo
from vendors.listings.operations import note_change
from vendors.listings.values import plain_line

MOST_PHOTOS = 10
FOLDER = "public/listings"
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


def add_photos(listing: Listing, uploads: Sequence[Upload], *, by: Actor | None) -> None:
    """Add the photos behind those that are there: all of them, or none.

    Raises TooManyPhotos, and PhotoRefused naming the file that is no picture or too large.
    """
    keys = _keys(listing)
    if len(keys) + len(uploads) > MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    new = [_kept(upload) for upload in uploads]
    added = [key for number, key in enumerate(new) if key not in keys + new[:number]]
    attach(listing, added, by=by)


def attach(listing: Listing, keys: Sequence[str], *, by: Actor | None) -> None:
    """Add photos that object storage has already (`keep_picture` gave the keys), behind those that are there."""
    before = _keys(listing)
    db.session.add_all(
        Photo(listing_id=listing.id, key=key, position=position) for position, key in enumerate(keys, len(before))
    )
    _note(listing, before, by=by)


def remove_photo(listing: Listing, photo_id: int, *, by: Actor | None) -> None:
    """Take a photo off. Raises NotFound, and LastOne for the only one of a listing on sale."""
    photos = _photos(listing)
    photo = _one_of(photos, photo_id)
    if listing.status is ListingStatus.ON_SALE and len(photos) == 1:
        raise LastOne
    before = [each.key for each in photos]
    db.session.delete(photo)
    _number([each for each in photos if each is not photo])
    _note(listing, before, by=by)


def move_photo(listing: Listing, photo_id: int, *, to: int, by: Actor | None) -> None:
    """Put a photo at that place (from 0, the first is the one on cards). Raises NotFound."""
    photos = _photos(listing)
    photo = _one_of(photos, photo_id)
    before = [each.key for each in photos]
    photos.remove(photo)
    photos.insert(max(0, to), photo)
    _number(photos)
    _note(listing, before, by=by)


def describe_photo(listing: Listing, photo_id: int, words: str) -> None:
    """Say what a photo shows, for those who cannot see it. Raises NotFound."""
    _one_of(_photos(listing), photo_id).words = plain_line(words)[:LONGEST_WORDS]
    db.session.refresh(listing, ["photos"])


def _kept(upload: Upload) -> str:
    try:
        return keep_picture(gateways().files, upload.content, folder=FOLDER)
    except UnreadablePicture as refused:
        raise PhotoRefused(upload.name, str(refused)) from refused


def _photos(listing: Listing) -> list[Photo]:
    """Read the photos in their order; nobody else changes them until the transaction ends."""
    hold_listing(listing)
    query = select(Photo).where(Photo.listing_id == listing.id).order_by(Photo.position, Photo.id)
    return list(db.session.scalars(query))


def _keys(listing: Listing) -> list[str]:
    return [photo.key for photo in _photos(listing)]


def _one_of(photos: Sequence[Photo], photo_id: int) -> Photo:
    for photo in photos:
        if photo.id == photo_id:
            return photo
    raise NotFound


def _number(photos: Sequence[Photo]) -> None:
    for position, photo in enumerate(photos):
        photo.position = position


def _note(listing: Listing, before: list[str], *, by: Actor | None) -> None:
    db.session.flush()
    db.session.refresh(listing, ["photos"])
    after = [photo.key for photo in listing.photos]
    if after != before:
        note_change(listing, before={"photos": before}, after={"photos": after}, by=by)
