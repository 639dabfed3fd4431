"""Dated rates of tax withheld."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Day, Dong, Key, Line, Small, choice
from vendors.listings.models import TaxClass
from vendors.models import TaxStatus


class TaxRule(Base):
    """From `starts_on` so many basis points of VAT and PIT are withheld from vendors of a status for goods of a class.

    `source` names the law or decree. A status without any rule has nothing withheld.
    """

    __tablename__ = "tax_rule"
    __table_args__ = (
        UniqueConstraint("tax_status", "tax_class", "starts_on"),
        CheckConstraint("vat_basis_points BETWEEN 0 AND 5000 AND pit_basis_points BETWEEN 0 AND 5000", name="rates"),
        CheckConstraint("tax_status IN ('household', 'individual', 'nonresident')", name="withheld_from_persons_only"),
    )

    id: Mapped[Key]
    tax_status: Mapped[TaxStatus] = mapped_column(choice(TaxStatus))
    tax_class: Mapped[TaxClass] = mapped_column(choice(TaxClass))
    vat_basis_points: Mapped[Small]
    pit_basis_points: Mapped[Small]
    starts_on: Mapped[Day]
    source: Mapped[Line]


class TaxThreshold(Base):
    """From `starts_on` a household or individual with no more revenue in a year owes neither VAT nor PIT (đồng)."""

    __tablename__ = "tax_threshold"
    __table_args__ = (CheckConstraint("amount_dong > 0", name="amount_above_zero"),)

    id: Mapped[Key]
    starts_on: Mapped[Day] = mapped_column(unique=True)
    amount_dong: Mapped[Dong]
    source: Mapped[Line]
