"""Credit notes and their lines."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.audit import guard_growth
from marketplace.database import Base, Code, Dong, Key, Moment, Prose, Ref, choice
from orders.models import OrderLine, VendorOrder
from orders.shares import Share
from orders.stages import Stage


class CreditNote(Base):
    """What was taken off a part: goods by line, the delivery if it is included, and their commission and tax.

    The buyer gets back what the buyer paid: goods and delivery less what the market's coupon paid of them (promotion).

    `stage` says how far the part's money had come, and so from where it was given back.
    """

    __tablename__ = "credit_note"
    __table_args__ = (
        CheckConstraint("goods_dong >= 0 AND delivery_dong >= 0", name="amounts_not_negative"),
        CheckConstraint("commission_dong >= 0 AND vat_dong >= 0 AND pit_dong >= 0", name="withheld_not_negative"),
        CheckConstraint("goods_dong + delivery_dong > 0", name="takes_something_off"),
        CheckConstraint(
            "promotion_goods_dong BETWEEN 0 AND goods_dong AND promotion_delivery_dong BETWEEN 0 AND delivery_dong",
            name="promotion_within_price",
        ),
        CheckConstraint("reason <> ''", name="has_its_reason"),
        Index("ix_credit_note_vendor_order_id", "vendor_order_id", "id"),
        Index("ix_credit_note_at", "at"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    vendor_order_id: Mapped[Ref] = mapped_column(ForeignKey("vendor_order.id"))
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    goods_dong: Mapped[Dong]
    delivery_dong: Mapped[Dong]
    commission_dong: Mapped[Dong]
    vat_dong: Mapped[Dong]
    pit_dong: Mapped[Dong]
    promotion_goods_dong: Mapped[Dong] = mapped_column(default=0)
    promotion_delivery_dong: Mapped[Dong] = mapped_column(default=0)
    restocked: Mapped[bool]
    reason: Mapped[Prose]
    at: Mapped[Moment]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    vendor_order: Mapped[VendorOrder] = relationship(lazy="raise")
    by: Mapped[User | None] = relationship(lazy="raise")
    lines: Mapped[list["CreditNoteLine"]] = relationship(lazy="raise", order_by="CreditNoteLine.id")

    @property
    def share(self) -> Share:
        """All that it takes off."""
        return Share(
            self.goods_dong,
            self.delivery_dong,
            self.commission_dong,
            self.vat_dong,
            self.pit_dong,
            self.promotion_goods_dong,
            self.promotion_delivery_dong,
        )


class CreditNoteLine(Base):
    """So many of an order line that were taken off, and their amounts; or none, when they only weigh less (`grams`)."""

    __tablename__ = "credit_note_line"
    __table_args__ = (
        UniqueConstraint("credit_note_id", "order_line_id"),
        CheckConstraint("quantity >= 0 AND (quantity = 0) = (grams IS NOT NULL)", name="takes_pieces_or_weight"),
        CheckConstraint("goods_dong > 0", name="goods_above_zero"),
        CheckConstraint("commission_dong >= 0 AND vat_dong >= 0 AND pit_dong >= 0", name="withheld_not_negative"),
        CheckConstraint("promotion_dong BETWEEN 0 AND goods_dong", name="promotion_within_goods"),
    )

    id: Mapped[Key]
    credit_note_id: Mapped[Ref] = mapped_column(ForeignKey("credit_note.id"))
    order_line_id: Mapped[Ref] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]
    grams: Mapped[int | None]
    goods_dong: Mapped[Dong]
    commission_dong: Mapped[Dong]
    vat_dong: Mapped[Dong]
    pit_dong: Mapped[Dong]
    promotion_dong: Mapped[Dong] = mapped_column(default=0)

    order_line: Mapped[OrderLine] = relationship(lazy="raise")

    @property
    def paid_dong(self) -> int:
        """What the buyer had paid for them."""
        return self.goods_dong - self.promotion_dong


guard_growth(CreditNote)
guard_growth(CreditNoteLine)
