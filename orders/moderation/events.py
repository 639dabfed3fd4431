"""Facts of moderation."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class ReportDecided(Fact):
    """The market has decided about something that was reported."""

    report_id: int
