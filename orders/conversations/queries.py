"""Reads of conversations, each through the side that asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from orders.conversations.masking import masked
from orders.conversations.models import Conversation, Message, MessageFile, PublicAnswer, QuickAnswer, Side
from orders.fulfilment.privacy import still_needed
from orders.models import Order, VendorOrder
from vendors.listings.models import Listing
from vendors.models import Vendor

MOST_SHOWN = 200
"""Messages of a conversation on its page: the latest."""
MOST_ON_A_LISTING = 20


@dataclass(frozen=True)
class Thread:
    """A conversation as one side reads it: contacts are covered unless there is an order between the two."""

    conversation: Conversation
    messages: Sequence[Message]
    shares_contacts: bool

    def words_of(self, message: Message) -> str:
        """What a message says to whoever reads it here."""
        return message.text if self.shares_contacts else masked(message.text)


def own_conversation(conversation_id: int, user: User) -> Conversation:
    """A person's own conversation. Raises NotFound for anybody else's."""
    return _found(_with_subject().where(Conversation.id == conversation_id, Conversation.buyer_id == user.id))


def conversation_with(vendor: Vendor, conversation_id: int) -> Conversation:
    """A vendor's conversation. Raises NotFound for another vendor's."""
    return _found(_with_subject().where(Conversation.id == conversation_id, Conversation.vendor_id == vendor.id))


def conversation_about(part: VendorOrder) -> Conversation | None:
    """The conversation about a part, if anybody has said anything."""
    return db.session.scalar(_with_subject().where(Conversation.vendor_order_id == part.id))


def question_about(listing: Listing, user: User) -> Conversation | None:
    """The conversation that a person has about a listing, if there is one."""
    is_it = (Conversation.listing_id == listing.id) & (Conversation.buyer_id == user.id)
    return db.session.scalar(select(Conversation).where(is_it))


def thread_of(conversation: Conversation) -> Thread:
    """Read what was said: three statements."""
    latest = select(Message).where(Message.conversation_id == conversation.id).order_by(Message.id.desc())
    rows = db.session.scalars(latest.options(selectinload(Message.files)).limit(MOST_SHOWN)).all()
    return Thread(conversation, rows[::-1], shares_contacts(conversation))


def shares_contacts(conversation: Conversation) -> bool:
    """Whether there is an order between the two for which they may need to reach each other."""
    theirs = VendorOrder.id == conversation.vendor_order_id
    if conversation.buyer_id is not None:
        theirs |= Order.buyer_id == conversation.buyer_id
    given = (VendorOrder.vendor_id == conversation.vendor_id) & VendorOrder.routed_at.is_not(None)
    orders = select(VendorOrder.id).join(Order, Order.id == VendorOrder.order_id)
    return bool(db.session.scalar(select(exists(orders.where(theirs, given, still_needed())))))


def message_in(conversation: Conversation, message_id: int) -> Message:
    """A message of this conversation. Raises NotFound for any other."""
    is_it = (Message.id == message_id) & (Message.conversation_id == conversation.id)
    return _found_message(select(Message).where(is_it))


def file_in(conversation: Conversation, file_id: int) -> MessageFile:
    """A file of this conversation that was not taken out of sight. Raises NotFound for any other."""
    seen = (Message.conversation_id == conversation.id) & Message.hidden_at.is_(None)
    query = select(MessageFile).join(Message, Message.id == MessageFile.message_id)
    file = db.session.scalar(query.where(MessageFile.id == file_id, seen))
    if file is None:
        raise NotFound
    return file


def conversations_of_buyer(user: User) -> Select[Conversation]:
    """Select a person's conversations, the latest first."""
    return _with_subject().where(Conversation.buyer_id == user.id).order_by(Conversation.last_message_at.desc())


def conversations_of_vendor(vendor: Vendor, *, waiting: bool = False) -> Select[Conversation]:
    """Select a vendor's conversations: what waits for an answer first, the longest waiting first of all."""
    query = _with_subject().where(Conversation.vendor_id == vendor.id)
    if waiting:
        query = query.where(Conversation.waits_since.is_not(None))
    return query.order_by(Conversation.waits_since.asc().nulls_last(), Conversation.last_message_at.desc())


def waiting_count(vendor: Vendor) -> int:
    """Count the conversations in which the buyer waits for an answer."""
    waiting = (Conversation.vendor_id == vendor.id) & Conversation.waits_since.is_not(None)
    return db.session.scalar(select(func.count()).select_from(Conversation).where(waiting)) or 0


def unread_of_buyer(user: User) -> int:
    """Count what vendors have said to a person and the person has not seen."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Message)
            .join(Message.conversation)
            .where(Conversation.buyer_id == user.id, _unread(Side.BUYER))
        )
        or 0
    )


@dataclass(frozen=True)
class Glance:
    """What a list shows of a conversation: its last words, and how many are new to the reader."""

    last: Message
    unread: int


def glances(conversations: Sequence[Conversation], *, side: Side) -> dict[int, Glance]:
    """The last message and the unread ones of each of these conversations: two statements."""
    ids = [each.id for each in conversations]
    counted = (
        select(Message.conversation_id, func.max(Message.id), func.count(case((_unread(side), 1))))
        .join(Message.conversation)
        .where(Message.conversation_id.in_(ids), Message.hidden_at.is_(None))
        .group_by(Message.conversation_id)
    )
    rows = list(db.session.execute(counted))
    last = {
        each.id: each for each in db.session.scalars(select(Message).where(Message.id.in_([row[1] for row in rows])))
    }
    return {conversation_id: Glance(last[last_id], unread) for conversation_id, last_id, unread in rows}


def quick_answers(vendor: Vendor) -> Sequence[QuickAnswer]:
    """What the vendor keeps ready, in the order in which it was kept."""
    query = select(QuickAnswer).where(QuickAnswer.vendor_id == vendor.id)
    return db.session.scalars(query.order_by(QuickAnswer.id)).all()


def quick_answer(vendor: Vendor, quick_id: int) -> QuickAnswer:
    """One of the vendor's ready words. Raises NotFound for another vendor's."""
    query = select(QuickAnswer).where(QuickAnswer.vendor_id == vendor.id, QuickAnswer.id == quick_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def public_answers(listing: Listing) -> Sequence[PublicAnswer]:
    """What everyone may read of a listing's questions, the latest first."""
    shown = (PublicAnswer.listing_id == listing.id) & PublicAnswer.withdrawn_at.is_(None)
    query = select(PublicAnswer).where(shown).order_by(PublicAnswer.id.desc())
    return db.session.scalars(query.limit(MOST_ON_A_LISTING)).all()


def publication_of(conversation: Conversation) -> PublicAnswer | None:
    """What was published of a conversation, also if it was withdrawn."""
    return db.session.scalar(select(PublicAnswer).where(PublicAnswer.conversation_id == conversation.id))


def _unread(side: Side) -> ColumnElement[bool]:
    seen = Conversation.buyer_read_id if side is Side.BUYER else Conversation.vendor_read_id
    return (Message.side == side.other) & (Message.id > seen) & Message.hidden_at.is_(None)


def _with_subject() -> Select[Conversation]:
    part = joinedload(Conversation.vendor_order).joinedload(VendorOrder.order)
    return select(Conversation).options(
        joinedload(Conversation.vendor), joinedload(Conversation.buyer), joinedload(Conversation.listing), part
    )


def _found(query: Select[Conversation]) -> Conversation:
    conversation = db.session.scalar(query)
    if conversation is None:
        raise NotFound
    return conversation


def _found_message(query: Select[Message]) -> Message:
    message = db.session.scalar(query)
    if message is None:
        raise NotFound
    return message
