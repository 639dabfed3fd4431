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


class NoticeKind(StrEnum):
    """What a message is about: people choose of each kind whether and how they hear of it."""

    ORDERS = "orders"
    """Orders, money, the account and a seller's work: always told."""
    MESSAGES = "messages"
    REVIEWS = "reviews"
    FOLLOWS = "follows"
    NEWS = "news"
    """What the market has to say by itself: told only to those who asked for it."""


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
    kind: Mapped[NoticeKind] = mapped_column(choice(NoticeKind), default=NoticeKind.ORDERS)
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


class NoticeChoice(Base):
    """What a person, or whoever reads a mailbox, said of a kind of message by one channel."""

    __tablename__ = "notice_choice"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "channel"),
        UniqueConstraint("email", "kind", "channel"),
        CheckConstraint("num_nonnulls(user_id, email) = 1", name="is_a_persons_or_a_mailboxs"),
        CheckConstraint("kind <> 'orders'", name="orders_are_always_told"),
    )

    id: Mapped[Key]
    user_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    email: Mapped[Line | None]
    kind: Mapped[NoticeKind] = mapped_column(choice(NoticeKind, named="chosen_kind"))
    channel: Mapped[Channel] = mapped_column(choice(Channel, named="chosen_channel"))
    wanted: Mapped[bool]


class QuietHours(Base):
    """When a person wants no letters, in whole hours of Vietnam's time; they may pass midnight."""

    __tablename__ = "quiet_hours"
    __table_args__ = (
        CheckConstraint("from_hour BETWEEN 0 AND 23 AND until_hour BETWEEN 0 AND 23", name="are_hours"),
        CheckConstraint("from_hour <> until_hour", name="have_an_end"),
    )

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    from_hour: Mapped[Small]
    until_hour: Mapped[Small]
