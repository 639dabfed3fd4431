"""When a paper that ends is renewed: the window to file in, and the days on which its holder is reminded."""

from dataclasses import dataclass
from datetime import date, timedelta

REMIND_DAYS = (180, 150, 121, 0)
"""Before the end: the window opens, halfway, the day before it closes, the last day."""
OPENS = timedelta(days=180)
CLOSES = timedelta(days=120)
"""An OCOP file is handed in at most 180 and at least 120 days before the end (Decision 26/2026/QĐ-TTg, art. 7.6.a).

A food-safety certificate is renewed six months before its end as well (Law on Food Safety 55/2010/QH12, art. 37.2).
"""
CAUGHT_UP = timedelta(days=7)
"""So long after its day a reminder is still sent, if the workers slept."""


@dataclass(frozen=True)
class Window:
    """When to file for renewal: from the first to the last day, both included."""

    first: date
    last: date
    ends: date

    def is_open(self, day: date) -> bool:
        """Whether a renewal can be filed on that day."""
        return self.first <= day <= self.last


def window_of(expires_on: date) -> Window:
    """Give the window in which a paper that ends on this day is renewed."""
    return Window(expires_on - OPENS, expires_on - CLOSES, expires_on)


def reminder_due(expires_on: date, today: date) -> int | None:
    """Give the reminder (days before the end) that is due today or was within the last week; None when none is."""
    left = (expires_on - today).days
    due = [days for days in REMIND_DAYS if days - CAUGHT_UP.days < left <= days]
    return due[0] if due else None
