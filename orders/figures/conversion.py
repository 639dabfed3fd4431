"""How often listings are looked at, how many of those looks become orders, and what buyers thought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, Subquery, cast, distinct, func, select

from marketplace.database import db
from orders.figures.spans import Span
from orders.kinds import ENDED_UNSOLD
from orders.models import Order, OrderLine, VendorOrder
from vendors.listings.models import Listing
from vendors.models import Vendor
from vendors.ratings.models import ListingRating
from vendors.views.models import ListingViews

MOST_LISTINGS = 20


@dataclass(frozen=True)
class Looks:
    """How often a listing was looked at and ordered, in what is shown and in as much time before; its rating."""

    listing_id: int
    title: str
    views: int
    views_before: int
    orders: int
    orders_before: int
    review_count: int
    star_sum: int

    @property
    def conversion(self) -> float | None:
        """Orders in a hundred looks."""
        return percent(self.orders, self.views)

    @property
    def conversion_before(self) -> float | None:
        """The same, in the time before."""
        return percent(self.orders_before, self.views_before)

    @property
    def average(self) -> float:
        """Stars in the middle; 0.0 without reviews."""
        return round(self.star_sum / self.review_count, 1) if self.review_count else 0.0


@dataclass(frozen=True)
class Views:
    """How often all of a vendor's listings were looked at, by the first day of each piece of the span."""

    span: Span
    counts: dict[date, int]

    def of(self, first_day: date) -> int:
        """Looks on the day, in the week or month that begins so."""
        return self.counts.get(first_day, 0)

    @property
    def shown(self) -> int:
        """All that is shown, together."""
        return sum(map(self.of, self.span.shown))

    @property
    def before(self) -> int:
        """All that was as long before, together."""
        return sum(map(self.of, self.span.before))


def percent(orders: int, views: int) -> float | None:
    """Orders in a hundred looks, to a tenth; None where fewer looks were counted than orders came of them."""
    return round(100 * orders / views, 1) if views and orders <= views else None


def views_of(vendor: Vendor, span: Span) -> Views:
    """Add up the looks at all of the vendor's listings: one statement."""
    begins = cast(func.date_trunc(span.grain.value, ListingViews.day), Date).label("begins")
    found = (ListingViews.vendor_id == vendor.id) & (ListingViews.day >= span.before[0])
    query = select(begins, func.sum(ListingViews.views)).where(found).group_by(begins)
    return Views(span, {first_day: int(views) for first_day, views in db.session.execute(query)})


def looks_of(vendor: Vendor, span: Span) -> Sequence[Looks]:
    """Give the listings that were looked at most, with what became of it: one statement."""
    views, orders = _views(vendor, span), _orders(vendor, span)
    counts = [views.c.shown, views.c.before, orders.c.shown, orders.c.before]
    ratings = [ListingRating.review_count, ListingRating.star_sum]
    query = (
        select(Listing.id, Listing.title_vi, *(func.coalesce(each, 0) for each in (*counts, *ratings)))
        .outerjoin(views, views.c.listing_id == Listing.id)
        .outerjoin(orders, orders.c.listing_id == Listing.id)
        .outerjoin(ListingRating, ListingRating.listing_id == Listing.id)
        .where(Listing.vendor_id == vendor.id, views.c.shown.is_not(None) | orders.c.shown.is_not(None))
        .order_by(func.coalesce(views.c.shown, 0).desc(), func.coalesce(orders.c.shown, 0).desc(), Listing.id)
    )
    return [Looks(*row) for row in db.session.execute(query.limit(MOST_LISTINGS))]


def _views(vendor: Vendor, span: Span) -> Subquery:
    is_shown = ListingViews.day >= span.shown[0]
    found = (ListingViews.vendor_id == vendor.id) & (ListingViews.day >= span.before[0])
    sums = (_looks(is_shown, "shown"), _looks(~is_shown, "before"))
    return select(ListingViews.listing_id, *sums).where(found).group_by(ListingViews.listing_id).subquery("views")


def _orders(vendor: Vendor, span: Span) -> Subquery:
    is_shown, part = Order.placed_at >= span.turns, distinct(OrderLine.vendor_order_id)
    given = (VendorOrder.vendor_id == vendor.id) & (VendorOrder.routed_at >= span.begins)
    return (
        select(
            OrderLine.listing_id,
            func.count(part).filter(is_shown).label("shown"),
            func.count(part).filter(~is_shown).label("before"),
        )
        .join(VendorOrder, VendorOrder.id == OrderLine.vendor_order_id)
        .join(Order, Order.id == VendorOrder.order_id)
        .where(given, Order.placed_at >= span.begins, VendorOrder.status.not_in(ENDED_UNSOLD))
        .group_by(OrderLine.listing_id)
        .subquery("orders")
    )


def _looks(which: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.coalesce(func.sum(ListingViews.views).filter(which), 0).label(name)
