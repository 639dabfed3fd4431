"""Moments of the seeded past: days and hours as a calendar in Vietnam has them."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time

from marketplace import clock


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """This hour of the day."""
    return datetime.combine(day, time(hour, minute), clock.VIETNAM)


def on(day: date, hour: int, minute: int = 0) -> AbstractContextManager[None]:
    """Let it be this hour of the day inside the block."""
    return clock.at(moment(day, hour, minute))
