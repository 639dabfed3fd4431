"""Dated rates of tax withheld."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Day, Key, Line, Small, choice
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
