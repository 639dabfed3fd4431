"""Reads of proposed changes: a vendor's through its listing, the moderator's through the queue."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from marketplace.database import db
from marketplace.errors import NotFound
from vendors.listings.models import ChangeState, Listing, ListingChange

SPOKEN_OF = frozenset({ChangeState.WAITING, ChangeState.RETURNED})
"""Proposals that their vendor still works on."""


def waiting_of(listing_ids: Collection[int]) -> dict[int, ListingChange]:
    """Give the proposal of each listing that waits, in one statement."""
    query = select(ListingChange).where(
        ListingChange.listing_id.in_(listing_ids), ListingChange.state == ChangeState.WAITING
    )
    return {change.listing_id: change for change in db.session.scalars(query) if listing_ids}


def latest_of(listing: Listing) -> ListingChange | None:
    """Give the newest proposal that is not settled: it waits, or came back with a reason."""
    query = select(ListingChange).where(ListingChange.listing_id == listing.id).order_by(ListingChange.id.desc())
    newest = db.session.scalar(query.limit(1))
    return newest if newest and newest.state in SPOKEN_OF else None


def change_of(listing: Listing, change_id: int) -> ListingChange:
    """Give a proposal of this listing. Raises NotFound."""
    query = select(ListingChange).where(ListingChange.listing_id == listing.id, ListingChange.id == change_id)
    change = db.session.scalar(query.execution_options(populate_existing=True))
    if change is None:
        raise NotFound
    return change


def proposed(listing: Listing) -> dict[str, Any]:
    """Give what the vendor wants to say otherwise of the listing, by column."""
    newest = latest_of(listing)
    return newest.after if newest else {}
