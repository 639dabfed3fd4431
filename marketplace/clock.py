"""The only source of time: everything else asks here, so tests and the seed can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_moment_set: ContextVar[datetime | None] = ContextVar("moment_set", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; or the moment set with `at`."""
    return _moment_set.get() or datetime.now(UTC)


def today() -> date:
    """The date that a calendar in Vietnam shows now."""
    return in_vietnam(now()).date()


def in_vietnam(moment: datetime) -> datetime:
    """The same moment as a clock in Vietnam shows it. A moment without a zone raises ValueError."""
    return _aware(moment).astimezone(VIETNAM)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now` answer this moment inside the block, in this thread or task only.

    Blocks can be nested. A moment without a zone raises ValueError.
    """
    token = _moment_set.set(_aware(moment).astimezone(UTC))
    try:
        yield
    finally:
        _moment_set.reset(token)


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        message = f"{moment!r} has no time zone"
        raise ValueError(message)
    return moment
