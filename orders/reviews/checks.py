"""Checks of the ratings against the reviews, for `flask market audit`."""

from collections.abc import Iterator

from sqlalchemy import func, select

from marketplace.database import db
from orders.reviews.models import Review
from vendors.audit import check
from vendors.ratings.models import ListingRating


@check
def ratings_are_their_reviews() -> Iterator[str]:
    """The rating of each listing counts just its reviews that are shown."""
    counted = (
        select(Review.listing_id, func.count().label("reviews"), func.sum(Review.stars).label("stars"))
        .where(Review.hidden_at.is_(None))
        .group_by(Review.listing_id)
        .subquery()
    )
    listing_id = func.coalesce(counted.c.listing_id, ListingRating.listing_id)
    differs = (func.coalesce(counted.c.reviews, 0) != func.coalesce(ListingRating.review_count, 0)) | (
        func.coalesce(counted.c.stars, 0) != func.coalesce(ListingRating.star_sum, 0)
    )
    joined = counted.outerjoin(ListingRating, ListingRating.listing_id == counted.c.listing_id, full=True)
    for found in db.session.scalars(select(listing_id).select_from(joined).where(differs)):
        yield f"the rating of listing {found} is not that of its reviews"
