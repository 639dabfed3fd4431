"""Keeping what Redis has counted, each count once, also when a worker dies on the way."""

from collections.abc import Iterator
from datetime import date
from secrets import token_hex

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock
from marketplace.database import db
from vendors.listings.models import Listing
from vendors.views.counting import COUNTS, TAKEN, counts
from vendors.views.models import ListingViews, ViewsTaken


def take_counts() -> list[str]:
    """Take what was counted so far out of the count; give the names of all that wait to be kept.

    The renaming is one step for Redis: whoever looks meanwhile is counted anew.
    """
    for key in list(counts().scan_iter(f"{COUNTS}*")):
        counts().rename(key, f"{TAKEN}{key.removeprefix(COUNTS)}:{token_hex(8)}")
    return sorted(counts().scan_iter(f"{TAKEN}*"))


def keep_counts(key: str) -> None:
    """Add one such count to the table, in one transaction with a note that it was added.

    A key that was added before, because nobody deleted it after the commit, is deleted.
    """
    noted = insert(ViewsTaken).values(key=key, at=clock.now()).on_conflict_do_nothing().returning(ViewsTaken.key)
    if db.session.scalar(noted) is None:
        counts().delete(key)
        db.session.execute(delete(ViewsTaken).where(ViewsTaken.key == key))
        return
    day = date.fromisoformat(key.removeprefix(TAKEN).partition(":")[0])
    counted = {int(listing_id): int(views) for listing_id, views in counts().hgetall(key).items()}
    rows = list(_rows(day, counted))
    if rows:
        added = insert(ListingViews).values(rows)
        sums = {"views": ListingViews.views + added.excluded.views}
        db.session.execute(added.on_conflict_do_update(index_elements=["listing_id", "day"], set_=sums))


def _rows(day: date, counted: dict[int, int]) -> Iterator[dict[str, object]]:
    """The counts of listings that exist."""
    vendors = dict(iter(db.session.execute(select(Listing.id, Listing.vendor_id).where(Listing.id.in_(counted)))))
    for listing_id, vendor_id in sorted(vendors.items()):
        yield {"listing_id": listing_id, "day": day, "vendor_id": vendor_id, "views": counted[listing_id]}
