"""Facts about officers who help."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class ConsentGiven(Fact):
    """An officer may act in a vendor's name."""

    consent_id: int


@dataclass(frozen=True)
class ConsentWithdrawn(Fact):
    """An officer may no longer act in a vendor's name."""

    consent_id: int
