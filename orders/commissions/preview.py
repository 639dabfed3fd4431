"""What a change of the commission rules would mean: for the orders of the last month, and for what is on sale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    cast,
    column,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from marketplace import clock
from marketplace.database import db
from orders.kinds import ENDED_UNSOLD
from orders.models import Order, OrderLine, VendorOrder
from vendors.certificates.models import Certificate
from vendors.certificates.queries import in_force
from vendors.commissions.models import CommissionRule
from vendors.commissions.queries import TERMS, commission_in_sql, rules_at
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor, VendorStatus

Rows = list[dict[str, object]]
COLUMNS: tuple[ColumnElement[Any], ...] = (
    *(column(name, BigInteger) for name in ("place", "vendor_id", "category_number", "star")),
    *(column(name, String if name == "fixed_per" else BigInteger) for name in TERMS),
)
LOOKED_BACK = timedelta(days=30)
MOST_NAMED = 10


@dataclass(frozen=True)
class VendorEffect:
    """What a vendor would give before and after, in đồng, and of how many lines it would give otherwise."""

    name: str
    changed: int
    before_dong: int
    after_dong: int


@dataclass(frozen=True)
class Effect:
    """How many lines there are, how many would be taken otherwise and of how many vendors; the sums in đồng."""

    lines: int = 0
    changed: int = 0
    vendors: int = 0
    before_dong: int = 0
    after_dong: int = 0
    most: tuple[VendorEffect, ...] = ()


@dataclass(frozen=True)
class Preview:
    """The effect on the orders of the last 30 days, and on one piece of everything on sale."""

    orders: Effect
    goods: Effect


def tried(change: Callable[[], object], *, starts_at: datetime | None) -> Preview:
    """Make the change, look at what it means from `starts_at` on (nothing: from now on), and take it back.

    Raises what the change raises. A constant number of statements, however much was sold.
    """
    with db.session.begin_nested() as attempt:
        before = rows_of(_rules_of_then(starts_at))
        change()
        after = rows_of(_rules_of_then(starts_at))
        attempt.rollback()
    return Preview(orders=_effect(_sold(), before, after), goods=_effect(_on_sale(), before, after))


def _rules_of_then(starts_at: datetime | None) -> Sequence[CommissionRule]:
    now = clock.now()
    return rules_at(max(now, starts_at) if starts_at else now)


def rows_of(rules: Sequence[CommissionRule]) -> Rows:
    """The rules as rows for the database, each with its place."""
    return [
        {
            "place": place,
            "vendor_id": rule.vendor_id,
            "category_number": rule.category_number,
            "star": rule.star,
            **{term: getattr(rule.rate, term) for term in TERMS},
        }
        for place, rule in enumerate(rules)
    ]


def _sold() -> Select[int, int, int]:
    """Listing, pieces and amount of every line that was ordered within the last month and did not end unsold."""
    return (
        select(OrderLine.listing_id, OrderLine.quantity, OrderLine.line_dong)
        .join(VendorOrder, OrderLine.vendor_order_id == VendorOrder.id)
        .join(Order, VendorOrder.order_id == Order.id)
        .where(Order.placed_at >= clock.now() - LOOKED_BACK, VendorOrder.status.not_in(ENDED_UNSOLD))
    )


def _on_sale() -> Select[int, int, int]:
    """Listing and price of one piece of every variant on sale."""
    return (
        select(Variant.listing_id, literal(1).label("quantity"), Variant.price_dong.label("line_dong"))
        .join(Listing, Variant.listing_id == Listing.id)
        .join(Vendor, Listing.vendor_id == Vendor.id)
        .where(
            Variant.archived.is_(False),
            Listing.status == ListingStatus.ON_SALE,
            Vendor.status == VendorStatus.APPROVED,
        )
    )


def _effect(lines: Select[int, int, int], before: Rows, after: Rows) -> Effect:
    rows = db.session.execute(_by_vendor(lines, before, after)).all()
    if not rows:
        return Effect()
    most = tuple(VendorEffect(row.name, row.changed, row.before, row.after) for row in rows if row.changed)
    first = rows[0]
    return Effect(first.all_lines, first.all_changed, first.all_vendors, first.all_before, first.all_after, most)


def _by_vendor(lines: Select[int, int, int], before: Rows, after: Rows) -> Select[tuple[object, ...]]:
    """What each vendor would give by both lists; those whose sums differ most first, all sums on every row."""
    judged, line = _judged(before, after), lines.subquery("line")
    old, new = _taken(judged, line, "old"), _taken(judged, line, "new")
    sums = (
        select(
            judged.c.vendor_id,
            func.count().label("lines"),
            func.count().filter(old != new).label("changed"),
            func.sum(old).label("before"),
            func.sum(new).label("after"),
        )
        .join_from(line, judged, judged.c.listing_id == line.c.listing_id)
        .group_by(judged.c.vendor_id)
        .subquery("sums")
    )
    return (
        select(
            Vendor.name,
            sums.c.changed,
            cast(sums.c.before, BigInteger).label("before"),
            cast(sums.c.after, BigInteger).label("after"),
            _over_all(func.sum(sums.c.lines)).label("all_lines"),
            _over_all(func.sum(sums.c.changed)).label("all_changed"),
            _over_all(func.count().filter(sums.c.changed > 0)).label("all_vendors"),
            _over_all(func.sum(sums.c.before)).label("all_before"),
            _over_all(func.sum(sums.c.after)).label("all_after"),
        )
        .join(Vendor, Vendor.id == sums.c.vendor_id)
        .order_by(func.abs(sums.c.after - sums.c.before).desc(), sums.c.changed.desc(), Vendor.id)
        .limit(MOST_NAMED)
    )


def _judged(before: Rows, after: Rows) -> FromClause:
    """Every listing with the terms under which both lists sell it."""
    old, new = _first_match(before, "old"), _first_match(after, "new")
    terms = [each.c[term].label(f"{name}_{term}") for name, each in (("old", old), ("new", new)) for term in TERMS]
    return (
        select(Listing.id.label("listing_id"), Listing.vendor_id, *terms)
        .outerjoin(Certificate, and_(Listing.certificate_id == Certificate.id, in_force(clock.today())))
        .join(old, literal(value=True))
        .join(new, literal(value=True))
        .cte("judged")
    )


def _first_match(rows: Rows, name: str) -> FromClause:
    """The first of the rules that matches the listing beside which this is read; as `choose` does."""
    written = cast(literal(rows, JSONB), JSONB)
    rule = func.jsonb_to_recordset(written).table_valued(*COLUMNS, name=f"{name}_rule").render_derived(with_types=True)
    matches = [
        or_(rule.c.vendor_id.is_(None), rule.c.vendor_id == Listing.vendor_id),
        or_(rule.c.category_number.is_(None), rule.c.category_number == Listing.category_number),
        or_(rule.c.star.is_(None), rule.c.star == Certificate.star),
    ]
    first = select(*(rule.c[term] for term in TERMS)).where(*matches).order_by(rule.c.place).limit(1)
    return first.correlate(Listing, Certificate).lateral(name)


def _taken(judged: FromClause, line: FromClause, name: str) -> ColumnElement[int]:
    terms = {term: judged.c[f"{name}_{term}"] for term in TERMS}
    return commission_in_sql(terms, line_dong=line.c.line_dong, quantity=line.c.quantity)


def _over_all(total: ColumnElement[int]) -> ColumnElement[int]:
    return cast(total.over(), BigInteger)
