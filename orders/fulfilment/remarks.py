"""The vendor's short word to the buyer of a part: on the order's page and in the message that a parcel is sent."""

import re

from flask_babel import lazy_gettext as _l

from marketplace import audit
from marketplace.accounts.models import User
from marketplace.errors import Invalid, MoveNotAllowed
from orders.kinds import ENDED_UNSOLD
from orders.models import VendorOrder
from orders.steps import lock

LONGEST_NOTE = 300
LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|net|org|vn|info|io|me|ly|shop|link|top|xyz|gl|app)\b", re.IGNORECASE)


class HasLink(Invalid):
    """A link in a word to the buyer leads away from the market."""

    sentence = _l("Lời nhắn không được có liên kết hay địa chỉ trang web.")


class TooLong(Invalid):
    """The word to the buyer is no short one."""

    sentence = _l("Lời nhắn dài quá. Hãy viết trong 300 chữ.")


def write_note(vendor_order: VendorOrder, *, words: str, by: User) -> None:
    """Write, change or take back the word to the buyer. Raises HasLink, TooLong, MoveNotAllowed for what has ended."""
    told = " ".join(words.split())
    if len(told) > LONGEST_NOTE:
        raise TooLong(field="words")
    if LINK.search(told):
        raise HasLink(field="words")
    lock(vendor_order)
    if vendor_order.routed_at is None or vendor_order.status in ENDED_UNSOLD:
        raise MoveNotAllowed
    vendor_order.note_to_buyer = told
    audit.record("note to buyer written", vendor_order, by=by, note=told)
