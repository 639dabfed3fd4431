"""Facts of conversations."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class MessageWritten(Fact):
    """Somebody wrote to the other side."""

    message_id: int
