"""What was sent once, and how it was answered."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Line, Moment, Prose, Ref, Small


class Submission(Base):
    """A form that one person sent, by the digest of who sent what where under which key, and its answer.

    Written in the transaction of what the form does, so there is no answer without its act. `messages` are the
    [kind, sentence] pairs that the next page says.
    """

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("location IS NULL OR status BETWEEN 300 AND 399", name="leads_on_when_it_redirects"),
        Index("ix_submission_at", "at"),
    )

    digest: Mapped[Line] = mapped_column(primary_key=True)
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    at: Mapped[Moment]
    status: Mapped[Small | None]
    location: Mapped[Prose | None]
    body: Mapped[Prose | None]
    messages: Mapped[list[list[str]]] = mapped_column(JSONB, default=list)
