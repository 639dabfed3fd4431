"""The monthly declaration of tax withheld, and a line of it for each vendor. What is filed does not change."""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Day, Dong, Key, Line, Moment, Ref, choice
from marketplace.documents.models import Document

DUE_ON = 20
"""The day of the next month by which a month is declared and paid (Decree 252/2026/NĐ-CP, art. 10.2)."""


class DeclarationState(StrEnum):
    """How far a month's declaration has come."""

    PREPARED = "prepared"
    """Its figures are written down; they can be written anew until it is filed."""
    FILED = "filed"
    """Handed in to the tax office; its figures are those of its document."""
    PAID = "paid"
    """What was due is paid to the State Treasury (or nothing was)."""


class TaxDeclaration(Base):
    """What was withheld in a month, net of what went back with returned goods, in đồng.

    A month in which more went back than was withheld leaves a sum below zero, which the next month carries.
    """

    __tablename__ = "tax_declaration"
    __table_args__ = (
        CheckConstraint("extract(day FROM month) = 1", name="month_begins"),
        CheckConstraint("carried_vat_dong <= 0 AND carried_pit_dong <= 0", name="only_losses_are_carried"),
        CheckConstraint("due_vat_dong = greatest(vat_dong + carried_vat_dong, 0)", name="due_vat_adds_up"),
        CheckConstraint("due_pit_dong = greatest(pit_dong + carried_pit_dong, 0)", name="due_pit_adds_up"),
        CheckConstraint("(state = 'prepared') = (filed_at IS NULL)", name="filed_has_its_time"),
        CheckConstraint("(filed_at IS NULL) = (document_id IS NULL)", name="filed_has_its_document"),
        CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid_has_its_time"),
        CheckConstraint(
            "state <> 'paid' OR due_vat_dong + due_pit_dong = 0 OR treasury_reference <> ''",
            name="payment_has_its_reference",
        ),
    )

    id: Mapped[Key]
    month: Mapped[Day] = mapped_column(unique=True)
    state: Mapped[DeclarationState] = mapped_column(choice(DeclarationState), default=DeclarationState.PREPARED)
    vat_dong: Mapped[Dong] = mapped_column(default=0)
    pit_dong: Mapped[Dong] = mapped_column(default=0)
    carried_vat_dong: Mapped[Dong] = mapped_column(default=0)
    carried_pit_dong: Mapped[Dong] = mapped_column(default=0)
    due_vat_dong: Mapped[Dong] = mapped_column(default=0)
    due_pit_dong: Mapped[Dong] = mapped_column(default=0)
    treasury_reference: Mapped[Code] = mapped_column(default="")
    prepared_at: Mapped[Moment]
    filed_at: Mapped[Moment | None]
    filed_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    paid_at: Mapped[Moment | None]
    paid_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    document_id: Mapped[Ref | None] = mapped_column(ForeignKey("document.id"), unique=True)

    document: Mapped[Document | None] = relationship(lazy="raise")
    filed_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[filed_by_id])
    paid_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[paid_by_id])
    lines: Mapped[list["TaxDeclarationLine"]] = relationship(
        lazy="raise", order_by="TaxDeclarationLine.id", cascade="all, delete-orphan"
    )

    @property
    def due_dong(self) -> int:
        """What is paid to the State Treasury for this month."""
        return self.due_vat_dong + self.due_pit_dong

    @property
    def is_open(self) -> bool:
        """Whether its figures can still be written anew."""
        return self.state is DeclarationState.PREPARED


class TaxDeclarationLine(Base):
    """What one vendor sold and gave back in the month, and the tax withheld and given back of it, in đồng."""

    __tablename__ = "tax_declaration_line"
    __table_args__ = (
        UniqueConstraint("declaration_id", "vendor_id"),
        Index("ix_tax_declaration_line_vendor_id", "vendor_id"),
    )

    id: Mapped[Key]
    declaration_id: Mapped[Ref] = mapped_column(ForeignKey("tax_declaration.id"))
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    name: Mapped[Line]
    tax_code: Mapped[Code] = mapped_column(default="")
    sold_dong: Mapped[Dong]
    returned_dong: Mapped[Dong]
    vat_withheld_dong: Mapped[Dong]
    vat_returned_dong: Mapped[Dong]
    pit_withheld_dong: Mapped[Dong]
    pit_returned_dong: Mapped[Dong]


_FROZEN_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change_of_filed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_declaration bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.declaration_id ELSE OLD.declaration_id END;
BEGIN
  IF (SELECT state FROM tax_declaration WHERE id = of_declaration) <> 'prepared' THEN
    RAISE EXCEPTION 'a filed declaration does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
_FROZEN = (
    "CREATE TRIGGER tax_declaration_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON tax_declaration_line "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_filed()"
)
event.listen(TaxDeclarationLine.__table__, "after_create", DDL(_FROZEN_FUNCTION))
event.listen(TaxDeclarationLine.__table__, "after_create", DDL(_FROZEN))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def due_on(month: date) -> date:
    """The day by which the month is declared and paid."""
    return next_month(month).replace(day=DUE_ON)
