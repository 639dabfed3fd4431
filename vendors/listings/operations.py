"""From a vendor's first words on a product to the listing on sale, and off it again.

A listing is looked at before it is first shown (Law 122/2025/QH15, art. 17). What its vendor changes afterwards is
shown at once and kept for the moderator to look at (`ListingChange`); price and stock change freely.
"""

from datetime import date
from typing import Any, Unpack

from sqlalchemy import select, update

from marketplace import audit, clock, outbox
from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.text import fold, slug
from vendors import shown
from vendors.events import ListingPublished, ListingReturned, ListingSubmitted
from vendors.listings import readiness
from vendors.listings.errors import ReasonMissing
from vendors.listings.locking import hold_listing, hold_names
from vendors.listings.models import LISTING_MOVES, Category, Listing, ListingChange, ListingStatus, TaxClass
from vendors.listings.values import ListingValues, checked, plain_text
from vendors.models import Vendor

LOOKED_AT = frozenset({ListingStatus.SUBMITTED, ListingStatus.ON_SALE, ListingStatus.PAUSED})
"""States in which the moderator relies on what was seen."""


def create(
    vendor: Vendor,
    *,
    by: Actor | None,
    first_registered_on: date | None = None,
    commune_code: str | None = None,
    **values: Unpack[ListingValues],
) -> Listing:
    """Begin a listing as a draft; it is made where the vendor is, and kept as its product set is, unless told.

    Needs `title_vi` and `category_number`. Raises Invalid with the field.
    """
    clean = checked({"title_vi": "", **values}, vendor_id=vendor.id)
    category = db.session.get_one(Category, clean["category_number"])
    listing = Listing(
        vendor_id=vendor.id,
        commune_code=commune_code or vendor.commune_code,
        slug=_free_slug(vendor, clean["title_vi"]),
        first_registered_on=first_registered_on or clock.today(),
        created_at=clock.now(),
        **{"storage": category.storage, **clean},
    )
    db.session.add(listing)
    db.session.flush()
    audit.record("listing created", listing, by=by, title=listing.title_vi)
    return listing


def change(listing: Listing, *, by: Actor | None, **values: Unpack[ListingValues]) -> None:
    """Change what is said of a product; what is not named stays. Raises Invalid with the field."""
    clean = checked(values, vendor_id=listing.vendor_id)
    before = {name: getattr(listing, name) for name, value in clean.items() if getattr(listing, name) != value}
    if not before:
        return
    after = {name: clean[name] for name in before}
    for name, value in after.items():
        setattr(listing, name, value)
    listing.title_fold = fold(listing.title_vi)
    note_change(listing, before=before, after=after, by=by)


def note_change(listing: Listing, *, before: dict[str, Any], after: dict[str, Any], by: Actor | None) -> None:
    """Write a change into the trail, for the moderator where the listing was looked at before, and for buyers."""
    note(listing, before=before, after=after, by=by)
    db.session.flush()


def note(listing: Listing, *, before: dict[str, Any], after: dict[str, Any], by: Actor | None) -> None:
    """Note a change as `note_change` does, and leave it to the caller to send it to the database."""
    audit.record("listing changed", listing, by=by, before=before, after=after)
    if listing.status in LOOKED_AT:
        db.session.add(
            ListingChange(
                listing_id=listing.id, at=clock.now(), by_id=by.id if by else None, before=before, after=after
            )
        )
    shown.changed(listing.id)


def submit(listing: Listing, *, by: Actor | None) -> None:
    """Ask the moderator to let the listing on sale. Raises NotReady with all that is missing."""
    readiness.refuse_unready(listing)
    _move(listing, ListingStatus.SUBMITTED)
    listing.submitted_at = clock.now()
    listing.note = ""
    audit.record("listing submitted", listing, by=by)
    outbox.record(ListingSubmitted(listing.id))


def withdraw(listing: Listing, *, by: Actor | None) -> None:
    """Take back what was submitted, to work on it."""
    _move(listing, ListingStatus.DRAFT)
    audit.record("listing withdrawn", listing, by=by)


def publish(listing: Listing, *, by: Actor, seen_up_to: int = 0) -> None:
    """Let the listing on sale; changes up to that one were looked at. Raises NotReady with all that is missing."""
    readiness.refuse_unready(listing)
    _move(listing, ListingStatus.ON_SALE)
    listing.published_at = listing.published_at or clock.now()
    _mark_seen(listing, seen_up_to, by=by)
    audit.record("listing published", listing, by=by)
    outbox.record(ListingPublished(listing.id))
    shown.changed(listing.id)


def accept_changes(listing: Listing, *, by: Actor, seen_up_to: int) -> None:
    """Agree with what was changed on a listing on sale, up to that change."""
    _mark_seen(listing, seen_up_to, by=by)
    audit.record("listing changes accepted", listing, by=by, seen_up_to=seen_up_to)


def return_to_vendor(listing: Listing, *, reason: str, by: Actor) -> None:
    """Send the listing back with a reason, from the queue or off the shelf. Raises ReasonMissing."""
    words = plain_text(reason)
    if not words:
        raise ReasonMissing
    _move(listing, ListingStatus.RETURNED)
    listing.note = words
    _mark_seen(listing, None, by=by)
    audit.record("listing returned", listing, by=by, reason=words)
    outbox.record(ListingReturned(listing.id))
    shown.changed(listing.id)


def set_tax_class(listing: Listing, tax_class: TaxClass, *, by: Actor) -> None:
    """Say as what the goods are taxed; orders placed before keep what they were placed under."""
    if listing.tax_class is tax_class:
        return
    before, listing.tax_class = listing.tax_class, tax_class
    audit.record("listing tax class set", listing, by=by, before=before.value, after=tax_class.value)


def pause(listing: Listing, *, by: Actor | None) -> None:
    """Hide the listing for a while; what is in carts cannot be ordered meanwhile."""
    _move(listing, ListingStatus.PAUSED)
    audit.record("listing paused", listing, by=by)
    shown.changed(listing.id)


def resume(listing: Listing, *, by: Actor | None) -> None:
    """Show a paused listing again. Raises NotReady with all that is missing."""
    readiness.refuse_unready(listing)
    _move(listing, ListingStatus.ON_SALE)
    audit.record("listing resumed", listing, by=by)
    shown.changed(listing.id)


def archive(listing: Listing, *, by: Actor | None) -> None:
    """Put the listing away for good; its orders keep it."""
    _move(listing, ListingStatus.ARCHIVED)
    audit.record("listing archived", listing, by=by)
    shown.changed(listing.id)


def _free_slug(vendor: Vendor, title: str) -> str:
    """Give a word for the address that the vendor does not use yet; the vendor's other new listings wait."""
    hold_names(vendor.id)
    wanted = slug(title) or "san-pham"
    similar = select(Listing.slug).where(Listing.vendor_id == vendor.id, Listing.slug.startswith(wanted))
    used = set(db.session.scalars(similar))
    candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(used) + 2))
    return next(word for word in candidates if word not in used)


def _move(listing: Listing, status: ListingStatus) -> None:
    """Lock the listing and move it on. Raises MoveNotAllowed when somebody was quicker."""
    hold_listing(listing)
    if status not in LISTING_MOVES[listing.status]:
        raise MoveNotAllowed
    listing.status = status


def _mark_seen(listing: Listing, seen_up_to: int | None, *, by: Actor) -> None:
    unseen = ListingChange.listing_id == listing.id, ListingChange.seen_at.is_(None)
    statement = update(ListingChange).where(*unseen).values(seen_at=clock.now(), seen_by_id=by.id)
    if seen_up_to is not None:
        statement = statement.where(ListingChange.id <= seen_up_to)
    db.session.execute(statement)
