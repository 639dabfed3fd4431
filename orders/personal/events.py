"""Facts of personal data."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class CopyWanted(Fact):
    """A copy of a person's data is to be made."""

    request_id: int
