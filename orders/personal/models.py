"""Requests about personal data, each with its deadline."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Day, Key, Line, Moment, Ref, choice


class RequestKind(StrEnum):
    """What is asked for."""

    COPY = "copy"
    DELETION = "deletion"


class RequestStatus(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    """A copy is being made; a deletion can still be taken back."""
    DONE = "done"
    WITHDRAWN = "withdrawn"


class PersonalRequest(Base):
    """One request. `acts_at` is when it is carried out, `due_on` the last day on which it must be.

    A copy that is done has its file, until that is deleted.
    """

    __tablename__ = "personal_request"
    __table_args__ = (
        CheckConstraint("(status = 'waiting') = (ended_at IS NULL)", name="ended_has_its_time"),
        CheckConstraint("file_key IS NULL OR (kind = 'copy' AND status = 'done')", name="only_copies_have_files"),
        Index("ix_personal_request_user_id", "user_id", "id"),
        Index(
            "uq_personal_request_waiting",
            "user_id",
            "kind",
            unique=True,
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_personal_request_acts_at", "acts_at", postgresql_where=text("status = 'waiting'")),
    )

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[RequestKind] = mapped_column(choice(RequestKind, named="personal_request_kind"))
    status: Mapped[RequestStatus] = mapped_column(choice(RequestStatus, named="personal_request_status"))
    asked_at: Mapped[Moment]
    acts_at: Mapped[Moment]
    due_on: Mapped[Day]
    ended_at: Mapped[Moment | None]
    file_key: Mapped[Line | None]

    user: Mapped[User] = relationship(lazy="raise")
