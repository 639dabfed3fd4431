"""The photos of a listing: made anew in every width, cut square where the vendor wants, kept by their content.

On a listing on sale every change of them is proposed; until it is decided on, what is proposed is worked on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marketplace.audit import Actor
from marketplace.errors import NotFound
from marketplace.gateways.files import content_key
from marketplace.gateways.wiring import gateways
from marketplace.pictures import UnreadablePicture, best_centre, keep_picture, made_anew
from vendors.listings.errors import LastOne, PhotoRefused, TooManyPhotos
from vendors.listings.kept import Kept, as_values, from_values, on_show
from vendors.listings.locking import hold_listing
from vendors.listings.models import Listing
from vendors.listings.operations import say
from vendors.listings.proposals.operations import ON_SHELF
from vendors.listings.proposals.queries import proposed
from vendors.listings.values import plain_line

MOST_PHOTOS = 10
FOLDER = "public/listings"
UNCUT = "private/photos"
WIDEST_UNCUT = 1600
LONGEST_WORDS = 200
HUNDRED = 100


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


def photos_of(listing: Listing) -> list[Kept]:
    """Give the photos that the vendor works on: those proposed, else those on show."""
    values = proposed(listing).get("photos") if listing.status in ON_SHELF else None
    return on_show(listing.id) if values is None else from_values(values)


def photo_named(listing: Listing, name: str) -> Kept:
    """Give one of the photos that the vendor works on. Raises NotFound."""
    return _one_of(photos_of(listing), name)


def uncut(photo: Kept) -> bytes:
    """Read the whole picture that a photo was cut from. Raises NotFound where it was not kept."""
    if not photo.whole_key:
        raise NotFound
    return gateways().files.get(photo.whole_key).content


def add_photos(listing: Listing, uploads: Sequence[Upload], *, by: Actor | None) -> bool:
    """Add the photos behind those that are there: all of them, or none; say whether they wait for a moderator.

    Raises TooManyPhotos, and PhotoRefused naming the file that is no picture or too large.
    """
    if len(photos_of(listing)) + len(uploads) > MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    return _add(listing, [_kept(upload) for upload in uploads], by=by)


def attach(listing: Listing, keys: Sequence[str], *, by: Actor | None) -> bool:
    """Add photos that object storage has already (`keep_picture` gave the keys), behind those that are there."""
    return _add(listing, [Kept(key) for key in keys], by=by)


def remove_photo(listing: Listing, name: str, *, by: Actor | None) -> bool:
    """Take a photo off. Raises NotFound, and LastOne for the only one of a listing on sale."""
    photos = _held(listing)
    photo = _one_of(photos, name)
    if listing.status in ON_SHELF and len(photos) == 1:
        raise LastOne
    return _say(listing, [each for each in photos if each is not photo], by=by)


def move_photo(listing: Listing, name: str, *, to: int, by: Actor | None) -> bool:
    """Put a photo at that place (from 0, the first is the one on cards). Raises NotFound."""
    photos = _held(listing)
    photo = _one_of(photos, name)
    photos.remove(photo)
    photos.insert(max(0, to), photo)
    return _say(listing, photos, by=by)


def describe_photo(listing: Listing, name: str, words: str, *, by: Actor | None) -> bool:
    """Say what a photo shows, for those who cannot see it. Raises NotFound."""
    photos = _held(listing)
    photo = _one_of(photos, name)
    said = replace(photo, words=plain_line(words)[:LONGEST_WORDS])
    return _say(listing, [said if each is photo else each for each in photos], by=by)


def cut_photo(listing: Listing, name: str, *, centre: int, by: Actor | None) -> bool:
    """Cut the square anew, its centre at so many percent of the longer side. Raises NotFound."""
    photos = _held(listing)
    photo = _one_of(photos, name)
    place = min(max(centre, 0), HUNDRED)
    key = keep_picture(gateways().files, uncut(photo), folder=FOLDER, centre=place)
    cut = replace(photo, key=key, centre=place)
    return _say(listing, [cut if each is photo else each for each in photos], by=by)


def _kept(upload: Upload) -> Kept:
    files = gateways().files
    try:
        whole = made_anew(upload.content, widest=WIDEST_UNCUT)
        centre = best_centre(whole)
        key = keep_picture(files, upload.content, folder=FOLDER, centre=centre)
    except UnreadablePicture as refused:
        raise PhotoRefused(upload.name, str(refused)) from refused
    whole_key = content_key(UNCUT, whole, ".webp")
    files.put(whole_key, whole, "image/webp")
    return Kept(key, whole_key, centre)


def _add(listing: Listing, new: Sequence[Kept], *, by: Actor | None) -> bool:
    photos = _held(listing)
    known = {photo.key for photo in photos}
    added = {photo.key: photo for photo in new if photo.key not in known}
    return _say(listing, [*photos, *added.values()], by=by)


def _held(listing: Listing) -> list[Kept]:
    """Read the photos in their order; nobody else changes them until the transaction ends."""
    hold_listing(listing)
    return photos_of(listing)


def _say(listing: Listing, photos: Sequence[Kept], *, by: Actor | None) -> bool:
    return say(listing, {"photos": as_values(photos)}, by=by)


def _one_of(photos: Sequence[Kept], name: str) -> Kept:
    for photo in photos:
        if photo.name == name:
            return photo
    raise NotFound
