"""Who is due to be paid: what is payable less what is owed, and what stands in the way of those who are not.

Both questions are asked of the same rows, so a dry run cannot promise what the night does not do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from marketplace import clock
from marketplace.bank_accounts import masked
from marketplace.database import db
from marketplace.ledger.chart import AccountKind
from marketplace.ledger.models import Account, Transfer
from marketplace.settings import settings
from vendors.models import Vendor
from vendors.payouts.models import OPEN, Cadence, Payout, PayoutAccount, PayoutTerms
from vendors.payouts.schedule import HALVES, is_payout_day

PAYABLE, DEBT = aliased(Account), aliased(Account)


class Obstacle(StrEnum):
    """Why a vendor is not paid now."""

    NO_ACCOUNT = "no_account"
    OBJECTED = "objected"
    """An owner says that the account is not the vendor's wish; staff has not looked yet."""
    NOT_VERIFIED = "not_verified"
    COOLING = "cooling"
    """The account took another's place a short while ago."""
    OPEN_PAYOUT = "open_payout"
    BELOW_MINIMUM = "below_minimum"
    ON_REQUEST = "on_request"
    NOT_ITS_DAY = "not_its_day"


@dataclass(frozen=True)
class Forecast:
    """What a run would pay to a vendor, or why it would not; amounts in đồng."""

    vendor_id: int
    vendor_name: str
    payable_dong: int
    debt_dong: int
    minimum_dong: int
    holder: str | None
    bank_bin: str | None
    masked_number: str | None
    cools_until: datetime | None
    obstacle: Obstacle | None

    @property
    def amount_dong(self) -> int:
        """What is payable less what is owed, never below zero."""
        return max(self.payable_dong - max(self.debt_dong, 0), 0)


def due_vendors(days: Sequence[date] = ()) -> list[int]:
    """List vendors to be paid on one of these days (none named: today) whose earnings less debt reach their minimum.

    They have a verified account that nobody objects to and that does not cool, and no open payout. One statement.
    """
    query = (
        select(PAYABLE.owner_id)
        .outerjoin(DEBT, _debt_of_the_same())
        .outerjoin(PayoutTerms, _current_terms())
        .where(
            PAYABLE.kind == AccountKind.VENDOR_PAYABLE,
            select(PayoutAccount.id).where(PayoutAccount.vendor_id == PAYABLE.owner_id, usable(clock.now())).exists(),
            ~_busy().exists(),
            _days_of(days or (clock.today(),)),
            _owed() - func.greatest(_owing(), 0)
            >= func.coalesce(PayoutTerms.minimum_dong, settings().payout_minimum_dong),
        )
        .order_by(PAYABLE.owner_id)
    )
    return [owner for owner in db.session.scalars(query) if owner is not None]


def forecasts(day: date | None = None) -> list[Forecast]:
    """Say for every vendor with anything payable what a run on this day (none: today) would do: one statement."""
    rows = db.session.execute(_standings().order_by(Vendor.name_sort_key, Vendor.id)).all()
    return [_forecast(row, day or clock.today()) for row in rows if row.payable_dong]


def forecast_of(vendor_id: int) -> Forecast | None:
    """Say of one vendor what a run today would do; None when it has never had anything payable."""
    row = db.session.execute(_standings().where(Vendor.id == vendor_id)).first()
    return _forecast(row, clock.today()) if row else None


def usable(now: datetime) -> ColumnElement[bool]:
    """Give the condition on PayoutAccount for one that money may be sent to at this moment."""
    return and_(
        PayoutAccount.replaced_at.is_(None),
        PayoutAccount.verified_at.is_not(None),
        PayoutAccount.objected_at.is_(None),
        or_(PayoutAccount.cools_until.is_(None), PayoutAccount.cools_until <= now),
    )


def _standings() -> Select[*tuple[Any, ...]]:
    columns = (
        Vendor.id.label("vendor_id"),
        Vendor.name.label("vendor_name"),
        _owed().label("payable_dong"),
        _owing().label("debt_dong"),
        func.coalesce(PayoutTerms.minimum_dong, settings().payout_minimum_dong).label("minimum_dong"),
        PayoutTerms.cadence,
        PayoutTerms.weekday,
        PayoutAccount.holder,
        PayoutAccount.bank_bin,
        PayoutAccount.number,
        PayoutAccount.verified_at,
        PayoutAccount.objected_at,
        PayoutAccount.cools_until,
        _busy().exists().label("is_busy"),
    )
    current = (PayoutAccount.vendor_id == Vendor.id) & PayoutAccount.replaced_at.is_(None)
    return (
        select(*columns)
        .select_from(PAYABLE)
        .join(Vendor, Vendor.id == PAYABLE.owner_id)
        .outerjoin(DEBT, _debt_of_the_same())
        .outerjoin(PayoutTerms, _current_terms())
        .outerjoin(PayoutAccount, current)
        .where(PAYABLE.kind == AccountKind.VENDOR_PAYABLE)
    )


def _forecast(row: Row[Any], day: date) -> Forecast:
    return Forecast(
        vendor_id=row.vendor_id,
        vendor_name=row.vendor_name,
        payable_dong=int(row.payable_dong),
        debt_dong=int(row.debt_dong),
        minimum_dong=row.minimum_dong,
        holder=row.holder,
        bank_bin=row.bank_bin,
        masked_number=masked(row.number) if row.number else None,
        cools_until=row.cools_until,
        obstacle=_obstacle_of_account(row) or _obstacle_of_money(row) or _obstacle_of_day(row, day),
    )


def _obstacle_of_account(row: Row[Any]) -> Obstacle | None:
    if row.number is None:
        return Obstacle.NO_ACCOUNT
    if row.objected_at:
        return Obstacle.OBJECTED
    if row.verified_at is None:
        return Obstacle.NOT_VERIFIED
    return Obstacle.COOLING if row.cools_until and row.cools_until > clock.now() else None


def _obstacle_of_money(row: Row[Any]) -> Obstacle | None:
    if row.is_busy:
        return Obstacle.OPEN_PAYOUT
    return Obstacle.BELOW_MINIMUM if row.payable_dong - max(row.debt_dong, 0) < row.minimum_dong else None


def _obstacle_of_day(row: Row[Any], day: date) -> Obstacle | None:
    cadence = row.cadence or Cadence(settings().payout_cadence)
    if cadence is Cadence.ON_REQUEST:
        return Obstacle.ON_REQUEST
    weekday = row.weekday or settings().payout_weekday
    return None if is_payout_day(cadence, weekday, day) else Obstacle.NOT_ITS_DAY


def _days_of(days: Sequence[date]) -> ColumnElement[bool]:
    """The condition on the terms for those who are paid on one of these days."""
    cadence = func.coalesce(PayoutTerms.cadence, settings().payout_cadence)
    weekday = func.coalesce(PayoutTerms.weekday, settings().payout_weekday)
    return case(
        (cadence == Cadence.DAILY, true()),
        (cadence == Cadence.WEEKLY, weekday.in_(sorted({day.isoweekday() for day in days}))),
        (cadence == Cadence.TWICE_MONTHLY, _bool(any(day.day in HALVES for day in days))),
        (cadence == Cadence.MONTHLY, _bool(any(day.day == HALVES[0] for day in days))),
        else_=false(),
    )


def _bool(value: object) -> ColumnElement[bool]:
    return true() if value else false()


def _debt_of_the_same() -> ColumnElement[bool]:
    return (DEBT.kind == AccountKind.VENDOR_DEBT) & (DEBT.owner_id == PAYABLE.owner_id)


def _current_terms() -> ColumnElement[bool]:
    return (PayoutTerms.vendor_id == PAYABLE.owner_id) & PayoutTerms.replaced_at.is_(None)


def _busy() -> Select[int]:
    return select(Payout.id).where(Payout.vendor_id == PAYABLE.owner_id, Payout.status.in_(OPEN))


def _owed() -> ColumnElement[int]:
    return _sum(PAYABLE.id, Transfer.credit_account_id) - _sum(PAYABLE.id, Transfer.debit_account_id)


def _owing() -> ColumnElement[int]:
    return _sum(DEBT.id, Transfer.debit_account_id) - _sum(DEBT.id, Transfer.credit_account_id)


def _sum(account_id: InstrumentedAttribute[int], side: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    total = select(func.coalesce(func.sum(Transfer.amount_dong), 0)).where(side == account_id)
    return total.correlate_except(Transfer).scalar_subquery()
