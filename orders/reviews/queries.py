"""Reads of reviews: for everybody, for their vendor, for those who may write one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.database import db
from marketplace.errors import NotFound
from orders.models import Order, OrderLine, VendorOrder
from orders.reviews.models import Review
from vendors.listings.models import Listing
from vendors.models import Vendor

STARS = (5, 4, 3, 2, 1)


class ReviewSort(StrEnum):
    """In which order reviews are shown; every one is shown in each."""

    NEWEST = "newest"
    BEST = "best"
    WORST = "worst"


ORDERS: dict[ReviewSort, tuple[Any, ...]] = {
    ReviewSort.NEWEST: (Review.id.desc(),),
    ReviewSort.BEST: (Review.stars.desc(), Review.id.desc()),
    ReviewSort.WORST: (Review.stars, Review.id.desc()),
}


@dataclass(frozen=True)
class Bar:
    """How many gave so many stars, as a chart shows it."""

    label: str
    value: int


def sort_named(words: str) -> ReviewSort:
    """Read the order that is asked for; the newest first for anything unknown."""
    return ReviewSort(words) if words in set(ReviewSort) else ReviewSort.NEWEST


def reviews_of_listing(listing: Listing, sort: ReviewSort = ReviewSort.NEWEST) -> Select[Review]:
    """Select what is said of a listing, nothing left out but what was taken down."""
    return _shown(Review.listing_id == listing.id, sort)


def reviews_of_shop(vendor: Vendor, sort: ReviewSort = ReviewSort.NEWEST) -> Select[Review]:
    """Select what is said of all that a vendor sold, with the listing of each."""
    return _shown(Review.vendor_id == vendor.id, sort).options(joinedload(Review.listing))


def latest(query: Select[Review], most: int) -> Sequence[Review]:
    """Read the first few of these."""
    return db.session.scalars(query.limit(most)).all()


def bars(found: ColumnElement[bool]) -> list[Bar]:
    """How many gave 5, 4, 3, 2 and 1 stars."""
    counted = select(Review.stars, func.count()).where(found, Review.hidden_at.is_(None)).group_by(Review.stars)
    counts = dict(iter(db.session.execute(counted)))
    return [Bar(f"{stars} ★", counts.get(stars, 0)) for stars in STARS]


def bars_of_listing(listing: Listing) -> list[Bar]:
    """How a listing's stars are spread."""
    return bars(Review.listing_id == listing.id)


def bars_of_shop(vendor: Vendor) -> list[Bar]:
    """How the stars of all of a vendor's listings are spread."""
    return bars(Review.vendor_id == vendor.id)


def review_for(vendor: Vendor, review_id: int) -> Review:
    """A review of the vendor's goods. Raises NotFound for another's."""
    return _found(select(Review).where(Review.id == review_id, Review.vendor_id == vendor.id))


def shown_review(review_id: int) -> Review:
    """A review that everybody may read. Raises NotFound for any other."""
    return _found(select(Review).where(Review.id == review_id, Review.hidden_at.is_(None)))


def line_of(order: Order, line_id: int) -> tuple[OrderLine, VendorOrder]:
    """A line of this order, with its part. Raises NotFound for any other."""
    query = select(OrderLine).join(OrderLine.vendor_order).options(joinedload(OrderLine.vendor_order))
    line = db.session.scalar(query.where(OrderLine.id == line_id, VendorOrder.order_id == order.id))
    if line is None:
        raise NotFound
    return line, line.vendor_order


def review_of(line: OrderLine) -> Review | None:
    """What was said of a line, if anything."""
    query = select(Review).where(Review.order_line_id == line.id).options(selectinload(Review.photos))
    return db.session.scalar(query)


def reviewed_lines(order: Order) -> set[int]:
    """The lines of an order that have a review."""
    query = select(Review.order_line_id).join(OrderLine, OrderLine.id == Review.order_line_id)
    parts = query.join(VendorOrder, VendorOrder.id == OrderLine.vendor_order_id)
    return set(db.session.scalars(parts.where(VendorOrder.order_id == order.id)))


def _shown(found: ColumnElement[bool], sort: ReviewSort) -> Select[Review]:
    query = select(Review).where(found, Review.hidden_at.is_(None)).options(selectinload(Review.photos))
    return query.order_by(*ORDERS[sort])


def _found(query: Select[Review]) -> Review:
    written = db.session.scalar(query)
    if written is None:
        raise NotFound
    return written
