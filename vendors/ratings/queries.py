"""Reads of what buyers thought."""

from sqlalchemy import func, select

from marketplace.database import db
from vendors.listings.models import Listing
from vendors.models import Vendor
from vendors.ratings.models import ListingRating


def rating_of(listing: Listing) -> ListingRating:
    """The rating of a listing; an empty one when nobody has reviewed it."""
    found = db.session.scalar(select(ListingRating).where(ListingRating.listing_id == listing.id))
    return found or ListingRating(listing_id=listing.id, review_count=0, star_sum=0)


def rating_of_shop(vendor: Vendor) -> ListingRating:
    """The ratings of all listings of a vendor, together."""
    sums = select(
        func.coalesce(func.sum(ListingRating.review_count), 0), func.coalesce(func.sum(ListingRating.star_sum), 0)
    )
    query = sums.join(Listing, Listing.id == ListingRating.listing_id).where(Listing.vendor_id == vendor.id)
    count, stars = db.session.execute(query).one()
    return ListingRating(listing_id=0, review_count=int(count), star_sum=int(stars))
