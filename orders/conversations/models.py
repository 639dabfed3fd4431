"""Conversations with their messages and files, a vendor's ready words, and answers that everyone may read."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Key, Line, Moment, Prose, Ref, choice
from orders.models import VendorOrder
from vendors.listings.models import Listing
from vendors.models import Vendor


class Side(StrEnum):
    """Who speaks in a conversation."""

    BUYER = "buyer"
    VENDOR = "vendor"

    @property
    def other(self) -> "Side":
        """Whoever listens."""
        return Side.VENDOR if self is Side.BUYER else Side.BUYER


class Conversation(Base):
    """One buyer and one vendor about one thing: a listing, or a part of an order (whose guest has no `buyer_id`).

    `waits_since` is when the buyer's first unanswered message came; `..._read_id` is the last message that a side has
    seen. `may_name` says whether the buyer agreed to be named where the vendor publishes the question.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint("num_nonnulls(listing_id, vendor_order_id) = 1", name="is_about_one_thing"),
        CheckConstraint("listing_id IS NULL OR buyer_id IS NOT NULL", name="guests_speak_of_orders"),
        Index("uq_conversation_question", "buyer_id", "listing_id", unique=True),
        Index("ix_conversation_vendor_id", "vendor_id", "waits_since", "last_message_at"),
        Index("ix_conversation_buyer_id", "buyer_id", "last_message_at"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    buyer_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    listing_id: Mapped[Ref | None] = mapped_column(ForeignKey("listing.id"), index=True)
    vendor_order_id: Mapped[Ref | None] = mapped_column(ForeignKey("vendor_order.id"), unique=True)
    may_name: Mapped[bool] = mapped_column(default=False)
    begun_at: Mapped[Moment]
    last_message_at: Mapped[Moment]
    waits_since: Mapped[Moment | None]
    buyer_read_id: Mapped[Ref] = mapped_column(default=0)
    vendor_read_id: Mapped[Ref] = mapped_column(default=0)

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    buyer: Mapped[User | None] = relationship(lazy="raise")
    listing: Mapped[Listing | None] = relationship(lazy="raise")
    vendor_order: Mapped[VendorOrder | None] = relationship(lazy="raise")

    def read_by(self, side: Side) -> int:
        """The last message that this side has seen."""
        return self.buyer_read_id if side is Side.BUYER else self.vendor_read_id


class Message(Base):
    """What one side said; `by_id` is nobody for a guest. A hidden one keeps its words for the market's log."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_conversation_id", "conversation_id", "id"),
        Index("ix_message_by_id", "by_id", "sent_at"),
    )

    id: Mapped[Key]
    conversation_id: Mapped[Ref] = mapped_column(ForeignKey("conversation.id"))
    side: Mapped[Side] = mapped_column(choice(Side))
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[Prose]
    sent_at: Mapped[Moment]
    hidden_at: Mapped[Moment | None]

    conversation: Mapped[Conversation] = relationship(lazy="raise")
    files: Mapped[list["MessageFile"]] = relationship(lazy="raise", order_by="MessageFile.id")


class MessageFile(Base):
    """A picture or a PDF that came with a message; its key is private."""

    __tablename__ = "message_file"

    id: Mapped[Key]
    message_id: Mapped[Ref] = mapped_column(ForeignKey("message.id"), index=True)
    key: Mapped[Line]

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in the page."""
        return self.key.endswith(".webp")


class QuickAnswer(Base):
    """Words that a vendor keeps ready."""

    __tablename__ = "quick_answer"
    __table_args__ = (UniqueConstraint("vendor_id", "text"), CheckConstraint("text <> ''", name="says_something"))

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    text: Mapped[Line]


class PublicAnswer(Base):
    """A question with its answer on the listing's page; without the asker's name unless they agreed."""

    __tablename__ = "public_answer"
    __table_args__ = (
        CheckConstraint("question <> '' AND answer <> ''", name="asks_and_answers"),
        Index("ix_public_answer_listing_id", "listing_id", "id", postgresql_where=text("withdrawn_at IS NULL")),
    )

    id: Mapped[Key]
    conversation_id: Mapped[Ref] = mapped_column(ForeignKey("conversation.id"), unique=True)
    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id"))
    question: Mapped[Prose]
    answer: Mapped[Prose]
    asker: Mapped[Line] = mapped_column(default="")
    published_at: Mapped[Moment]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[Moment | None]
