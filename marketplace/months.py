"""Months of Vietnam's calendar."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.clock import VIETNAM

_WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year, written 2026-11."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Give the month in which the day is."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, written: str) -> "Month":
        """Read 2026-11; raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(written)
        if not found:
            raise ValueError(f"{written!r} is not a month")
        return cls(int(found[1]), int(found[2]))

    def earlier(self, months: int = 1) -> "Month":
        """Give the month so many before this one (after it, when below zero)."""
        year, month = divmod(self.year * 12 + self.month - 1 - months, 12)
        return Month(year, month + 1)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=VIETNAM)

    @property
    def ends(self) -> datetime:
        """The first moment of the next month."""
        return self.earlier(-1).begins

    def __str__(self) -> str:
        """Write 2026-11."""
        return f"{self.year}-{self.month:02d}"
