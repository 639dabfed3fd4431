"""Asking for reviews, once for each part and some days after its delivery; telling a vendor nothing that it can see."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.models import NoticeKind
from marketplace.notices.operations import tell
from marketplace.settings import settings
from orders.kinds import DELIVERED
from orders.models import Order, VendorOrder
from orders.reviews.models import ReviewRequest
from orders.reviews.operations import may_review
from orders.reviews.queries import reviewed_lines

LATEST = timedelta(days=30)
"""Later than this after the day on which it was due, nobody is asked any more."""
MOST_AT_ONCE = 500


def parts_to_ask_about() -> Sequence[int]:
    """The parts that were delivered long enough ago, and about which nobody was asked."""
    due = clock.now() - timedelta(days=settings().review_request_days)
    asked = select(ReviewRequest.vendor_order_id).where(ReviewRequest.vendor_order_id == VendorOrder.id)
    waiting = VendorOrder.delivered_at.between(due - LATEST, due) & VendorOrder.status.in_(DELIVERED)
    query = select(VendorOrder.id).where(waiting, ~asked.exists()).order_by(VendorOrder.id)
    return db.session.scalars(query.limit(MOST_AT_ONCE)).all()


def ask_for_review(vendor_order_id: int) -> None:
    """Ask the buyer of a part what they think, unless somebody did, or all is said already."""
    noted = insert(ReviewRequest).values(vendor_order_id=vendor_order_id, at=clock.now())
    if db.session.scalar(noted.on_conflict_do_nothing().returning(ReviewRequest.vendor_order_id)) is None:
        return
    part = db.session.scalars(_with_all().where(VendorOrder.id == vendor_order_id)).one()
    order, done = part.order, reviewed_lines(part.order)
    lines = [line for line in part.lines if line.id not in done and may_review(line, part)]
    if not lines:
        return
    buyer, link = order.buyer, _link(order)
    locale = buyer.locale if buyer else order.locale
    letter = write("reviews/request", locale, order=order, part=part, lines=lines, link=link)
    mail_to = order.email or (buyer.email if buyer else None)
    tell(f"review-request/{part.id}", letter, user=buyer, mail_to=mail_to, link=link, kind=NoticeKind.REVIEWS)


def _link(order: Order) -> str:
    return f"/orders/{order.number}" + ("" if order.buyer_id else f"?key={order.access_token}")


def _with_all() -> Select[VendorOrder]:
    order = joinedload(VendorOrder.order).joinedload(Order.buyer)
    return select(VendorOrder).options(order, joinedload(VendorOrder.vendor), selectinload(VendorOrder.lines))
