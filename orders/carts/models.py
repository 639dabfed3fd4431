"""A cart across vendors, a guest's or a person's."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Dong, Key, Line, Moment, Ref
from orders.coupons.models import CartCoupon, Coupon
from vendors.listings.models import Variant


class Cart(Base):
    """One person's cart, or a guest's behind the token in the guest's session."""

    __tablename__ = "cart"
    __table_args__ = (
        CheckConstraint("user_id IS NOT NULL OR token IS NOT NULL", name="belongs_to_someone"),
        Index("ix_cart_touched_at", "touched_at"),
    )

    id: Mapped[Key]
    user_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    token: Mapped[Line | None] = mapped_column(unique=True)
    touched_at: Mapped[Moment]

    lines: Mapped[list["CartLine"]] = relationship(
        lazy="raise", back_populates="cart", order_by="CartLine.id", cascade="all, delete-orphan"
    )
    coupons: Mapped[list[Coupon]] = relationship(secondary=CartCoupon.__table__, order_by=Coupon.id, viewonly=True)
    """The coupons that lie in it; read with the cart."""


class CartLine(Base):
    """So many of a variant, and the price that the buyer last saw."""

    __tablename__ = "cart_line"
    __table_args__ = (
        UniqueConstraint("cart_id", "variant_id"),
        CheckConstraint("quantity BETWEEN 1 AND 10000", name="quantity_is_plausible"),
    )

    id: Mapped[Key]
    cart_id: Mapped[Ref] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"))
    variant_id: Mapped[Ref] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"))
    quantity: Mapped[int]
    seen_price_dong: Mapped[Dong]

    cart: Mapped[Cart] = relationship(lazy="raise", back_populates="lines")
    variant: Mapped[Variant] = relationship(lazy="raise")
