"""Facts of the register."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class RegisterSent(Fact):
    """A spreadsheet of the register waits to be compared with what is known."""

    import_id: int
