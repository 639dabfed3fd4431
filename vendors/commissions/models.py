"""Commission rules."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Key, Line, Ref, Small


class CommissionRule(Base):
    """So many basis points of the goods, for one vendor, one category, one star, or (none named) for everyone.

    Rules are read in the order of `position`; the first that matches wins.
    """

    __tablename__ = "commission_rule"
    __table_args__ = (
        CheckConstraint("basis_points BETWEEN 0 AND 10000", name="rate_is_a_share"),
        CheckConstraint("num_nonnulls(vendor_id, category_number, star) <= 1", name="at_most_one_target"),
        CheckConstraint("star BETWEEN 3 AND 5", name="star_of_a_certificate"),
    )

    id: Mapped[Key]
    position: Mapped[Small] = mapped_column(unique=True)
    words: Mapped[Line]
    vendor_id: Mapped[Ref | None] = mapped_column(ForeignKey("vendor.id"))
    category_number: Mapped[Small | None] = mapped_column(ForeignKey("category.number"))
    star: Mapped[Small | None]
    basis_points: Mapped[Small]
