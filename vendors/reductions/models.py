"""What a variant has cost since when, and for which days it costs less."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.audit import guard_growth
from marketplace.database import Base, Day, Dong, Key, Moment, Ref, choice
from vendors.listings.models import Variant


class PriceRecord(Base):
    """From this moment on a variant costs so much; written in the transaction of the change. Only grows."""

    __tablename__ = "price_record"
    __table_args__ = (
        CheckConstraint("price_dong > 0", name="price_above_zero"),
        Index("ix_price_record_variant_id", "variant_id", "at"),
    )

    id: Mapped[Key]
    variant_id: Mapped[Ref] = mapped_column(ForeignKey("variant.id"))
    price_dong: Mapped[Dong]
    at: Mapped[Moment]


guard_growth(PriceRecord)


class ReductionState(StrEnum):
    """Where a reduction stands."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    """Taken back before it began, or not lawful any more when it should have begun."""


class Reduction(Base):
    """A lower price for some days (Vietnam's, both included).

    While it runs it is the variant's own price. `regular_dong` is what it cost just before, and costs afterwards;
    `lowest_dong` the lowest price of the thirty days before it began, the only one that it may be compared with.
    """

    __tablename__ = "reduction"
    __table_args__ = (
        CheckConstraint("price_dong > 0", name="price_above_zero"),
        CheckConstraint("first_day <= last_day", name="ends_after_it_begins"),
        CheckConstraint("regular_dong > price_dong AND regular_dong <= 2 * price_dong", name="at_most_half_off"),
        CheckConstraint(
            "state NOT IN ('running', 'ended') OR (regular_dong IS NOT NULL AND lowest_dong IS NOT NULL)",
            name="begun_knows_its_prices",
        ),
        CheckConstraint("(state IN ('ended', 'withdrawn')) = (over_at IS NOT NULL)", name="over_has_its_time"),
        Index("uq_reduction_open", "variant_id", unique=True, postgresql_where=text("state IN ('planned', 'running')")),
        Index("ix_reduction_variant_id", "variant_id", "id"),
    )

    id: Mapped[Key]
    variant_id: Mapped[Ref] = mapped_column(ForeignKey("variant.id"))
    price_dong: Mapped[Dong]
    first_day: Mapped[Day]
    last_day: Mapped[Day]
    state: Mapped[ReductionState] = mapped_column(choice(ReductionState), default=ReductionState.PLANNED)
    regular_dong: Mapped[Dong | None]
    lowest_dong: Mapped[Dong | None]
    created_at: Mapped[Moment]
    created_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    over_at: Mapped[Moment | None]

    variant: Mapped[Variant] = relationship(lazy="raise")
    created_by: Mapped[User | None] = relationship(lazy="raise")

    @property
    def was_dong(self) -> int | None:
        """What may stand beside the price as the one before; None when it is not truly lower than that."""
        return self.lowest_dong if self.lowest_dong and self.lowest_dong > self.price_dong else None
