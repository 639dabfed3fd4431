"""Reading listings: a vendor's through the vendor, the moderator's through the queue."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.text import fold
from vendors.listings.models import Category, ChangeState, Listing, ListingChange, ListingStatus, Variant
from vendors.listings.values import plain_line
from vendors.models import Vendor

LARGEST_ID = 2**63 - 1


def categories() -> Sequence[Category]:
    """All product sets in their own order."""
    return db.session.scalars(select(Category).order_by(Category.number)).all()


def listing_of(vendor: Vendor, listing_id: int) -> Listing:
    """The vendor's listing with all that its pages show, in a constant number of statements. Raises NotFound."""
    query = _whole().where(Listing.vendor_id == vendor.id, Listing.id == listing_id)
    return _found(db.session.scalar(query))


def variant_of(vendor: Vendor, listing_id: int, variant_id: int) -> Variant:
    """The variant of the vendor's listing. Raises NotFound."""
    for variant in listing_of(vendor, listing_id).variants:
        if variant.id == variant_id:
            return variant
    raise NotFound


def listings_of(vendor: Vendor, *, status: ListingStatus | None = None, words: str = "") -> Select[Listing]:
    """Select the vendor's listings, the newest first: those in a state (else all not archived) with these words.

    A word is looked for in the name, and as the beginning of a code (SKU).
    """
    query = select(Listing).where(Listing.vendor_id == vendor.id).order_by(Listing.created_at.desc(), Listing.id.desc())
    query = query.where(Listing.status == status if status else Listing.status != ListingStatus.ARCHIVED)
    for word in words.split():
        coded = select(Variant.listing_id).where(Variant.vendor_id == vendor.id, with_code(word))
        query = query.where(with_word(word) | Listing.id.in_(coded))
    return query


def with_word(word: str) -> ColumnElement[bool]:
    """Match the listings whose name has this word, with or without its marks."""
    return and_(true(), *(Listing.title_fold.contains(part, autoescape=True) for part in fold(word).split()))


def with_code(word: str) -> ColumnElement[bool]:
    """Match the variants whose code begins so, however it is written."""
    return Variant.sku.startswith(plain_line(word).upper(), autoescape=True)


def counts_by_status(vendor: Vendor) -> dict[ListingStatus, int]:
    """How many of the vendor's listings are in each state."""
    query = select(Listing.status, func.count().label("number")).where(Listing.vendor_id == vendor.id)
    query = query.group_by(Listing.status)
    return {row.status: row.number for row in db.session.execute(query)}


def waiting() -> Select[Listing]:
    """Select the listings that wait for the moderator, the oldest first, with vendor, category and photos."""
    query = select(Listing).where(Listing.status == ListingStatus.SUBMITTED)
    return query.order_by(Listing.submitted_at, Listing.id).options(*_for_queue())


def changed_on_sale() -> Select[Listing]:
    """Select the listings of which a proposed change waits, the oldest first."""
    waiting = and_(ListingChange.listing_id == Listing.id, ListingChange.state == ChangeState.WAITING)
    query = select(Listing).join(ListingChange, waiting)
    proposed = selectinload(Listing.changes.and_(ListingChange.state == ChangeState.WAITING))
    return query.order_by(ListingChange.at, ListingChange.id).options(*_for_queue(), proposed)


def counts_to_review() -> tuple[int, int]:
    """How many listings wait to be let on sale, and of how many a proposed change waits: one statement."""
    waiting_now = select(func.count()).where(Listing.status == ListingStatus.SUBMITTED)
    proposed = select(func.count(ListingChange.id)).where(ListingChange.state == ChangeState.WAITING)
    found = db.session.execute(select(waiting_now.scalar_subquery(), proposed.scalar_subquery())).one()
    return found[0], found[1]


def count_to_review() -> int:
    """How many listings the moderator has to look at."""
    return sum(counts_to_review())


def listing_to_review(listing_id: int) -> Listing:
    """The listing that the moderator looks at, with its vendor and the change that waits. Raises NotFound."""
    waiting = Listing.changes.and_(ListingChange.state == ChangeState.WAITING)
    proposed = selectinload(waiting).joinedload(ListingChange.by)
    query = _whole().where(Listing.id == listing_id, Listing.status != ListingStatus.DRAFT)
    return _found(db.session.scalar(query.options(joinedload(Listing.vendor).joinedload(Vendor.commune), proposed)))


def _whole() -> Select[Listing]:
    return select(Listing).options(
        joinedload(Listing.category),
        joinedload(Listing.certificate),
        selectinload(Listing.variants),
        selectinload(Listing.photos),
    )


def _for_queue() -> tuple[ExecutableOption, ...]:
    return joinedload(Listing.vendor), joinedload(Listing.category), selectinload(Listing.photos)


def _found(listing: Listing | None) -> Listing:
    if listing is None:
        raise NotFound
    return listing
