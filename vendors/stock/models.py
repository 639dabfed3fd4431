"""Stock items, movements and reservations."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.audit import guard_growth
from marketplace.database import Base, Code, Day, Key, Line, Moment, Ref, choice
from vendors.listings.models import Variant


class StockItem(Base):
    """The stock of one variant: 0 <= reserved <= on hand + expected, always.

    `expected` pieces that are still to come (from `expected_on`) may be promised already; what comes in lessens it.
    """

    __tablename__ = "stock_item"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved <= on_hand + expected", name="reserved_is_there_or_expected"),
        CheckConstraint("on_hand BETWEEN 0 AND 1000000000", name="on_hand_is_plausible"),
        CheckConstraint("expected BETWEEN 0 AND 1000000", name="expected_is_plausible"),
        CheckConstraint("expected = 0 OR expected_on IS NOT NULL", name="expected_has_its_day"),
        UniqueConstraint("variant_id"),
        Index("ix_stock_item_vendor_id", "vendor_id"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    variant_id: Mapped[Ref] = mapped_column(ForeignKey("variant.id"))
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    expected_on: Mapped[Day | None]
    low_at: Mapped[int] = mapped_column(default=3)

    variant: Mapped[Variant] = relationship(lazy="raise")

    @hybrid_property
    def available(self) -> int:
        """How many can still be sold, those that are expected among them."""
        return self.on_hand + self.expected - self.reserved

    @hybrid_property
    def promised(self) -> int:
        """How many of those on hand buyers have been promised, whatever else comes."""
        return self.reserved - self.expected

    def ships_from(self, quantity: int) -> date | None:
        """From when so many more can be sent: None when they are there."""
        return self.expected_on if quantity > self.on_hand - self.reserved else None


class Lot(Base):
    """A batch of a stock item with its dates; what is on hand of it is a part of what is on hand of the item.

    `code` is what stands on the jar; `token` is the public address behind its QR code.
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("stock_item_id", "code"),
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        CheckConstraint("produced_on <= best_before_on", name="dates_have_an_order"),
        CheckConstraint("code <> ''", name="has_a_code"),
        Index("ix_lot_on_hand", "stock_item_id", "best_before_on", postgresql_where=text("on_hand > 0")),
        Index("ix_lot_vendor_id", "vendor_id", "best_before_on", postgresql_where=text("on_hand > 0")),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    stock_item_id: Mapped[Ref] = mapped_column(ForeignKey("stock_item.id"))
    code: Mapped[Code]
    token: Mapped[Code] = mapped_column(unique=True)
    produced_on: Mapped[Day | None]
    best_before_on: Mapped[Day | None]
    on_hand: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[Moment]

    stock_item: Mapped[StockItem] = relationship(lazy="raise")


class LotUse(Base):
    """So many of a lot that were taken for a purpose (a vendor order), and how many of them came back."""

    __tablename__ = "lot_use"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_above_zero"),
        CheckConstraint("returned BETWEEN 0 AND quantity", name="returned_within_quantity"),
        Index("ix_lot_use_held_for", "held_for"),
        Index("ix_lot_use_lot_id", "lot_id"),
    )

    id: Mapped[Key]
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    held_for: Mapped[Line]
    quantity: Mapped[int]
    returned: Mapped[int] = mapped_column(default=0)
    at: Mapped[Moment]

    lot: Mapped[Lot] = relationship(lazy="raise")


class MovementReason(StrEnum):
    """Why the stock on hand changed."""

    RECEIVED = "received"
    COUNTED = "counted"
    SOLD = "sold"
    RETURNED = "returned"
    SPOILED = "spoiled"
    OTHER = "other"


class StockMovement(Base):
    """A change of what is on hand; the movements of an item add up to it. Rows only grow."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        CheckConstraint("change <> 0", name="changes_something"),
        Index("ix_stock_movement_stock_item_id", "stock_item_id", "id"),
    )

    id: Mapped[Key]
    stock_item_id: Mapped[Ref] = mapped_column(ForeignKey("stock_item.id"))
    lot_id: Mapped[Ref | None] = mapped_column(ForeignKey("lot.id"), index=True)
    change: Mapped[int]
    on_hand_after: Mapped[int]
    reason: Mapped[MovementReason] = mapped_column(choice(MovementReason))
    words: Mapped[Line] = mapped_column(default="")
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[Moment]

    by: Mapped[User | None] = relationship(lazy="raise")
    lot: Mapped[Lot | None] = relationship(lazy="raise")


guard_growth(StockMovement)


class ReservationState(StrEnum):
    """What became of stock that was held."""

    HELD = "held"
    TAKEN = "taken"
    RELEASED = "released"


class Reservation(Base):
    """Stock held for a purpose (`held_for`, for instance `order/17`). Past its end it no longer counts.

    A reservation without an end holds until it is taken or released. `expected_on`: some of it was still to come.
    """

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_above_zero"),
        Index("ix_reservation_held_for", "held_for"),
        Index("ix_reservation_held", "stock_item_id", postgresql_where=text("state = 'held'")),
        Index("ix_reservation_ends", "ends_at", postgresql_where=text("state = 'held' AND ends_at IS NOT NULL")),
    )

    id: Mapped[Key]
    stock_item_id: Mapped[Ref] = mapped_column(ForeignKey("stock_item.id"))
    quantity: Mapped[int]
    held_for: Mapped[Line]
    state: Mapped[ReservationState] = mapped_column(choice(ReservationState), default=ReservationState.HELD)
    ends_at: Mapped[Moment | None]
    expected_on: Mapped[Day | None]
    at: Mapped[Moment]

    stock_item: Mapped[StockItem] = relationship(lazy="raise")
