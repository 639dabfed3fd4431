"""Coupons, what lies of them in carts, and each use."""

from enum import StrEnum

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Day, Dong, Key, Moment, Ref, Small, choice
from orders.models import Order
from vendors.models import Vendor


class CouponKind(StrEnum):
    """What a coupon takes off."""

    PERCENT = "percent"
    """A share of the goods, perhaps up to an amount."""
    AMOUNT = "amount"
    """An amount of the goods."""
    DELIVERY = "delivery"
    """Delivery, up to an amount."""


class Coupon(Base):
    """A code that takes something off an order: paid by its vendor, or by the market when it has none.

    `code` is the folded form that is compared, `printed` what people read. Its days are Vietnam's, both included.
    Without listings, sets and vendors named it is for all goods (of its vendor). `uses` and `cost_dong` count what
    orders hold of it: they are changed in the transaction that places an order, under the coupon's lock.
    """

    __tablename__ = "coupon"
    __table_args__ = (
        CheckConstraint("code ~ '^[A-Z0-9]{4,20}$'", name="code_is_folded"),
        CheckConstraint("(kind = 'percent') = (basis_points IS NOT NULL)", name="percent_has_its_share"),
        CheckConstraint("kind = 'percent' OR most_dong IS NOT NULL", name="amount_is_named"),
        CheckConstraint("basis_points BETWEEN 1 AND 5000", name="share_within_the_law"),
        CheckConstraint("most_dong > 0 AND least_order_dong >= 0", name="amounts_not_negative"),
        CheckConstraint("kind <> 'amount' OR least_order_dong >= 2 * most_dong", name="amount_within_the_law"),
        CheckConstraint("first_day <= last_day", name="ends_after_it_begins"),
        CheckConstraint("most_uses > 0 AND most_uses_each > 0 AND budget_dong > 0", name="limits_above_zero"),
        CheckConstraint("uses >= 0 AND (most_uses IS NULL OR uses <= most_uses)", name="uses_within_limit"),
        CheckConstraint(
            "cost_dong >= 0 AND (budget_dong IS NULL OR cost_dong <= budget_dong)", name="cost_within_budget"
        ),
        CheckConstraint("vendor_id IS NULL OR vendor_ids = '{}'", name="vendors_coupon_is_for_its_own_goods"),
        Index("ix_coupon_vendor_id", "vendor_id", "id"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref | None] = mapped_column(ForeignKey("vendor.id"))
    code: Mapped[Code] = mapped_column(unique=True)
    printed: Mapped[Code]
    kind: Mapped[CouponKind] = mapped_column(choice(CouponKind))
    basis_points: Mapped[Small | None]
    most_dong: Mapped[Dong | None]
    first_day: Mapped[Day]
    last_day: Mapped[Day]
    least_order_dong: Mapped[Dong] = mapped_column(default=0)
    first_order_only: Mapped[bool] = mapped_column(default=False)
    most_uses: Mapped[int | None]
    most_uses_each: Mapped[int | None]
    budget_dong: Mapped[Dong | None]
    listing_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    category_numbers: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger), default=list)
    vendor_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    uses: Mapped[int] = mapped_column(default=0)
    cost_dong: Mapped[Dong] = mapped_column(default=0)
    paused_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
    created_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    vendor: Mapped[Vendor | None] = relationship(lazy="raise")
    created_by: Mapped[User | None] = relationship(lazy="raise")

    def is_for(self, *, vendor_id: int, listing_id: int, category_number: int) -> bool:
        """Whether it may lower the price of such goods."""
        if self.vendor_id not in (None, vendor_id):
            return False
        named = (self.vendor_ids, vendor_id), (self.listing_ids, listing_id), (self.category_numbers, category_number)
        return all(not chosen or one in chosen for chosen, one in named)


class CartCoupon(Base):
    """A coupon that a buyer has put into a cart; whether it applies is decided each time anew."""

    __tablename__ = "cart_coupon"

    cart_id: Mapped[Ref] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True)
    coupon_id: Mapped[Ref] = mapped_column(ForeignKey("coupon.id", ondelete="CASCADE"), primary_key=True, index=True)


class CouponUse(Base):
    """What an order holds of a coupon; by whom, as account or as phone number, for the limits by buyer.

    `amount_dong` is what its parts that have not ended unsold were promised; an order that ended holds nothing.
    """

    __tablename__ = "coupon_use"
    __table_args__ = (
        UniqueConstraint("coupon_id", "order_id"),
        CheckConstraint("amount_dong >= 0", name="amount_not_negative"),
        CheckConstraint("released_at IS NULL OR amount_dong = 0", name="released_holds_nothing"),
        Index("ix_coupon_use_standing", "coupon_id", "phone", postgresql_where=text("released_at IS NULL")),
    )

    id: Mapped[Key]
    coupon_id: Mapped[Ref] = mapped_column(ForeignKey("coupon.id"))
    order_id: Mapped[Ref] = mapped_column(ForeignKey("customer_order.id"), index=True)
    buyer_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    phone: Mapped[Code]
    amount_dong: Mapped[Dong]
    used_at: Mapped[Moment]
    released_at: Mapped[Moment | None]

    coupon: Mapped[Coupon] = relationship(lazy="raise")
    order: Mapped[Order] = relationship(lazy="raise")
