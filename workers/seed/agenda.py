"""What happens when in the seeded past: acts in the order of their moments, each of which may lead to others."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from marketplace import clock

Act = Callable[[], object]


class Agenda:
    """Acts that wait for their moments; those that lie beyond the end are never done."""

    def __init__(self, *, until: datetime) -> None:
        self.until = until
        self._order = count()
        self._waiting: list[tuple[datetime, int, Act]] = []

    def at(self, moment: datetime, act: Act) -> None:
        """Do this at that moment."""
        if moment < self.until:
            heapq.heappush(self._waiting, (moment, next(self._order), act))

    def after(self, hours: float, act: Act) -> None:
        """Do this so many hours after the present act."""
        self.at(clock.now() + timedelta(hours=hours), act)

    def run(self) -> Iterator[None]:
        """Do one act after the other, each at its moment."""
        while self._waiting:
            moment, _, act = heapq.heappop(self._waiting)
            with clock.at(moment):
                act()
            yield
