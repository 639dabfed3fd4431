"""Counting a review in, or out again, in the transaction in which it changes."""

from sqlalchemy.dialects.postgresql import insert

from marketplace.database import db
from vendors import shown
from vendors.ratings.models import ListingRating


def count(listing_id: int, *, reviews: int, stars: int) -> None:
    """Add so many reviews with so many stars (or take them off, below zero); the catalogue follows at the commit.

    Two at once add up: the row is changed in place, under its lock.
    """
    added = insert(ListingRating).values(listing_id=listing_id, review_count=reviews, star_sum=stars)
    sums = {
        "review_count": ListingRating.review_count + added.excluded.review_count,
        "star_sum": ListingRating.star_sum + added.excluded.star_sum,
    }
    if reviews > 0:
        db.session.execute(added.on_conflict_do_update(index_elements=["listing_id"], set_=sums))
    else:
        changed = {"review_count": ListingRating.review_count + reviews, "star_sum": ListingRating.star_sum + stars}
        db.session.execute(db.update(ListingRating).where(ListingRating.listing_id == listing_id).values(changed))
    shown.changed(listing_id)
