"""On which days a vendor is paid: pure functions of a cadence and the calendar of Vietnam."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from marketplace import clock
from vendors.payouts.models import Cadence

RUN_AT = time(2, 0)
"""When the night's run begins (workers/schedule.py)."""
HALVES = (1, 15)
"""The days of a month on which those paid twice a month are paid."""
FAR_AHEAD = 70
"""Days: no hold is longer, and every cadence has a day within."""


def is_payout_day(cadence: Cadence, weekday: int | None, day: date) -> bool:
    """Whether a vendor of this cadence is paid in the night to this day; on request there is no such day."""
    match cadence:
        case Cadence.DAILY:
            return True
        case Cadence.WEEKLY:
            return day.isoweekday() == weekday
        case Cadence.TWICE_MONTHLY:
            return day.day in HALVES
        case Cadence.MONTHLY:
            return day.day == HALVES[0]
    return False


def coming_days(cadence: Cadence, weekday: int | None, *, after: datetime) -> Iterator[date]:
    """Give the days whose run is still to come, soonest first, as far as an earning may be held."""
    local = clock.in_vietnam(after)
    first = local.date() if local.time() < RUN_AT else local.date() + timedelta(days=1)
    days = (first + timedelta(days=ahead) for ahead in range(FAR_AHEAD))
    return (day for day in days if is_payout_day(cadence, weekday, day))


def moment_of_run(day: date) -> datetime:
    """When the run of this day begins."""
    return datetime.combine(day, RUN_AT, clock.VIETNAM)
