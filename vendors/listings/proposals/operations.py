"""What is said otherwise of goods on sale: proposed by the vendor, shown once a moderator has accepted it.

Titles, texts, photos, the product set and what stands on the label wait; the rest is shown at once, an allergen above
all. One proposal of a listing waits at a time: who proposes more replaces it with one that holds both.
"""

from collections.abc import Mapping
from typing import Any, Final

from marketplace import audit, clock, outbox
from marketplace.audit import Actor
from marketplace.database import db
from vendors.events import ListingChangeAccepted, ListingChangeReturned
from vendors.listings import readiness
from vendors.listings.errors import ChangeGone, ReasonMissing
from vendors.listings.locking import hold_listing
from vendors.listings.models import ChangeState, Listing, ListingChange, ListingStatus
from vendors.listings.proposals.queries import change_of, waiting_of
from vendors.listings.saying import said_now, set_values
from vendors.listings.values import TITLES, plain_text

WAITS: Final = TITLES | {
    "text_vi",
    "text_en",
    "text_fr",
    "ingredients",
    "self_declaration",
    "category_number",
    "certificate_id",
    "photos",
}
"""What a moderator looks at before buyers see it (Law 122/2025/QH15, art. 17)."""
ON_SHELF: Final = frozenset({ListingStatus.ON_SALE, ListingStatus.PAUSED})

Wanted = Mapping[Listing, dict[str, Any]]


def waits(listing: Listing, name: str) -> bool:
    """Whether a change of this value waits for a moderator."""
    return listing.status in ON_SHELF and name in WAITS


def propose_all(wanted: Wanted, *, by: Actor | None) -> set[int]:
    """Propose these values of (held) listings on sale; give those of which something waits now that did not before.

    What is already waiting is proposed again with the new values in it; what is said as buyers see it already is no
    change.
    """
    waiting = waiting_of([listing.id for listing in wanted])
    newer: list[ListingChange] = []
    for listing, values in wanted.items():
        before = waiting.get(listing.id)
        both = {**(before.after if before else {}), **values}
        after = {name: value for name, value in both.items() if said_now(listing, name) != value}
        if after == (before.after if before else {}):
            continue
        if before:
            _decide(before, ChangeState.REPLACED if after else ChangeState.WITHDRAWN, by=by)
        newer += [_proposal(listing, after, by=by)] if after else []
    db.session.flush()
    db.session.add_all(newer)
    db.session.flush()
    return {change.listing_id for change in newer}


def accept(listing: Listing, change_id: int, *, by: Actor) -> None:
    """Let buyers see what was proposed. Raises ChangeGone for what waits no more, NotReady for what would then lack."""
    change = _waiting(listing, change_id)
    lacked = readiness.missing_of(listing)
    _decide(change, ChangeState.ACCEPTED, by=by)
    set_values(listing, change.after)
    readiness.refuse_unready(listing, but=lacked)
    audit.record("listing changes accepted", listing, by=by, before=change.before, after=change.after)
    outbox.record(ListingChangeAccepted(change.id))


def send_back(listing: Listing, change_id: int, *, reason: str, by: Actor) -> None:
    """Leave the listing as buyers see it, and tell its vendor why. Raises ReasonMissing, and ChangeGone."""
    words = plain_text(reason)
    if not words:
        raise ReasonMissing
    change = _waiting(listing, change_id)
    change.reason = words
    _decide(change, ChangeState.RETURNED, by=by)
    audit.record("listing changes returned", listing, by=by, reason=words)
    outbox.record(ListingChangeReturned(change.id))


def withdraw(listing: Listing, change_id: int, *, by: Actor | None) -> None:
    """Propose it no longer. Raises ChangeGone when it was decided meanwhile."""
    _decide(_waiting(listing, change_id), ChangeState.WITHDRAWN, by=by)
    audit.record("listing changes withdrawn", listing, by=by)


def take_along(listing: Listing, *, by: Actor) -> None:
    """Let what was proposed go into a listing that leaves the shelf to be mended: nothing that was written is lost."""
    for change in waiting_of([listing.id]).values():
        _decide(change, ChangeState.WITHDRAWN, by=by)
        set_values(listing, change.after)


def drop(listing: Listing, *, by: Actor | None) -> None:
    """Forget what was proposed for a listing that is put away."""
    for change in waiting_of([listing.id]).values():
        _decide(change, ChangeState.WITHDRAWN, by=by)


def _proposal(listing: Listing, after: dict[str, Any], *, by: Actor | None) -> ListingChange:
    before = {name: said_now(listing, name) for name in after}
    audit.record("listing changes proposed", listing, by=by, before=before, after=after)
    return ListingChange(listing_id=listing.id, at=clock.now(), by_id=by.id if by else None, before=before, after=after)


def _waiting(listing: Listing, change_id: int) -> ListingChange:
    """Hold the listing and give its proposal, which nobody decides on meanwhile."""
    hold_listing(listing)
    change = change_of(listing, change_id)
    if change.state is not ChangeState.WAITING:
        raise ChangeGone(change.state)
    return change


def _decide(change: ListingChange, state: ChangeState, *, by: Actor | None) -> None:
    change.state, change.decided_at = state, clock.now()
    change.decided_by_id = by.id if by else None
