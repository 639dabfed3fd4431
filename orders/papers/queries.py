"""The orders that somebody wants papers of, always through their vendor."""

from collections.abc import Collection, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from orders.fulfilment.queries import whole_part
from orders.models import VendorOrder
from vendors.models import Vendor

MOST_AT_ONCE = 50


class NothingChosen(Invalid):
    """No order was chosen."""

    sentence = _l("Hãy chọn ít nhất một đơn.")


class TooManyChosen(Invalid):
    """More orders than are done in one go."""

    def __init__(self, count: int) -> None:
        """Say how many were chosen, and how many may be."""
        words = gettext(
            "Mỗi lần làm được nhiều nhất %(most)s đơn, bạn đã chọn %(count)s. Hãy chia thành nhiều lần.",
            most=MOST_AT_ONCE,
            count=count,
        )
        super().__init__(words)


def chosen_parts(vendor: Vendor, numbers: Collection[str]) -> Sequence[VendorOrder]:
    """Give the vendor's parts of these numbers with all that papers show, the oldest first.

    Raises NothingChosen, TooManyChosen, and NotFound when one of them is not the vendor's.
    """
    wanted = set(numbers)
    if not wanted:
        raise NothingChosen
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyChosen(len(wanted))
    given = select(VendorOrder).where(VendorOrder.vendor_id == vendor.id, VendorOrder.routed_at.is_not(None))
    query = given.where(VendorOrder.number.in_(wanted)).options(*whole_part()).order_by(VendorOrder.id)
    parts = db.session.scalars(query).all()
    if len(parts) < len(wanted):
        raise NotFound
    return parts
