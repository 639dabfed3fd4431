"""Facts about what is issued to vendors."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class InvoiceWanted(Fact):
    """Somebody at the desk wants the vendor's commission invoice of a month (2026-11) that is over."""

    vendor_id: int
    month: str
