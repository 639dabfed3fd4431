"""How many reviews a listing has, and their stars in sum."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Ref


class ListingRating(Base):
    """The reviews of a listing that are not hidden: their number and the sum of their stars."""

    __tablename__ = "listing_rating"
    __table_args__ = (
        CheckConstraint("review_count >= 0", name="count_not_negative"),
        CheckConstraint("star_sum BETWEEN review_count AND 5 * review_count", name="stars_fit_the_count"),
    )

    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id"), primary_key=True, autoincrement=False)
    review_count: Mapped[int]
    star_sum: Mapped[int]

    @property
    def average(self) -> float:
        """Stars in the middle, to a tenth; 0.0 without reviews."""
        return round(self.star_sum / self.review_count, 1) if self.review_count else 0.0
