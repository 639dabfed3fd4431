"""The days, weeks or months whose sales are shown, with as many before them to compare with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from flask_babel import format_date

from marketplace import clock
from marketplace.months import Month


class Grain(StrEnum):
    """How finely time is cut; PostgreSQL's date_trunc knows the same words."""

    DAY = "day"
    WEEK = "week"
    """From Monday."""
    MONTH = "month"


COUNTS = {Grain.DAY: 14, Grain.WEEK: 12, Grain.MONTH: 12}
"""How many columns are shown: as many as are legible on a phone, and whole weeks of days."""


@dataclass(frozen=True)
class Span:
    """The first days of what is shown (`shown`) and of as much before it (`before`), the oldest first."""

    grain: Grain
    shown: Sequence[date]
    before: Sequence[date]

    @property
    def begins(self) -> datetime:
        """The first moment of all that is compared."""
        return _moment(self.before[0])

    @property
    def turns(self) -> datetime:
        """The first moment of what is shown."""
        return _moment(self.shown[0])


def span_until(today: date, grain: Grain) -> Span:
    """Give the days, weeks or months up to this day, the one that it is in included."""
    count = COUNTS[grain]
    first_days = [_earlier(today, grain, back) for back in reversed(range(2 * count))]
    return Span(grain, shown=first_days[count:], before=first_days[:count])


def grain_named(words: str) -> Grain:
    """Read how time is to be cut; days for anything unknown."""
    return Grain(words) if words in set(Grain) else Grain.DAY


def short_name(first_day: date, grain: Grain) -> str:
    """Name it below a column: the day of the month, the number of the week or of the month."""
    numbers = {Grain.DAY: first_day.day, Grain.WEEK: first_day.isocalendar().week, Grain.MONTH: first_day.month}
    return str(numbers[grain])


def full_name(first_day: date, grain: Grain) -> str:
    """Name it in a table: 23/11/2026, a week by its first and last day, a month with its year."""
    if grain is Grain.MONTH:
        return f"{first_day:%m/%Y}"
    if grain is Grain.WEEK:
        return f"{first_day:%d/%m}–{first_day + timedelta(days=6):%d/%m/%Y}"
    return f"{format_date(first_day, 'EEE')} {first_day:%d/%m/%Y}"


def _earlier(today: date, grain: Grain, back: int) -> date:
    if grain is Grain.MONTH:
        return Month.of(today).earlier(back).begins.date()
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(weeks=back) if grain is Grain.WEEK else today - timedelta(days=back)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.VIETNAM)
