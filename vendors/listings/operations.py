"""From a vendor's first words on a product to the listing on sale, and off it again.

A listing is looked at before it is first shown (Law 122/2025/QH15, art. 17). What its vendor wants to say otherwise
afterwards is proposed (`vendors.listings.proposals`); price and stock change freely.
"""

from datetime import date
from typing import Any, Unpack

from flask_babel import gettext
from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.text import slug
from vendors import shown
from vendors.events import ListingPublished, ListingReturned, ListingSubmitted
from vendors.listings import readiness
from vendors.listings.errors import ChangedMeanwhile, ReasonMissing
from vendors.listings.locking import hold_listing, hold_names
from vendors.listings.models import LISTING_MOVES, Category, Listing, ListingStatus, TaxClass
from vendors.listings.proposals import operations as proposals
from vendors.listings.saying import said_now, set_values
from vendors.listings.values import ListingValues, checked, plain_text
from vendors.models import Vendor


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


def change(listing: Listing, *, by: Actor | None, **values: Unpack[ListingValues]) -> bool:
    """Change what is said of a product; what is not named stays. Raises Invalid with the field.

    Of goods on sale, what a moderator looks at first is proposed: the answer says whether that is so.
    """
    return say(listing, checked(values, vendor_id=listing.vendor_id), by=by)


def say(listing: Listing, values: dict[str, Any], *, by: Actor | None) -> bool:
    """Say checked values of the listing, at once or as a proposal; give whether something new waits."""
    hold_listing(listing)
    if values.get("text_vi") == "" and listing.status in proposals.ON_SHELF:
        raise Invalid(gettext("Mặt hàng đang bán cần lời giới thiệu tiếng Việt."), field="text_vi")
    waiting = {name: value for name, value in values.items() if proposals.waits(listing, name)}
    after = {name: value for name, value in values.items() if name not in waiting and said_now(listing, name) != value}
    if after:
        note(listing, after, by=by)
        set_values(listing, after)
    return bool(waiting) and bool(proposals.propose_all({listing: waiting}, by=by))


def note(listing: Listing, after: dict[str, Any], *, by: Actor | None) -> None:
    """Write into the trail what is said otherwise from now on."""
    before = {name: said_now(listing, name) for name in after}
    audit.record("listing changed", listing, by=by, before=before, after=after)


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


def publish(listing: Listing, *, by: Actor, revision: int | None = None) -> None:
    """Let the listing on sale as it was read (at that `revision`).

    Raises NotReady with all that is missing, and ChangedMeanwhile when its vendor has written something else since.
    """
    readiness.refuse_unready(listing)
    _move(listing, ListingStatus.ON_SALE)
    if revision not in (None, listing.revision):
        raise ChangedMeanwhile
    listing.published_at = listing.published_at or clock.now()
    audit.record("listing published", listing, by=by)
    outbox.record(ListingPublished(listing.id))
    shown.changed(listing.id)


def return_to_vendor(listing: Listing, *, reason: str, by: Actor) -> None:
    """Send the listing back with a reason, from the queue or off the shelf. Raises ReasonMissing."""
    words = plain_text(reason)
    if not words:
        raise ReasonMissing
    _move(listing, ListingStatus.RETURNED)
    listing.note = words
    proposals.take_along(listing, by=by)
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
    proposals.drop(listing, by=by)
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
