"""What conversations and those who speak in them are called on a vendor's pages."""

from flask_babel import gettext as _

from marketplace.text import given_name
from orders.conversations.models import Conversation, Message, Side
from orders.conversations.queries import Thread


def name_of(conversation: Conversation) -> str:
    """How a vendor calls the buyer: by the given name alone."""
    part = conversation.vendor_order
    whole = part.order.full_name if part else conversation.buyer.full_name if conversation.buyer else ""
    return given_name(whole) or _("Khách")


def suggested(thread: Thread) -> dict[str, str]:
    """The latest question and the latest answer, as a beginning of what may be published."""
    return {"question": _last(thread, Side.BUYER), "answer": _last(thread, Side.VENDOR)}


def _last(thread: Thread, side: Side) -> str:
    said: list[Message] = [each for each in thread.messages if each.side is side and not each.hidden_at and each.text]
    return said[-1].text if said else ""
