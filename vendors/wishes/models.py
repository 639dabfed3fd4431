"""Goods that somebody keeps in mind."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Key, Line, Moment, Ref
from vendors.listings.models import Listing


class Wish(Base):
    """A listing that a person, or the guest behind the token of a session, keeps in mind."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("user_id", "listing_id"),
        UniqueConstraint("token", "listing_id"),
        CheckConstraint("num_nonnulls(user_id, token) = 1", name="belongs_to_someone"),
        Index("ix_wish_listing_id", "listing_id"),
        Index("ix_wish_of_guests", "at", postgresql_where=text("token IS NOT NULL")),
    )

    id: Mapped[Key]
    user_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    token: Mapped[Line | None]
    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    at: Mapped[Moment]

    listing: Mapped[Listing] = relationship(lazy="raise")
