"""Planning, beginning and ending reductions within the law.

Decree 81/2018/NĐ-CP: at most 50 % of the price just before (art. 7), at most 120 days of a year (art. 10).
"""

from datetime import date

from sqlalchemy import select

from marketplace import audit, clock
from marketplace.audit import Actor
from marketplace.database import db
from vendors import shown
from vendors.listings.locking import hold_listing
from vendors.listings.models import Listing, Variant
from vendors.listings.prices import note_price
from vendors.reductions.errors import DaysNotUsable, MoreThanHalf, NotLower, OpenAlready, SoldByWeight, TooManyDays
from vendors.reductions.history import lowest_before
from vendors.reductions.models import PriceRecord, Reduction, ReductionState

MOST_DAYS = 120
OPEN = (ReductionState.PLANNED, ReductionState.RUNNING)


def plan(variant: Variant, *, price_dong: int, first_day: date, last_day: date, by: Actor) -> Reduction:
    """Let a variant cost less from the first day to the last, both included; at once when that is today.

    Raises NotLower, MoreThanHalf, DaysNotUsable, TooManyDays, SoldByWeight and OpenAlready.
    """
    _hold(variant)
    if variant.sold_by_weight:
        raise SoldByWeight(field="price_dong")
    if open_reduction(variant):
        raise OpenAlready
    _refuse_price(variant.price_dong, price_dong)
    _refuse_days(variant, first_day, last_day)
    reduction = Reduction(
        variant_id=variant.id,
        price_dong=price_dong,
        first_day=first_day,
        last_day=last_day,
        created_at=clock.now(),
        created_by_id=by.id,
    )
    db.session.add(reduction)
    db.session.flush()
    days = {"first_day": str(first_day), "last_day": str(last_day)}
    audit.record("reduction planned", reduction, by=by, price_dong=price_dong, **days)
    if first_day <= clock.today():
        _begin(reduction, variant)
    return reduction


def end(variant: Variant, *, by: Actor) -> None:
    """End what runs, or withdraw what is planned, now; nothing to do when there is neither."""
    _hold(variant)
    reduction = open_reduction(variant)
    if reduction:
        _over(reduction, variant)
        audit.record("reduction ended", reduction, by=by)


def due() -> list[int]:
    """List reductions that should begin or end today."""
    today = clock.today()
    begins = (Reduction.state == ReductionState.PLANNED) & (Reduction.first_day <= today)
    ends = Reduction.state.in_(OPEN) & (Reduction.last_day < today)
    return list(db.session.scalars(select(Reduction.id).where(begins | ends).order_by(Reduction.id)))


def turn(reduction_id: int) -> None:
    """Begin or end a reduction whose day has come; one that would not be lawful any more is withdrawn."""
    reduction = db.session.get_one(Reduction, reduction_id)
    variant = db.session.get_one(Variant, reduction.variant_id)
    _hold(variant)
    db.session.refresh(reduction)
    if reduction.state in OPEN and reduction.last_day < clock.today():
        _over(reduction, variant)
    elif reduction.state is ReductionState.PLANNED and reduction.first_day <= clock.today():
        lawful = reduction.price_dong < variant.price_dong <= 2 * reduction.price_dong
        _begin(reduction, variant) if lawful else _over(reduction, variant)


def open_reduction(variant: Variant) -> Reduction | None:
    """The reduction of a variant that is planned or runs."""
    return db.session.scalar(select(Reduction).where(Reduction.variant_id == variant.id, Reduction.state.in_(OPEN)))


def days_left(variant: Variant, year: int) -> int:
    """So many days of the year the variant may still be reduced."""
    counted = select(Reduction).where(Reduction.variant_id == variant.id, Reduction.state != ReductionState.WITHDRAWN)
    return MOST_DAYS - sum(_days(each, year) for each in db.session.scalars(counted))


def _hold(variant: Variant) -> None:
    """Hold the listing, as whoever changes what it sells does, and read the price again."""
    hold_listing(db.session.get_one(Listing, variant.listing_id))
    db.session.refresh(variant)


def _refuse_price(now_dong: int, price_dong: int) -> None:
    if not 0 < price_dong < now_dong:
        raise NotLower(now_dong)
    if 2 * price_dong < now_dong:
        raise MoreThanHalf(now_dong)


def _refuse_days(variant: Variant, first_day: date, last_day: date) -> None:
    if first_day < clock.today() or last_day < first_day:
        raise DaysNotUsable(field="first_day")
    for year in range(first_day.year, min(last_day.year, first_day.year + 1) + 1):
        left = days_left(variant, year)
        if _overlap(first_day, last_day, year) > left:
            raise TooManyDays(most=MOST_DAYS, left=max(left, 0))


def _days(reduction: Reduction, year: int) -> int:
    last = reduction.last_day
    if reduction.over_at:
        last = min(last, clock.in_vietnam(reduction.over_at).date())
    return _overlap(reduction.first_day, last, year)


def _overlap(first_day: date, last_day: date, year: int) -> int:
    begins, ends = max(first_day, date(year, 1, 1)), min(last_day, date(year, 12, 31))
    return max((ends - begins).days + 1, 0)


def _begin(reduction: Reduction, variant: Variant) -> None:
    records = select(PriceRecord).where(PriceRecord.variant_id == variant.id).order_by(PriceRecord.at, PriceRecord.id)
    before = db.session.scalars(records).all()
    reduction.lowest_dong = lowest_before(before, clock.now(), now_dong=variant.price_dong)
    reduction.regular_dong = variant.price_dong
    reduction.state = ReductionState.RUNNING
    _set_price(variant, reduction.price_dong)


def _over(reduction: Reduction, variant: Variant) -> None:
    runs = reduction.state is ReductionState.RUNNING
    reduction.state = ReductionState.ENDED if runs else ReductionState.WITHDRAWN
    reduction.over_at = clock.now()
    if runs and reduction.regular_dong:
        _set_price(variant, reduction.regular_dong)


def _set_price(variant: Variant, price_dong: int) -> None:
    variant.price_dong = price_dong
    note_price(variant)
    db.session.flush()
    shown.changed(variant.listing_id)
