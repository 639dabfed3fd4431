"""What the other side is told of a message: once while it stays unread, and again on another day."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.models import NoticeKind
from marketplace.notices.operations import tell
from orders.conversations import queries
from orders.conversations.models import Conversation, Message, Side
from orders.models import Order, VendorOrder
from vendors.listings.mail import people_of
from vendors.models import MemberRole

ANSWERING = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.PACKER)
"""Roles that talk with buyers."""


def tell_other_side(message_id: int) -> None:
    """Tell whoever the message was written to, unless they have seen it."""
    message = db.session.scalars(_with_all().where(Message.id == message_id)).one()
    conversation, to = message.conversation, message.side.other
    if message.hidden_at is not None or conversation.read_by(to) >= message.id:
        return
    key = f"message/{conversation.id}/{to}/{_burst_of(message)}"
    if to is Side.VENDOR:
        _tell_vendor(key, message)
    else:
        _tell_buyer(key, message)


def _burst_of(message: Message) -> str:
    """Name the run of unread messages that this one belongs to: by its first, and by the day."""
    first = select(func.min(Message.id)).where(
        Message.conversation_id == message.conversation_id,
        Message.side == message.side,
        Message.id > message.conversation.read_by(message.side.other),
    )
    return f"{db.session.scalar(first)}/{clock.in_vietnam(message.sent_at).date()}"


def _tell_vendor(key: str, message: Message) -> None:
    conversation = message.conversation
    link = f"/seller/questions/{conversation.id}"
    said = _said(message)
    for person in people_of(conversation.vendor_id, ANSWERING):
        letter = write("conversations/to_vendor", person.locale, conversation=conversation, said=said, link=link)
        tell(key, letter, user=person, mail_to=person.email, link=link)


def _tell_buyer(key: str, message: Message) -> None:
    conversation, part = message.conversation, message.conversation.vendor_order
    buyer, order = conversation.buyer, part.order if part else None
    link = buyer_link(conversation, order)
    locale = buyer.locale if buyer else (order.locale if order else "vi")
    letter = write("conversations/to_buyer", locale, conversation=conversation, said=_said(message), link=link)
    mail_to = (order.email if order else None) or (buyer.email if buyer else None)
    tell(key, letter, user=buyer, mail_to=mail_to, link=link, kind=NoticeKind.MESSAGES)


def buyer_link(conversation: Conversation, order: Order | None) -> str:
    """Where the buyer reads it; a guest's link carries the order's key."""
    if conversation.vendor_order is None or order is None:
        return f"/account/messages/{conversation.id}"
    key = "" if order.buyer_id else f"?key={order.access_token}"
    return f"/orders/{order.number}/parts/{conversation.vendor_order.number}/messages{key}"


def _said(message: Message) -> str:
    return queries.Thread(message.conversation, [], queries.shares_contacts(message.conversation)).words_of(message)


def _with_all() -> Select[Message]:
    part = joinedload(Conversation.vendor_order).joinedload(VendorOrder.order)
    subject = (joinedload(Conversation.vendor), joinedload(Conversation.buyer), joinedload(Conversation.listing), part)
    return select(Message).options(joinedload(Message.conversation).options(*subject))
