"""A run of payouts, and what became of each vendor in it."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Day, Key, Line, Moment, Ref, choice
from vendors.models import Vendor
from vendors.payouts.models import Payout


class PayoutRun(Base):
    """Vendors that are to be paid, each by a worker in a transaction of its own.

    Wanted when it began; `done` were paid or had nothing to be paid by then; `failed` wait for the next run. Nobody
    started a nightly one.
    """

    __tablename__ = "payout_run"
    __table_args__ = (
        CheckConstraint("wanted >= 0 AND done >= 0 AND failed >= 0", name="counts_not_negative"),
        CheckConstraint("done + failed <= wanted", name="no_more_than_wanted"),
        CheckConstraint("(finished_at IS NOT NULL) = (done + failed = wanted)", name="finished_when_all_are"),
        Index("ix_payout_run_nightly", "day", postgresql_where=text("started_by_id IS NULL")),
    )

    id: Mapped[Key]
    day: Mapped[Day]
    wanted: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[Moment]
    started_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    finished_at: Mapped[Moment | None]

    started_by: Mapped[User | None] = relationship(lazy="raise")

    @property
    def settled(self) -> int:
        """How many vendors it has seen to, in whatever way."""
        return self.done + self.failed


class RunOutcome(StrEnum):
    """What became of a vendor in a run."""

    WAITING = "waiting"
    PAID = "paid"
    NOTHING = "nothing"
    """Somebody was quicker, or there was too little by then."""
    FAILED = "failed"
    """Something went wrong; the next run tries again."""


class PayoutRunVendor(Base):
    """One vendor in a run."""

    __tablename__ = "payout_run_vendor"
    __table_args__ = (CheckConstraint("(outcome = 'paid') = (payout_id IS NOT NULL)", name="paid_has_its_payout"),)

    run_id: Mapped[Ref] = mapped_column(ForeignKey("payout_run.id"), primary_key=True)
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"), primary_key=True)
    outcome: Mapped[RunOutcome] = mapped_column(choice(RunOutcome), default=RunOutcome.WAITING)
    payout_id: Mapped[Ref | None] = mapped_column(ForeignKey("payout.id"))
    words: Mapped[Line] = mapped_column(default="")

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    payout: Mapped[Payout | None] = relationship(lazy="raise")
