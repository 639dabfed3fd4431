"""The figures of the programme by star, product set, commune and kind of producer: four statements, however large.

A year is the 365 days that end today, beside the 365 before. `Figures` says what each figure counts.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, Subquery, case, cast, distinct, func, literal_column, select

from marketplace.clock import VIETNAM
from marketplace.database import db
from marketplace.months import Month
from orders.kinds import ENDED_UNSOLD
from orders.models import Order, OrderLine, VendorOrder
from vendors.certificates.models import Certificate
from vendors.certificates.queries import in_force
from vendors.listings.models import Listing
from vendors.models import Vendor
from vendors.programme.models import RegisterProducer, RegisterProduct

YEAR: Final = timedelta(days=365)
MONTHS_AHEAD: Final = 12


class Cut(StrEnum):
    """By what the figures are divided."""

    STAR = "star"
    SET = "set"
    COMMUNE = "commune"
    KIND = "kind"


@dataclass(frozen=True)
class Figures:
    """What is counted of a part of the programme, or of all of it; amounts are đồng.

    `registered` products stand in the register, `certified` of them bear a star in force, `fresh` came into the
    register in the year; `producers` have a product there; `began` are shops whose first goods went on sale in the
    year; `sold_dong` is what goods brought that buyers ordered in the year and that were not cancelled or returned.
    """

    registered: int = 0
    certified: int = 0
    producers: int = 0
    fresh: int = 0
    fresh_before: int = 0
    began: int = 0
    began_before: int = 0
    sold_dong: int = 0
    sold_before_dong: int = 0


Parts = Mapping[Any, Figures]


@dataclass(frozen=True)
class Programme:
    """All figures on a day: of the whole, by each cut, and the stars that end in each month to come."""

    day: date
    whole: Figures
    by: Mapping[Cut, Parts]
    ending: Mapping[Month, int]


def programme_on(day: date) -> Programme:
    """Count everything, as the register and the market are on that day: four statements."""
    found: dict[tuple[Cut | None, Any], Figures] = defaultdict(Figures)
    for query in (_registered(day), _began(day), _sold(day)):
        for cut, part, counts in _divided(query):
            found[cut, part] = replace(found[cut, part], **counts)
    parts: dict[Cut, dict[Any, Figures]] = {cut: {} for cut in Cut}
    for (of_cut, part), figures in found.items():
        if of_cut is not None:
            parts[of_cut][part] = figures
    return Programme(day, found[None, None], parts, ending_in(day))


def ending_in(day: date) -> Mapping[Month, int]:
    """How many stars in force end in this month and in each of those to come."""
    months = [Month.of(day).earlier(-ahead) for ahead in range(MONTHS_AHEAD)]
    begins = cast(func.date_trunc("month", RegisterProduct.expires_on), Date)
    within = (RegisterProduct.expires_on >= day) & (RegisterProduct.expires_on < months[-1].ends.date())
    query = select(begins, func.count()).where(within, RegisterProduct.gone_on.is_(None)).group_by(begins)
    counted = {Month.of(first): count for first, count in db.session.execute(query)}
    return {month: counted.get(month, 0) for month in months}


def _divided(query: Select[Any]) -> list[tuple[Cut | None, Any, dict[str, int]]]:
    """Each row of a query in grouping sets: which cut it belongs to, of which part, and what was counted."""
    counts = {each.name for each in fields(Figures)}
    rows = []
    for row in db.session.execute(query).mappings():
        cut = Cut(row["cut"]) if row["cut"] else None
        said = {name: int(value or 0) for name, value in row.items() if name in counts}
        rows.append((cut, row[cut.value] if cut else None, said))
    return rows


def _grouped(things: Subquery, *counts: ColumnElement[Any]) -> Select[Any]:
    """Divide things by each cut and not at all, in one statement."""
    columns = {cut: things.c[cut.value] for cut in Cut}
    which = case(*((func.grouping(column) == 0, cut.value) for cut, column in columns.items()), else_=None)
    every = func.grouping_sets(literal_column("()"), *columns.values())
    return select(which.label("cut"), *columns.values(), *counts).group_by(every)


def _registered(day: date) -> Select[Any]:
    product = RegisterProduct
    certified = product.star.is_not(None) & (product.expires_on.is_(None) | (product.expires_on >= day))
    things = (
        select(
            case((certified, product.star), else_=None).label(Cut.STAR.value),
            product.category_number.label(Cut.SET.value),
            product.commune_code.label(Cut.COMMUNE.value),
            RegisterProducer.kind.label(Cut.KIND.value),
            product.producer_id,
            certified.label("is_certified"),
            _in_year(product.registered_on, day).label("is_fresh"),
            _in_year(product.registered_on, day - YEAR).label("was_fresh"),
        )
        .join(product.producer)
        .where(product.gone_on.is_(None))
        .subquery("products")
    )
    return _grouped(
        things,
        func.count().label("registered"),
        func.count().filter(things.c.is_certified).label("certified"),
        func.count(distinct(things.c.producer_id)).label("producers"),
        func.count().filter(things.c.is_fresh).label("fresh"),
        func.count().filter(things.c.was_fresh).label("fresh_before"),
    )


def _began(day: date) -> Select[Any]:
    """Count shops by the day on which their first goods went on sale; by star and set, those of what they sell."""
    first_on = cast(func.timezone(VIETNAM.key, func.min(Listing.published_at).over(partition_by=Vendor.id)), Date)
    things = (
        select(*_cuts_of_listings(), Vendor.id.label("vendor_id"), first_on.label("first_on"))
        .select_from(Listing)
        .join(Listing.vendor)
        .outerjoin(Certificate, (Certificate.id == Listing.certificate_id) & in_force(day))
        .where(Listing.published_at.is_not(None))
        .subquery("goods")
    )
    shops = func.count(distinct(things.c.vendor_id))
    return _grouped(
        things,
        shops.filter(_in_year(things.c.first_on, day)).label("began"),
        shops.filter(_in_year(things.c.first_on, day - YEAR)).label("began_before"),
    )


def _sold(day: date) -> Select[Any]:
    left = OrderLine.quantity - OrderLine.credited_quantity
    by_weight = OrderLine.weighed_dong * left // OrderLine.weighed_quantity
    turns, begins = _midnight(day - YEAR), _midnight(day - 2 * YEAR)
    things = (
        select(
            *_cuts_of_listings(),
            func.coalesce(by_weight, left * OrderLine.unit_price_dong).label("dong"),
            (Order.placed_at >= turns).label("is_now"),
        )
        .select_from(OrderLine)
        .join(VendorOrder, VendorOrder.id == OrderLine.vendor_order_id)
        .join(VendorOrder.order)
        .join(Listing, Listing.id == OrderLine.listing_id)
        .join(Listing.vendor)
        .outerjoin(Certificate, (Certificate.id == Listing.certificate_id) & in_force(day))
        .where(VendorOrder.routed_at.is_not(None), Order.placed_at >= begins)
        .where(VendorOrder.status.not_in(ENDED_UNSOLD))
        .subquery("lines")
    )
    return _grouped(
        things,
        func.sum(things.c.dong).filter(things.c.is_now).label("sold_dong"),
        func.sum(things.c.dong).filter(~things.c.is_now).label("sold_before_dong"),
    )


def _cuts_of_listings() -> tuple[ColumnElement[Any], ...]:
    return (
        Certificate.star.label(Cut.STAR.value),
        Listing.category_number.label(Cut.SET.value),
        Listing.commune_code.label(Cut.COMMUNE.value),
        Vendor.kind.label(Cut.KIND.value),
    )


def _in_year(column: Any, last_day: date) -> ColumnElement[bool]:
    """Whether a day lies in the year that ends on that day."""
    is_in: ColumnElement[bool] = (column > last_day - YEAR) & (column <= last_day)
    return is_in


def _midnight(day: date) -> datetime:
    """The first moment of the day after, in Vietnam."""
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)
