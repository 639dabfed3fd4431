"""Facts about the market's rules."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class PolicyNewsDue(Fact):
    """The next people, after this one by number, are to hear of a version that will be good."""

    version_id: int
    after_user_id: int
