"""Commission rules, and what became of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, composite, declared_attr, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.audit import guard_growth
from marketplace.database import Base, Dong, Json, Key, Line, Moment, Ref, Small, choice
from vendors.commissions.rates import FixedPer, Rate
from vendors.listings.models import Category
from vendors.models import Vendor

LAST_PLACE = 10_000
"""Rules for everyone stand here and behind, all others before."""
ONE_TARGET = "coalesce(vendor_id * 10 + 1, category_number * 10 + 2, star * 10 + 3, 0)"
"""Whom a rule is for, as one number that no rule for somebody else has."""


class CommissionRule(Base):
    """What the market takes of a line of goods: of one vendor, one category, one star, or (none named) of everyone.

    Rules are read in the order of `position`; the first in force that matches wins. A rule is in force from
    `valid_from` (nothing: from the first day) until before `valid_until`; once ended it has no place any more.
    """

    __tablename__ = "commission_rule"
    __table_args__ = (
        CheckConstraint("basis_points BETWEEN 0 AND 10000", name="rate_is_a_share"),
        CheckConstraint("fixed_dong >= 0", name="fixed_not_negative"),
        CheckConstraint("floor_dong >= 0", name="floor_not_negative"),
        CheckConstraint("floor_dong <= cap_dong", name="floor_within_cap"),
        CheckConstraint("num_nonnulls(vendor_id, category_number, star) <= 1", name="at_most_one_target"),
        CheckConstraint("star BETWEEN 3 AND 5", name="star_of_a_certificate"),
        CheckConstraint(
            f"(num_nonnulls(vendor_id, category_number, star) = 0) = (position >= {LAST_PLACE})", name="everyone_last"
        ),
        CheckConstraint("valid_from <= valid_until", name="dates_have_an_order"),
        CheckConstraint("position IS NOT NULL OR valid_until IS NOT NULL", name="has_a_place_or_has_ended"),
        UniqueConstraint("position", deferrable=True, initially="IMMEDIATE"),
        ExcludeConstraint(
            (text(f"int8range({ONE_TARGET}, {ONE_TARGET}, '[]')"), "&&"),
            (text("tstzrange(valid_from, valid_until)"), "&&"),
            name="ex_commission_rule_one_at_a_time",
            using="gist",
            deferrable=True,
            initially="IMMEDIATE",
        ),
    )

    id: Mapped[Key]
    position: Mapped[Small | None]
    words: Mapped[Line]
    vendor_id: Mapped[Ref | None] = mapped_column(ForeignKey("vendor.id"))
    category_number: Mapped[Small | None] = mapped_column(ForeignKey("category.number"))
    star: Mapped[Small | None]
    basis_points: Mapped[Small]
    fixed_dong: Mapped[Dong] = mapped_column(default=0)
    fixed_per: Mapped[FixedPer] = mapped_column(choice(FixedPer), default=FixedPer.UNIT)
    floor_dong: Mapped[Dong] = mapped_column(default=0)
    cap_dong: Mapped[Dong | None]
    valid_from: Mapped[Moment | None]
    valid_until: Mapped[Moment | None]

    rate: Mapped[Rate] = composite("basis_points", "fixed_dong", "fixed_per", "floor_dong", "cap_dong")
    vendor: Mapped[Vendor | None] = relationship(lazy="raise")
    category: Mapped[Category | None] = relationship(lazy="raise")

    @property
    def is_for_everyone(self) -> bool:
        """Whether no vendor, category or star is named."""
        return self.vendor_id is None and self.category_number is None and self.star is None

    def has_begun(self, moment: datetime) -> bool:
        """Whether orders placed at that moment may already fall under it."""
        return self.valid_from is None or self.valid_from <= moment


class RuleAct(StrEnum):
    """What was done to a rule."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    PLANNED = "planned"
    """It will be followed by another version of itself on a day to come."""
    ENDED = "ended"
    DROPPED = "dropped"
    """It was taken back before it began."""


class CommissionRuleChange(Base):
    """One version of a rule after another: who changed it, when, and what it said before and after. Rows only grow."""

    __tablename__ = "commission_rule_change"
    __table_args__ = (Index("ix_commission_rule_change_rule_id", "rule_id", "id"),)

    id: Mapped[Key]
    rule_id: Mapped[Ref] = mapped_column(ForeignKey("commission_rule.id"))
    at: Mapped[Moment]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    act: Mapped[RuleAct] = mapped_column(choice(RuleAct))
    before: Mapped[Json | None]
    after: Mapped[Json | None]

    rule: Mapped[CommissionRule] = relationship(lazy="raise")
    by: Mapped[User | None] = relationship(lazy="raise")


guard_growth(CommissionRuleChange)


class CopiedRate:
    """What a line of an order keeps of the rule under which it was placed."""

    commission_basis_points: Mapped[Small]
    commission_fixed_dong: Mapped[Dong] = mapped_column(default=0)
    commission_fixed_per: Mapped[FixedPer] = mapped_column(choice(FixedPer), default=FixedPer.UNIT)
    commission_floor_dong: Mapped[Dong] = mapped_column(default=0)
    commission_cap_dong: Mapped[Dong | None]

    @declared_attr
    def commission_rate(cls) -> Mapped[Rate]:  # noqa: N805  # SQLAlchemy calls it with the class
        """The five columns as one rate."""
        return composite(
            "commission_basis_points",
            "commission_fixed_dong",
            "commission_fixed_per",
            "commission_floor_dong",
            "commission_cap_dong",
        )
