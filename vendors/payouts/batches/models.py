"""A file of payouts as it was made for the bank, and what stands in it."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Dong, Key, Line, Moment, Prose, Ref
from vendors.payouts.models import Payout


class BatchState(StrEnum):
    """Where a file stands."""

    MADE = "made"
    """It can be fetched; nobody has said that the bank has it."""
    HANDED = "handed"
    """The bank has it."""
    DISCARDED = "discarded"
    """It was never handed over: its payouts wait for another file."""


class PayoutBatch(Base):
    """Payouts in one file, made once as XLSX and as CSV and kept as it was made (SHA-256 of each)."""

    __tablename__ = "payout_batch"
    __table_args__ = (
        CheckConstraint("payouts > 0 AND amount_dong > 0", name="holds_something"),
        CheckConstraint("handed_at IS NULL OR discarded_at IS NULL", name="handed_or_discarded"),
        CheckConstraint("(handed_at IS NULL) = (handed_by_id IS NULL)", name="handed_by_somebody"),
        CheckConstraint("(discarded_at IS NULL) = (discarded_by_id IS NULL)", name="discarded_by_somebody"),
    )

    id: Mapped[Key]
    payouts: Mapped[int]
    amount_dong: Mapped[Dong]
    csv_key: Mapped[Line]
    csv_sha256: Mapped[str] = mapped_column(String(64))
    xlsx_key: Mapped[Line]
    xlsx_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[Moment]
    made_by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    handed_at: Mapped[Moment | None]
    handed_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    discarded_at: Mapped[Moment | None]
    discarded_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    discarded_because: Mapped[Prose] = mapped_column(default="")

    made_by: Mapped[User] = relationship(lazy="raise", foreign_keys=[made_by_id])
    handed_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[handed_by_id])
    discarded_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[discarded_by_id])

    @property
    def state(self) -> BatchState:
        """Where the file stands."""
        if self.handed_at:
            return BatchState.HANDED
        return BatchState.DISCARDED if self.discarded_at else BatchState.MADE


class PayoutBatchLine(Base):
    """One payout as it stands in the file. A payout is in at most one file that was not discarded."""

    __tablename__ = "payout_batch_line"
    __table_args__ = (
        CheckConstraint("amount_dong > 0", name="amount_above_zero"),
        UniqueConstraint("batch_id", "position"),
        Index("uq_payout_batch_line_standing", "payout_id", unique=True, postgresql_where=text("released_at IS NULL")),
    )

    id: Mapped[Key]
    batch_id: Mapped[Ref] = mapped_column(ForeignKey("payout_batch.id"))
    payout_id: Mapped[Ref] = mapped_column(ForeignKey("payout.id"))
    position: Mapped[int]
    bank_bin: Mapped[Code]
    bank_name: Mapped[Line]
    number: Mapped[Code]
    holder: Mapped[Line]
    amount_dong: Mapped[Dong]
    memo: Mapped[Line]
    released_at: Mapped[Moment | None]

    batch: Mapped[PayoutBatch] = relationship(lazy="raise")
    payout: Mapped[Payout] = relationship(lazy="raise")
