"""Facts about papers that are renewed."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class RenewalAnswered(Fact):
    """The market accepted a renewed paper, or sent it back."""

    edition_id: int
