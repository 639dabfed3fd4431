"""Facts of devices."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class NewDeviceSeen(Fact):
    """A person with earlier devices came in on one that was never seen."""

    sign_in_id: int
