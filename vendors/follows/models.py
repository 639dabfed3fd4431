"""Who follows which shop."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Day, Key, Moment, Ref
from vendors.models import Vendor


class Follow(Base):
    """A person who follows a shop. What is first on sale after `seen_until` is new to them.

    `told_on` is the last day on which they were told of something new in this shop.
    """

    __tablename__ = "shop_follow"
    __table_args__ = (UniqueConstraint("user_id", "vendor_id"), Index("ix_shop_follow_vendor_id", "vendor_id"))

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id", ondelete="CASCADE"))
    at: Mapped[Moment]
    seen_until: Mapped[Moment]
    told_on: Mapped[Day | None]

    vendor: Mapped[Vendor] = relationship(lazy="raise")
