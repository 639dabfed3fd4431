"""Writing to the other side, noting what was read, and what needs no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed, Refusal
from marketplace.gateways.wiring import gateways
from marketplace.papers import UnreadablePaper, keep_paper
from orders.conversations.events import MessageWritten
from orders.conversations.models import Conversation, Message, MessageFile, Side
from orders.models import Order, VendorOrder
from orders.muting.operations import Writer, require_voice
from vendors.listings.models import Listing

LONGEST = 2000
"""Characters of a message."""
MOST_FILES = 3
MOST_IN_AN_HOUR = 30
"""Messages of one writer, to whomever."""
MOST_QUESTIONS_IN_A_DAY = 10
"""Listings that one person begins to ask about."""
FOLDER = "private/messages"


class TooManyMessages(Refusal):
    """The writer has written very much in a short time."""

    status: ClassVar[int] = 429
    sentence = _l("Bạn đã gửi nhiều tin trong thời gian ngắn. Hãy chờ một lát rồi gửi tiếp.")


class NothingSaid(Invalid):
    """Neither words nor a file."""

    sentence = _l("Hãy viết vài lời hoặc gửi kèm một tệp.")


class NotGivenYet(MoveNotAllowed):
    """The vendor does not know of the part yet, as its money is awaited."""

    sentence = _l("Nhà sản xuất chưa được giao đơn này nên chưa nhắn được. Hãy thanh toán trước.")


@dataclass(frozen=True)
class Said:
    """What somebody sends: words, and files as they came."""

    text: str
    files: Sequence[bytes] = ()


def ask(listing: Listing, said: Said, *, by: User, may_name: bool = False) -> Message:
    """Ask a listing's vendor, in the one conversation that this person has about it.

    Raises TooManyMessages, NothingSaid, Invalid, Muted.
    """
    began = db.session.scalar(select(Conversation).where(Conversation.buyer_id == by.id, _about(listing)))
    if began is None:
        _require_new_question(by)
        began = _opened(_about(listing), vendor_id=listing.vendor_id, buyer_id=by.id, listing_id=listing.id)
    began.may_name = may_name
    return write(began, said, side=Side.BUYER, by=by)


def about_part(part: VendorOrder) -> Conversation:
    """The conversation about a part of an order, begun when there is none. Raises NotGivenYet."""
    if part.routed_at is None:
        raise NotGivenYet
    buyer_id = db.session.scalar(select(Order.buyer_id).where(Order.id == part.order_id))
    is_it = (Conversation.vendor_order_id == part.id) & (Conversation.vendor_id == part.vendor_id)
    return _opened(is_it, vendor_id=part.vendor_id, buyer_id=buyer_id, vendor_order_id=part.id)


def write(conversation: Conversation, said: Said, *, side: Side, by: User | None) -> Message:
    """Say something to the other side, which is told of it.

    Raises TooManyMessages, NothingSaid, Invalid (too long, files that cannot be kept), Muted.
    """
    text = said.text.replace("\x00", "").strip()
    _require_sense(text, said.files)
    _require_patience(conversation, side, by)
    now = clock.now()
    message = Message(
        conversation_id=conversation.id, side=side, by_id=by.id if by else None, text=text, sent_at=now, files=[]
    )
    message.files = [MessageFile(key=_kept(raw)) for raw in said.files]
    db.session.add(message)
    db.session.flush()
    conversation.last_message_at = now
    if side is Side.VENDOR:
        conversation.waits_since = None
    elif conversation.waits_since is None:
        conversation.waits_since = now
    mark_read(conversation, side=side, until=message.id)
    outbox.record(MessageWritten(message.id))
    return message


def mark_read(conversation: Conversation, *, side: Side, until: int) -> None:
    """Note that a side has seen everything up to this message."""
    column = Conversation.buyer_read_id if side is Side.BUYER else Conversation.vendor_read_id
    seen = update(Conversation).where(Conversation.id == conversation.id, column < until)
    db.session.execute(seen.values({column.key: until}))


def need_no_answer(conversation: Conversation) -> None:
    """Note that what the buyer wrote last needs no answer."""
    conversation.waits_since = None


def hide(message: Message, *, by: User, reason: str) -> None:
    """Take a message out of sight of both sides; its words stay in the market's log."""
    if message.hidden_at is None:
        message.hidden_at = clock.now()
        audit.record("message hidden", message, by=by, reason=reason)


def writer_of(conversation: Conversation, *, side: Side, by_id: int | None) -> Writer:
    """Who spoke, as the market silences writers: the person, or the guest behind the order."""
    if by_id is not None or side is Side.VENDOR:
        return Writer(by_id)
    part = select(VendorOrder.order_id).where(VendorOrder.id == conversation.vendor_order_id)
    return Writer(None, db.session.scalar(part))


def _about(listing: Listing) -> ColumnElement[bool]:
    return Conversation.listing_id == listing.id


def _opened(is_it: ColumnElement[bool], **values: int | None) -> Conversation:
    """Find the conversation, or begin it: of two who begin it at once both get the same."""
    if values["buyer_id"] is not None:
        is_it &= Conversation.buyer_id == values["buyer_id"]
    found = db.session.scalar(select(Conversation).where(is_it))
    if found is not None:
        return found
    now = clock.now()
    new = {**values, "begun_at": now, "last_message_at": now, "may_name": False}
    begun = insert(Conversation).values(**new, buyer_read_id=0, vendor_read_id=0)
    db.session.execute(begun.on_conflict_do_nothing())
    return db.session.scalars(select(Conversation).where(is_it)).one()


def _require_new_question(by: User) -> None:
    since = clock.now() - timedelta(days=1)
    begun = select(func.count()).where(Conversation.buyer_id == by.id, Conversation.begun_at > since)
    if (db.session.scalar(begun.where(Conversation.listing_id.is_not(None))) or 0) >= MOST_QUESTIONS_IN_A_DAY:
        raise TooManyMessages


def _require_sense(text: str, files: Sequence[bytes]) -> None:
    if not text and not files:
        raise NothingSaid(field="text")
    if len(text) > LONGEST:
        raise Invalid(_l("Tin nhắn dài quá: tối đa %(most)s chữ.", most=LONGEST), field="text")
    if len(files) > MOST_FILES:
        raise Invalid(_l("Mỗi tin gửi kèm tối đa %(most)s tệp.", most=MOST_FILES), field="files")


def _require_patience(conversation: Conversation, side: Side, by: User | None) -> None:
    require_voice(writer_of(conversation, side=side, by_id=by.id if by else None))
    same_guest = (Message.conversation_id == conversation.id) & (Message.side == side)
    mine = Message.by_id == by.id if by else same_guest
    lately = select(func.count()).where(mine, Message.sent_at > clock.now() - timedelta(hours=1))
    if (db.session.scalar(lately.select_from(Message)) or 0) >= MOST_IN_AN_HOUR:
        raise TooManyMessages


def _kept(raw: bytes) -> str:
    try:
        return keep_paper(gateways().files, raw, folder=FOLDER)
    except UnreadablePaper as refused:
        raise UnreadablePaper(refused.words, field="files") from refused
