"""Reviews of delivered lines, their photos, and what they said before they were changed."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.audit import guard_growth
from marketplace.database import Base, Key, Line, Moment, Prose, Ref, Small
from orders.models import OrderLine
from vendors.listings.models import Listing


class Review(Base):
    """What a buyer thinks of one delivered line: 1 to 5 stars, words, photos; the vendor's one answer.

    `by_id` is nobody for a guest. A hidden one is no longer shown or counted, and says why.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_are_one_to_five"),
        CheckConstraint("(answer <> '') = (answered_at IS NOT NULL)", name="answer_has_its_time"),
        CheckConstraint("(hidden_because <> '') = (hidden_at IS NOT NULL)", name="hidden_has_its_reason"),
        Index("ix_review_listing_id", "listing_id", "id", postgresql_where=text("hidden_at IS NULL")),
        Index("ix_review_vendor_id", "vendor_id", "id", postgresql_where=text("hidden_at IS NULL")),
    )

    id: Mapped[Key]
    order_line_id: Mapped[Ref] = mapped_column(ForeignKey("order_line.id"), unique=True)
    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id"))
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[Line]
    stars: Mapped[Small]
    text: Mapped[Prose]
    written_at: Mapped[Moment]
    edited_at: Mapped[Moment | None]
    answer: Mapped[Prose] = mapped_column(default="")
    answered_at: Mapped[Moment | None]
    hidden_at: Mapped[Moment | None]
    hidden_because: Mapped[Prose] = mapped_column(default="")

    line: Mapped[OrderLine] = relationship(lazy="raise")
    listing: Mapped[Listing] = relationship(lazy="raise")
    photos: Mapped[list["ReviewPhoto"]] = relationship(
        lazy="raise", order_by="ReviewPhoto.id", cascade="all, delete-orphan"
    )
    versions: Mapped[list["ReviewVersion"]] = relationship(lazy="raise", order_by="ReviewVersion.id")


class ReviewPhoto(Base):
    """A photo of a review, made anew without what the camera wrote into it."""

    __tablename__ = "review_photo"
    __table_args__ = (UniqueConstraint("review_id", "key"),)

    id: Mapped[Key]
    review_id: Mapped[Ref] = mapped_column(ForeignKey("review.id"))
    key: Mapped[Line]


class ReviewVersion(Base):
    """What a review said until it was changed at this moment."""

    __tablename__ = "review_version"

    id: Mapped[Key]
    review_id: Mapped[Ref] = mapped_column(ForeignKey("review.id"), index=True)
    stars: Mapped[Small]
    text: Mapped[Prose]
    until: Mapped[Moment]


class ReviewRequest(Base):
    """A part whose buyer was asked for reviews: once."""

    __tablename__ = "review_request"

    vendor_order_id: Mapped[Ref] = mapped_column(ForeignKey("vendor_order.id"), primary_key=True, autoincrement=False)
    at: Mapped[Moment]


guard_growth(ReviewVersion)
