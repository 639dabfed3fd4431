"""Facts about a vendor's people."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class MemberInvited(Fact):
    """Somebody is asked to join a team, for the first time or again."""

    invitation_id: int
    times_sent: int


@dataclass(frozen=True)
class MemberJoined(Fact):
    """Somebody accepted an invitation."""

    invitation_id: int
