"""On which days a vendor works, and what that does to its clocks and to the day on which goods leave. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from marketplace.clock import VIETNAM, in_vietnam
from vendors.holidays.models import Holiday

A_DAY = timedelta(days=1)
SOON_DAYS = 30
"""How long before a holiday buyers are told of it."""


@dataclass(frozen=True)
class Calendar:
    """The weekdays on which a vendor rests (1 is Monday, never all of them), and its holidays from today on."""

    rest_weekdays: frozenset[int] = frozenset()
    holidays: tuple[Holiday, ...] = ()

    @classmethod
    def of(cls, rest_weekdays: Iterable[int] | None, holidays: Iterable[Holiday]) -> "Calendar":
        """Build it from what a vendor has set."""
        return cls(frozenset(rest_weekdays or ()), tuple(sorted(holidays, key=lambda each: each.first_day)))

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday to which a day belongs."""
        return next((each for each in self.holidays if each.covers(day)), None)

    def rests_on(self, day: date) -> bool:
        """Whether nobody works on this day."""
        return day.isoweekday() in self.rest_weekdays or self.holiday_on(day) is not None

    def soon(self, day: date, *, within_days: int) -> tuple[Holiday, ...]:
        """The holidays that run on `day` or begin within so many days."""
        return tuple(
            each for each in self.holidays if day <= each.last_day and (each.first_day - day).days <= within_days
        )

    def dispatch_day(self, ordered: date, working_days: int) -> date:
        """The day on which goods leave that take so many working days to prepare: never one of rest."""
        day = self._working_day(ordered)
        for _each in range(working_days):
            day = self._working_day(day + A_DAY)
        return day

    def ends(self, begins: datetime, takes: timedelta) -> datetime:
        """The moment at which so much time has passed; the clock stands still on days of rest."""
        moment, left = in_vietnam(begins), takes
        while True:
            midnight = datetime.combine(moment.date() + A_DAY, time(), tzinfo=VIETNAM)
            if not self.rests_on(moment.date()):
                if moment + left <= midnight:
                    return moment + left
                left -= midnight - moment
            moment = midnight

    def _working_day(self, day: date) -> date:
        while self.rests_on(day):
            day += A_DAY
        return day


EVERY_DAY = Calendar()
"""Of a vendor that never rests."""
