"""What coupons take off a part and a line: columns and constraints that orders copy, whoever pays for the coupon."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Dong


class ReducedPart:
    """Goods and delivery are after the vendor's own coupon (`discount_...`).

    What the market's coupon pays of them in the buyer's stead (`promotion_...`) lowers what the buyer pays alone.
    """

    discount_goods_dong: Mapped[Dong] = mapped_column(default=0)
    discount_delivery_dong: Mapped[Dong] = mapped_column(default=0)
    promotion_goods_dong: Mapped[Dong] = mapped_column(default=0)
    promotion_delivery_dong: Mapped[Dong] = mapped_column(default=0)
    credited_promotion_goods_dong: Mapped[Dong] = mapped_column(default=0)
    credited_promotion_delivery_dong: Mapped[Dong] = mapped_column(default=0)


class ReducedLine:
    """`line_dong` is after the vendor's own coupon; of it the market's coupon pays `promotion_dong`."""

    discount_dong: Mapped[Dong] = mapped_column(default=0)
    promotion_dong: Mapped[Dong] = mapped_column(default=0)


def rules_of_part() -> tuple[CheckConstraint, ...]:
    """What always holds of a part with coupons."""
    return (
        CheckConstraint(
            "total_dong = goods_dong + delivery_dong - promotion_goods_dong - promotion_delivery_dong",
            name="total_adds_up",
        ),
        CheckConstraint("discount_goods_dong >= 0 AND discount_delivery_dong >= 0", name="discount_not_negative"),
        CheckConstraint(
            "promotion_goods_dong BETWEEN 0 AND goods_dong AND promotion_delivery_dong BETWEEN 0 AND delivery_dong",
            name="promotion_within_price",
        ),
        CheckConstraint(
            "credited_promotion_goods_dong BETWEEN 0 AND promotion_goods_dong"
            " AND credited_promotion_delivery_dong BETWEEN 0 AND promotion_delivery_dong",
            name="credited_within_promotion",
        ),
    )


def rules_of_line() -> tuple[CheckConstraint, ...]:
    """What always holds of a line with coupons."""
    return (
        CheckConstraint("line_dong = unit_price_dong * quantity - discount_dong", name="line_adds_up"),
        CheckConstraint("discount_dong >= 0 AND line_dong > 0", name="discount_leaves_a_price"),
        CheckConstraint("promotion_dong BETWEEN 0 AND line_dong", name="promotion_within_line"),
    )
