"""How far the money of a part has come."""

from enum import StrEnum


class Stage(StrEnum):
    """How far the money of a part has come when something of it is credited."""

    UNPAID = "unpaid"
    """Nothing has been paid yet."""
    HELD = "held"
    """Paid, and held for the buyer."""
    PENDING = "pending"
    """Delivered, within the hold."""
    RELEASED = "released"
    """Payable to the vendor, or paid out, or the vendor had it from the start."""
