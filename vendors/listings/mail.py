"""What is said to vendors about their listings; called by the workers' subscriptions, ids only."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace import audit
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.listings.models import Listing, ListingChange
from vendors.models import Member, MemberRole

WRITERS = (MemberRole.OWNER, MemberRole.MANAGER)
"""Who looks after listings."""


def tell_vendor_published(listing_id: int) -> None:
    """Tell whoever looks after the vendor's listings that this one is on sale."""
    _tell("published", listing_id)


def tell_vendor_returned(listing_id: int) -> None:
    """Tell whoever looks after the vendor's listings that this one came back, and why."""
    _tell("returned", listing_id)


def tell_vendor_change_accepted(change_id: int) -> None:
    """Tell whoever looks after the vendor's listings that buyers see what was proposed."""
    _tell_of_change("change-accepted", change_id)


def tell_vendor_change_returned(change_id: int) -> None:
    """Tell whoever looks after the vendor's listings that a proposed change came back, and why."""
    _tell_of_change("change-returned", change_id)


def people_of(vendor_id: int, roles: Sequence[MemberRole]) -> list[User]:
    """List the people who act for the vendor in these roles."""
    members = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == vendor_id)
    return list(db.session.scalars(members.where(Member.role.in_(roles), User.active).order_by(User.id)))


def _tell(what: str, listing_id: int) -> None:
    """Write the letter to each of them, once for each time that it happened."""
    _write(what, listing_id, f"listing-{what}/{listing_id}/{_last_act(what, listing_id)}")


def _tell_of_change(what: str, change_id: int) -> None:
    change = db.session.get_one(ListingChange, change_id)
    _write(what, change.listing_id, f"listing-{what}/{change_id}", change=change)


def _write(what: str, listing_id: int, key: str, **context: ListingChange) -> None:
    query = select(Listing).where(Listing.id == listing_id).options(joinedload(Listing.vendor))
    listing = db.session.scalars(query).one()
    link = f"/seller/listings/{listing_id}"
    for person in people_of(listing.vendor_id, WRITERS):
        letter = write(f"listings/{what}", person.locale, listing=listing, person=person, link=link, **context)
        tell(key, letter, user=person, mail_to=person.email, link=link)


def _last_act(what: str, listing_id: int) -> int | None:
    acts = audit.entries(subject_kind=Listing.__tablename__, action=f"listing {what}")
    newest = acts.where(audit.AuditEntry.subject_id == listing_id).limit(1)
    return db.session.scalar(newest.with_only_columns(audit.AuditEntry.id))
