"""Editions of a vendor's papers: the renewals that wait beside the paper that counts, and those that counted before."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Day, Key, Line, Moment, Prose, Ref, choice
from vendors.models import Vendor
from vendors.onboarding.models import PaperKind


class EditionState(StrEnum):
    """Where an edition stands."""

    WAITING = "waiting"
    """Handed in; the paper of before still counts."""
    ACCEPTED = "accepted"
    """Counts, or counted until the next was accepted."""
    RETURNED = "returned"
    """Sent back with a note."""
    FORMER = "former"
    """What stood in the application, kept when a renewal took its place."""


class PaperEdition(Base):
    """A paper as it was handed in once: its scan (private), dates, and the market's answer."""

    __tablename__ = "paper_edition"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_its_time"),
        CheckConstraint("state <> 'returned' OR note <> ''", name="return_has_its_reason"),
        CheckConstraint("issued_on < expires_on", name="dates_have_an_order"),
        Index("uq_paper_edition_waiting", "vendor_id", "kind", unique=True, postgresql_where=text("state = 'waiting'")),
        Index("ix_paper_edition_vendor_id", "vendor_id", "id"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    kind: Mapped[PaperKind] = mapped_column(choice(PaperKind))
    state: Mapped[EditionState] = mapped_column(choice(EditionState), default=EditionState.WAITING)
    file_key: Mapped[Line]
    file_kind: Mapped[Line]
    number: Mapped[Line] = mapped_column(default="")
    issued_on: Mapped[Day | None]
    expires_on: Mapped[Day | None]
    note: Mapped[Prose] = mapped_column(default="")
    submitted_at: Mapped[Moment]
    submitted_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    submitted_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=submitted_by_id)
