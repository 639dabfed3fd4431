"""The papers of an application, each with its own answer."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Day, Key, Line, Moment, Prose, Ref, choice
from vendors.models import Vendor


class PaperKind(StrEnum):
    """Papers that the market asks of producers."""

    BUSINESS_REGISTRATION = "business_registration"
    IDENTITY = "identity"
    FOOD_SAFETY = "food_safety"
    COOPERATION_CONTRACT = "cooperation_contract"
    FARM_CONFIRMATION = "farm_confirmation"
    CHARTER = "charter"


class PaperState(StrEnum):
    """Where a row of the checklist stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WAIVED = "waived"


class Paper(Base):
    """One paper of one vendor: its scan (private), dates, and the answer of the market."""

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("vendor_id", "kind"),
        CheckConstraint("state NOT IN ('submitted', 'accepted') OR file_key IS NOT NULL", name="has_its_scan"),
        CheckConstraint("state NOT IN ('returned', 'waived') OR note <> ''", name="answer_has_its_reason"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    kind: Mapped[PaperKind] = mapped_column(choice(PaperKind))
    state: Mapped[PaperState] = mapped_column(choice(PaperState), default=PaperState.OPEN)
    file_key: Mapped[Line | None]
    file_kind: Mapped[Line | None]
    number: Mapped[Line] = mapped_column(default="")
    issued_on: Mapped[Day | None]
    expires_on: Mapped[Day | None]
    note: Mapped[Prose] = mapped_column(default="")
    submitted_at: Mapped[Moment | None]

    vendor: Mapped[Vendor] = relationship(lazy="raise")
