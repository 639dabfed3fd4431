"""How a vendor's parts of orders add up over time and by listing, by the day in Vietnam on which they were placed.

Only parts that the vendor was given count (`routed_at`); those of which money is still awaited are not sales yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, Select, cast, func, select

from marketplace.clock import VIETNAM
from marketplace.database import db
from orders.figures.spans import Grain, Span
from orders.kinds import ENDED_UNSOLD, VendorOrderStatus
from orders.models import Order, OrderLine, StatusChange, VendorOrder
from vendors.listings.models import Listing
from vendors.models import Vendor

MOST_LISTINGS = 10


@dataclass(frozen=True)
class Sales:
    """What was sold in a time: parts that stand, their goods after credit notes, and what was given back, in đồng.

    `asked` counts all parts that the vendor was given, `turned_down` those of them that it refused or did not answer.
    """

    orders: int = 0
    sold_dong: int = 0
    back_dong: int = 0
    asked: int = 0
    turned_down: int = 0

    def __add__(self, other: "Sales") -> "Sales":
        """Put two times together."""
        return Sales(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def average_dong(self) -> int:
        """What a buyer spends on goods in an order."""
        return round(self.sold_dong / self.orders) if self.orders else 0

    @property
    def back_percent(self) -> float:
        """Which part of the goods' money was given back."""
        return _percent(self.back_dong, self.sold_dong + self.back_dong)

    @property
    def turned_down_percent(self) -> float:
        """Which part of the orders was refused or not answered in time."""
        return _percent(self.turned_down, self.asked)


@dataclass(frozen=True)
class Figures:
    """The sales of a span, by the first day of each of its pieces."""

    span: Span
    sales: dict[date, Sales]

    def of(self, first_day: date) -> Sales:
        """What was sold on the day, in the week or month that begins so."""
        return self.sales.get(first_day, Sales())

    @property
    def shown(self) -> Sales:
        """All that is shown, together."""
        return sum(map(self.of, self.span.shown), Sales())

    @property
    def before(self) -> Sales:
        """All that was as long before, together."""
        return sum(map(self.of, self.span.before), Sales())


@dataclass(frozen=True)
class Sold:
    """A listing among those that sell best: pieces and đồng in what is shown, đồng in what was before."""

    listing_id: int
    title: str
    quantity: int
    sold_dong: int
    before_dong: int


def figures_of(vendor: Vendor, span: Span) -> Figures:
    """Add up the vendor's sales: two statements, however many there are."""
    late = dict(iter(db.session.execute(_unanswered(vendor, span))))
    return Figures(
        span,
        {
            begins: Sales(orders, int(sold), int(back), asked, refused + late.get(begins, 0))
            for begins, orders, sold, back, asked, refused in db.session.execute(_sales(vendor, span))
        },
    )


def best_listings(vendor: Vendor, span: Span) -> Sequence[Sold]:
    """Give the listings that brought most in what is shown: one statement."""
    is_shown = Order.placed_at >= span.turns
    left = OrderLine.quantity - OrderLine.credited_quantity
    by_weight = OrderLine.weighed_dong * left // OrderLine.weighed_quantity
    dong = func.coalesce(by_weight, left * OrderLine.line_dong // OrderLine.quantity)
    sold = func.coalesce(func.sum(dong).filter(is_shown), 0)
    query = (
        select(
            Listing.id,
            Listing.title_vi,
            func.coalesce(func.sum(left).filter(is_shown), 0),
            sold,
            func.coalesce(func.sum(dong).filter(~is_shown), 0),
        )
        .select_from(VendorOrder)
        .join(VendorOrder.order)
        .join(OrderLine, OrderLine.vendor_order_id == VendorOrder.id)
        .join(Listing, Listing.id == OrderLine.listing_id)
        .where(_given(vendor, span), VendorOrder.status.not_in(ENDED_UNSOLD))
        .group_by(Listing.id)
        .having(sold > 0)
        .order_by(sold.desc(), Listing.id)
    )
    rows = db.session.execute(query.limit(MOST_LISTINGS))
    return [Sold(key, title, int(count), int(now or 0), int(before or 0)) for key, title, count, now, before in rows]


def _sales(vendor: Vendor, span: Span) -> Select[date, int, int, int, int, int]:
    stands = VendorOrder.status.not_in(ENDED_UNSOLD)
    left = func.sum(VendorOrder.goods_dong - VendorOrder.credited_goods_dong).filter(stands)
    credited = func.sum(VendorOrder.credited_goods_dong).filter(stands)
    returned = func.sum(VendorOrder.goods_dong).filter(VendorOrder.status == VendorOrderStatus.RETURNED)
    begins = _begins(span.grain).label("begins")
    query = select(
        begins,
        func.count().filter(stands).label("orders"),
        func.coalesce(left, 0).label("sold"),
        (func.coalesce(credited, 0) + func.coalesce(returned, 0)).label("back"),
        func.count().label("asked"),
        func.count().filter(VendorOrder.status == VendorOrderStatus.REFUSED).label("refused"),
    )
    return query.select_from(VendorOrder).join(VendorOrder.order).where(_given(vendor, span)).group_by(begins)


def _unanswered(vendor: Vendor, span: Span) -> Select[date, int]:
    """Count the parts that ended by themselves because nobody answered in time."""
    begins = _begins(span.grain).label("begins")
    return (
        select(begins, func.count())
        .select_from(VendorOrder)
        .join(VendorOrder.order)
        .join(StatusChange, StatusChange.vendor_order_id == VendorOrder.id)
        .where(_given(vendor, span), VendorOrder.status == VendorOrderStatus.CANCELLED)
        .where(StatusChange.from_status == VendorOrderStatus.PLACED, StatusChange.by_id.is_(None))
        .where(StatusChange.to_status == VendorOrderStatus.CANCELLED, StatusChange.at >= VendorOrder.reply_by)
        .group_by(begins)
    )


def _given(vendor: Vendor, span: Span) -> ColumnElement[bool]:
    """What the vendor was given of the orders in the span: never before they were placed, which the index uses."""
    return (
        (VendorOrder.vendor_id == vendor.id) & (VendorOrder.routed_at >= span.begins) & (Order.placed_at >= span.begins)
    )


def _begins(grain: Grain) -> ColumnElement[date]:
    in_vietnam: ColumnElement[datetime] = func.timezone(VIETNAM.key, Order.placed_at)
    return cast(func.date_trunc(grain.value, in_vietnam), Date)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
