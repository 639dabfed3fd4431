"""Pictures that rows name: by an address, or by the name of a file in the ZIP that came along."""

from collections.abc import Sequence
from typing import Protocol

from flask_babel import gettext

from marketplace.accounts.models import User
from marketplace.archives import Archive
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.fetching import Fetcher
from marketplace.gateways.wiring import gateways
from marketplace.pictures import MOST_MEGABYTES, keep_picture
from vendors.imports.columns import PICTURES
from vendors.imports.models import ImportJob, ImportRow, RowState
from vendors.imports.values import Words, read_line
from vendors.listings.models import Listing
from vendors.listings.photos import FOLDER, MOST_PHOTOS, attach, photos_of

MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
FETCHER = Fetcher(most_bytes=MOST_BYTES)


class Source(Protocol):
    """Where pictures come from."""

    def fetch(self, address: str) -> bytes:
        """Give the file at an address. Raises a Refusal."""


def archive_of(job: ImportJob) -> Archive | None:
    """The ZIP that came with the file."""
    return Archive(gateways().files.get(job.pictures_key).content) if job.pictures_key else None


def add_pictures(job: ImportJob, rows: Sequence[ImportRow], words: Words, *, source: Source = FETCHER) -> None:
    """Fetch what the rows name and hang it on their products; what cannot be shown is told beside the row.

    Nothing but the import itself is held while the outside world answers.
    """
    archive = archive_of(job)
    kept = {row: _kept(row, _places(row, words, job), archive, source) for row in rows}
    by = db.session.get_one(User, job.by_id)
    for row, keys in kept.items():
        _attach(row, keys, by=by)
        row.state = RowState.PICTURED
    job.pictures_done += sum(1 for row in rows if PICTURES in row.cells)


def _places(row: ImportRow, words: Words, job: ImportJob) -> tuple[str, ...]:
    named = {key: row.cells[key] for key in (PICTURES,) if key in row.cells}
    return read_line(named, words, vendor_id=job.vendor_id)[0].pictures


def _kept(row: ImportRow, places: Sequence[str], archive: Archive | None, source: Source) -> list[str]:
    keys: list[str] = []
    for place in places:
        try:
            keys.append(keep_picture(gateways().files, _raw(place, archive, source), folder=FOLDER))
        except Refusal as refused:
            row.problems = [*row.problems, [PICTURES, f"{place}: {refused}"]]
    return keys


def _raw(place: str, archive: Archive | None, source: Source) -> bytes:
    if "://" in place or archive is None:
        return source.fetch(place)
    return archive.read(place, most_bytes=MOST_BYTES)


def _attach(row: ImportRow, keys: Sequence[str], *, by: User) -> None:
    """Add the pictures that the product does not have yet, as long as there is room."""
    if not keys:
        return
    listing = db.session.get_one(Listing, row.listing_id)
    has = {photo.key for photo in photos_of(listing)}
    new = [key for key in dict.fromkeys(keys) if key not in has]
    room = MOST_PHOTOS - len(has)
    if len(new) > room:
        row.problems = [
            *row.problems,
            [PICTURES, str(gettext("Mỗi mặt hàng có tối đa %(most)s ảnh.", most=MOST_PHOTOS))],
        ]
    if new[:room]:
        attach(listing, new[:room], by=by)
