"""How often a listing was looked at on a day, and which counts of Redis are in the table already."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Day, Line, Moment, Ref


class ListingViews(Base):
    """How often a listing's page was shown to people on a day in Vietnam; nobody is remembered."""

    __tablename__ = "listing_views"
    __table_args__ = (
        CheckConstraint("views > 0", name="counts_something"),
        Index("ix_listing_views_vendor_id", "vendor_id", "day"),
    )

    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id"), primary_key=True, autoincrement=False)
    day: Mapped[Day] = mapped_column(primary_key=True)
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    views: Mapped[int]


class ViewsTaken(Base):
    """A key of Redis whose counts are in the table: whoever finds the key again only deletes it."""

    __tablename__ = "views_taken"

    key: Mapped[Line] = mapped_column(primary_key=True)
    at: Mapped[Moment]
