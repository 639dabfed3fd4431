"""Accounts, postings and transfers. Postings and transfers only grow."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.audit import guard_growth
from marketplace.database import Base, Dong, Key, Line, Moment, Ref, choice
from marketplace.ledger.chart import OWNED, AccountKind, AccountName, Purpose

_OWNED = ", ".join(f"'{kind.value}'" for kind in sorted(OWNED))


class Account(Base):
    """One account of the chart; `owner_id` is the vendor or the carrier for the kinds kept for each."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint("kind", "owner_id", postgresql_nulls_not_distinct=True),
        CheckConstraint(f"(kind IN ({_OWNED})) = (owner_id IS NOT NULL)", name="owned_where_kept_per_owner"),
    )

    id: Mapped[Key]
    kind: Mapped[AccountKind] = mapped_column(choice(AccountKind))
    owner_id: Mapped[Ref | None]

    @property
    def name(self) -> AccountName:
        """The account's name in the chart."""
        return AccountName(self.kind, self.owner_id)


class Posting(Base):
    """Transfers that belong together. `reference` is unique: the same fact is never posted twice."""

    __tablename__ = "ledger_posting"

    id: Mapped[Key]
    reference: Mapped[Line] = mapped_column(unique=True)
    words: Mapped[Line]
    posted_at: Mapped[Moment] = mapped_column(index=True)

    transfers: Mapped[list["Transfer"]] = relationship(lazy="raise", back_populates="posting", order_by="Transfer.id")


class Transfer(Base):
    """A move of money: one debit account, one credit account, an amount above zero, and what it is for."""

    __tablename__ = "ledger_transfer"
    __table_args__ = (
        CheckConstraint("amount_dong > 0", name="amount_above_zero"),
        CheckConstraint("debit_account_id <> credit_account_id", name="two_sides"),
        Index("ix_ledger_transfer_debit", "debit_account_id", "id", postgresql_include=["amount_dong"]),
        Index("ix_ledger_transfer_credit", "credit_account_id", "id", postgresql_include=["amount_dong"]),
    )

    id: Mapped[Key]
    posting_id: Mapped[Ref] = mapped_column(ForeignKey("ledger_posting.id"), index=True)
    debit_account_id: Mapped[Ref] = mapped_column(ForeignKey("ledger_account.id"))
    credit_account_id: Mapped[Ref] = mapped_column(ForeignKey("ledger_account.id"))
    amount_dong: Mapped[Dong]
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose), default=Purpose.MONEY)

    posting: Mapped[Posting] = relationship(lazy="raise", back_populates="transfers")
    debit_account: Mapped[Account] = relationship(lazy="raise", foreign_keys=[debit_account_id])
    credit_account: Mapped[Account] = relationship(lazy="raise", foreign_keys=[credit_account_id])


guard_growth(Posting)
guard_growth(Transfer)


class AuditRun(Base):
    """What an audit of the books found, kept for the desk; no findings: the books were right.

    `results` has what each check found under its name.
    """

    __tablename__ = "ledger_audit_run"

    id: Mapped[Key]
    ran_at: Mapped[Moment] = mapped_column(index=True)
    findings: Mapped[list[str]] = mapped_column(JSONB)
    results: Mapped[dict[str, list[str]]] = mapped_column(JSONB, default=dict)
    turnover_dong: Mapped[Dong]
