"""Messages to people, one row for each person and channel."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Key, Line, Moment, Prose, Ref, Small, choice


class Channel(StrEnum):
    """How a message travels."""

    APP = "app"
    MAIL = "mail"


class NoticeState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Given up after many tries, or the address was refused."""


class Notice(Base):
    """One message on one channel; `key` says which message it is, so that it is never written twice.

    In the app it is sent when written and has `read_at`; by mail `recipient` is the address.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("key", "channel", "recipient"),
        CheckConstraint("(channel = 'app') <= (user_id IS NOT NULL)", name="app_needs_a_person"),
        Index("ix_notice_user_id", "user_id", "id"),
        Index("ix_notice_waiting", "next_try_at", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[Key]
    key: Mapped[Line]
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    recipient: Mapped[Line]
    user_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    subject: Mapped[Line]
    text: Mapped[Prose]
    html: Mapped[Prose] = mapped_column(default="")
    link: Mapped[Line] = mapped_column(default="")
    state: Mapped[NoticeState] = mapped_column(choice(NoticeState), default=NoticeState.WAITING)
    attempts: Mapped[Small] = mapped_column(default=0)
    written_at: Mapped[Moment]
    next_try_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    read_at: Mapped[Moment | None]
    last_error: Mapped[Prose] = mapped_column(default="")

    @property
    def body(self) -> str:
        """What is said, without the line that only leads there (the page has a link for it) and the signature."""
        said, _, _signature = self.text.partition("\n--\n")
        leading = self.link or "\n"
        return "\n".join(line for line in said.splitlines() if not line.endswith(leading)).strip()
