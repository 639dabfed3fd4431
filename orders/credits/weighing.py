"""Goods sold by weight cost what they weigh when they are packed, never more than was agreed.

Lighter goods are given back at once by a credit note: refund, commission and tax follow as with any other.
"""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace.accounts.models import User
from marketplace.errors import Invalid
from orders.credits.models import CreditNote
from orders.credits.writing import Off, Written, write_note
from orders.line_shares import at_weight, left_of_line
from orders.models import Order, OrderLine, VendorOrder
from orders.shares import Share
from orders.steps import lines_of
from vendors.listings.variants import price_of

PLAUSIBLE = 10
"""So many times lighter or heavier than agreed is a slip of the finger."""


class WeightMissing(Invalid):
    """A line that is sold by weight was not weighed."""

    sentence = _l("Món này bán theo cân. Hãy mở đơn và ghi số cân khi đóng gói.")


class WeightImplausible(Invalid):
    """The weight cannot be that of these goods."""

    def __init__(self, grams: int, *, agreed: int, field: str) -> None:
        """Say what was typed and what was agreed, in grams."""
        words = gettext("Cân được %(grams)s g mà đặt tới %(agreed)s g? Hãy xem lại số cân.", grams=grams, agreed=agreed)
        super().__init__(words, field=field)


def weight_field(line_id: int) -> str:
    """Name the field of a form in which the weight of a line stands."""
    return f"weight_{line_id}"


def settle_weight(order: Order, vendor_order: VendorOrder, *, grams: Mapping[int, int], by: User) -> CreditNote | None:
    """Settle the lines of a (locked) part that are sold by weight at what they weigh, by their ids, in grams.

    What they cost less than agreed is given back with a credit note; None when nothing is. Raises WeightMissing and
    WeightImplausible.
    """
    off = [_weighed(line, grams.get(line.id)) for line in lines_of(vendor_order) if line.is_to_be_weighed]
    lighter = [each for each in off if each.share.goods_dong]
    if not lighter:
        return None
    share = sum((each.share for each in lighter), Share())
    return write_note(order, vendor_order, Written(lighter, share, _words(lighter), restocked=False), by=by)


def _weighed(line: OrderLine, grams: int | None) -> Off:
    """Note on the line what it weighs and costs, and give what comes off."""
    if grams is None:
        raise WeightMissing(field=weight_field(line.id))
    if not line.most_grams <= grams * PLAUSIBLE <= line.most_grams * PLAUSIBLE**2:
        raise WeightImplausible(grams, agreed=line.most_grams, field=weight_field(line.id))
    agreed = left_of_line(line)
    dong = max(1, min(agreed.goods_dong, price_of(grams, line.kg_price_dong or 0)))
    off = Off(line, 0, agreed - at_weight(line, dong), grams)
    line.weighed_quantity, line.weighed_grams, line.weighed_dong = line.left_quantity, grams, dong
    return off


def _words(lighter: list[Off]) -> str:
    told = [
        gettext(
            "%(goods)s cân được %(grams)s g, đặt tới %(agreed)s g",
            goods=each.line.title,
            grams=each.grams,
            agreed=each.line.most_grams,
        )
        for each in lighter
    ]
    return "; ".join(told) + "."
