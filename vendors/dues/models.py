"""Invoices of what a vendor owes, and which ledger transfers each of them is made of and settled by."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Code, Day, Dong, Key, Moment, Prose, Ref, choice
from vendors.models import Vendor


class DuesStatus(StrEnum):
    """Where an invoice stands; one that is open after its day is overdue."""

    OPEN = "open"
    PAID = "paid"
    """The rest of it came to the market's bank."""
    SET_OFF = "set_off"
    """The rest of it was taken off a payout, or there was nothing to pay."""
    WITHDRAWN = "withdrawn"
    """Taken back by staff; what stood on it is free for the next."""


class DuesInvoice(Base):
    """What a vendor owed when it was issued; `month` is the first day of the month that it is called by.

    `reference` is the memo under which it is paid.
    """

    __tablename__ = "dues_invoice"
    __table_args__ = (
        CheckConstraint("amount_dong >= 0", name="amount_not_negative"),
        CheckConstraint("amount_dong > 0 OR status <> 'open'", name="nothing_is_never_open"),
        CheckConstraint("extract(day FROM month) = 1", name="month_is_its_first_day"),
        CheckConstraint("(status = 'open') = (settled_at IS NULL)", name="settled_has_its_time"),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_because <> '')", name="withdrawn_has_its_reason"),
        Index("ix_dues_invoice_vendor_id", "vendor_id", "id"),
        Index("ix_dues_invoice_open", "due_on", postgresql_where=text("status = 'open'")),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    month: Mapped[Day]
    amount_dong: Mapped[Dong]
    due_on: Mapped[Day]
    status: Mapped[DuesStatus] = mapped_column(choice(DuesStatus), default=DuesStatus.OPEN)
    issued_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]
    withdrawn_because: Mapped[Prose] = mapped_column(default="")
    reminded_before_at: Mapped[Moment | None]
    reminded_after_at: Mapped[Moment | None]

    vendor: Mapped[Vendor] = relationship(lazy="raise")


class DuesClaim(Base):
    """A ledger transfer on the vendor's debt account that an invoice is made of, or (`settles`) that settled it.

    A transfer is in at most one invoice that stands; a withdrawn invoice lets go of its claims.
    """

    __tablename__ = "dues_claim"
    __table_args__ = (
        Index("uq_dues_claim_standing", "transfer_id", unique=True, postgresql_where=text("released_at IS NULL")),
        Index("ix_dues_claim_invoice_id", "invoice_id"),
    )

    id: Mapped[Key]
    invoice_id: Mapped[Ref] = mapped_column(ForeignKey("dues_invoice.id"))
    transfer_id: Mapped[Ref] = mapped_column(ForeignKey("ledger_transfer.id"))
    settles: Mapped[bool]
    released_at: Mapped[Moment | None]
