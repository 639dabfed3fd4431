"""Facts about documents."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class DocumentIssued(Fact):
    """A document has its number and its figures; its files are still to be made."""

    document_id: int
