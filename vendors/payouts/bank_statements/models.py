"""Statements of the bank as they were uploaded, and each of their rows, once."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Day, Dong, Key, Line, Moment, Prose, Ref, choice
from vendors.payouts.models import Payout


class BankStatement(Base):
    """A file that somebody uploaded; nothing is done with it before it is applied."""

    __tablename__ = "bank_statement"
    __table_args__ = (
        CheckConstraint("(applied_at IS NULL) = (applied_by_id IS NULL)", name="applied_by_somebody"),
        CheckConstraint("rows >= 0 AND new_rows BETWEEN 0 AND rows", name="counts_fit"),
    )

    id: Mapped[Key]
    name: Mapped[Line]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    key: Mapped[Line]
    rows: Mapped[int] = mapped_column(default=0)
    new_rows: Mapped[int] = mapped_column(default=0)
    uploaded_at: Mapped[Moment]
    uploaded_by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    applied_at: Mapped[Moment | None]
    applied_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    uploaded_by: Mapped[User] = relationship(lazy="raise", foreign_keys=[uploaded_by_id])


class Direction(StrEnum):
    """Which way money went."""

    OUT = "out"
    IN = "in"
    REFUSED = "refused"
    """The bank says that it did not make the transfer."""


class RowOutcome(StrEnum):
    """What a row turned out to be."""

    WAITING = "waiting"
    """A person has to look."""
    CONFIRMED = "confirmed"
    """A payout arrived."""
    REFUSED = "refused"
    """A payout was not made."""
    RETURNED = "returned"
    """A payout came back."""
    NOT_OURS = "not_ours"
    """It has nothing to do with payouts."""


class BankStatementRow(Base):
    """One row, known by its `identity` whatever file it comes in: the same row is never acted on twice."""

    __tablename__ = "bank_statement_row"
    __table_args__ = (
        CheckConstraint("amount_dong > 0", name="amount_above_zero"),
        CheckConstraint("(outcome = 'waiting') = (answered_at IS NULL)", name="answered_has_its_time"),
        CheckConstraint(
            "(outcome IN ('confirmed', 'refused', 'returned')) = (payout_id IS NOT NULL)", name="matched_has_its_payout"
        ),
        Index("ix_bank_statement_row_statement_id", "statement_id", "position"),
        Index("ix_bank_statement_row_waiting", "id", postgresql_where=text("outcome = 'waiting'")),
        Index(
            "uq_bank_statement_row_confirmed",
            "payout_id",
            unique=True,
            postgresql_where=text("outcome = 'confirmed'"),
        ),
        Index(
            "uq_bank_statement_row_returned", "payout_id", unique=True, postgresql_where=text("outcome = 'returned'")
        ),
    )

    id: Mapped[Key]
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("bank_statement.id"))
    identity: Mapped[str] = mapped_column(String(64), unique=True)
    position: Mapped[int]
    happened_on: Mapped[Day]
    direction: Mapped[Direction] = mapped_column(choice(Direction))
    amount_dong: Mapped[Dong]
    content: Mapped[Prose]
    reference: Mapped[Line] = mapped_column(default="")
    outcome: Mapped[RowOutcome] = mapped_column(choice(RowOutcome), default=RowOutcome.WAITING)
    payout_id: Mapped[Ref | None] = mapped_column(ForeignKey("payout.id"))
    answered_at: Mapped[Moment | None]
    answered_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    statement: Mapped[BankStatement] = relationship(lazy="raise")
    payout: Mapped[Payout | None] = relationship(lazy="raise")
