"""Reports: of a message or of a review, each side once, with the market's decision."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Key, Line, Moment, Prose, Ref, choice
from orders.conversations.models import Message
from orders.reviews.models import Review


class ReportReason(StrEnum):
    """Why something is reported."""

    RUDE = "rude"
    SPAM = "spam"
    FALSE = "false"
    """Says what is not so, or is not about the goods."""
    OUTSIDE = "outside"
    """Wants to trade past the market."""
    PRIVATE = "private"
    """Shows somebody's personal data."""
    OTHER = "other"


class Decision(StrEnum):
    """What the market does."""

    NOTHING = "nothing"
    HIDE = "hide"
    BLOCK = "block"
    """Hide it, and let its writer write no more."""


class Report(Base):
    """Somebody (`by_name`: a person's number or a guest's order) finds that a message or a review must not stay."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("num_nonnulls(message_id, review_id) = 1", name="is_of_one_thing"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decision_has_its_time"),
        CheckConstraint("decision IS NULL OR note <> ''", name="decision_has_its_reason"),
        Index("uq_report_message", "message_id", "by_name", unique=True),
        Index("uq_report_review", "review_id", "by_name", unique=True),
        Index("ix_report_open", "id", postgresql_where=text("decided_at IS NULL")),
    )

    id: Mapped[Key]
    message_id: Mapped[Ref | None] = mapped_column(ForeignKey("message.id"))
    review_id: Mapped[Ref | None] = mapped_column(ForeignKey("review.id"))
    by_name: Mapped[Line]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[ReportReason] = mapped_column(choice(ReportReason))
    words: Mapped[Prose]
    at: Mapped[Moment]
    decision: Mapped[Decision | None] = mapped_column(choice(Decision))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[Prose] = mapped_column(default="")

    message: Mapped[Message | None] = relationship(lazy="raise")
    review: Mapped[Review | None] = relationship(lazy="raise")
