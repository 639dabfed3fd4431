"""The kinds that orders know: ways to pay, who holds the money, where a part stands."""

from enum import StrEnum
from typing import TypeAlias


class PaymentMethod(StrEnum):
    """How the buyer pays."""

    CASH = "cash"
    """In cash to whoever brings the goods: the vendor, or a carrier for the market."""
    TRANSFER = "transfer"
    """By bank transfer with a VietQR code."""
    VNPAY = "vnpay"
    MOMO = "momo"


class Holding(StrEnum):
    """Who holds the buyers' money until it is settled (Decree 52/2024/NĐ-CP, art. 22, decides who may)."""

    AGENT = "agent"
    """The market sells on commission: the money comes to its own accounts."""
    PARTNER = "partner"
    """A licensed partner collects the money and splits it at the market's word."""
    DIRECT = "direct"
    """The money goes straight to each vendor, who owes the market its commission and the tax."""


class VendorOrderStatus(StrEnum):
    """Where one vendor's part of an order stands."""

    PLACED = "placed"
    """Waits for payment (transfer) or for the vendor's answer."""
    ACCEPTED = "accepted"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    """Delivered, and the hold is over."""
    CANCELLED = "cancelled"
    REFUSED = "refused"
    """The vendor cannot supply it; the reason is in the history."""
    RETURNING = "returning"
    """Could not be delivered; on its way back to the vendor."""
    RETURNED = "returned"
    """Back at the vendor; a paid part is refunded."""


S: TypeAlias = VendorOrderStatus
VENDOR_ORDER_MOVES: dict[VendorOrderStatus, frozenset[VendorOrderStatus]] = {
    S.PLACED: frozenset({S.ACCEPTED, S.REFUSED, S.CANCELLED}),
    S.ACCEPTED: frozenset({S.PACKED, S.REFUSED, S.CANCELLED}),
    S.PACKED: frozenset({S.SHIPPED, S.CANCELLED}),
    S.SHIPPED: frozenset({S.DELIVERED, S.RETURNING}),
    S.DELIVERED: frozenset({S.COMPLETED}),
    S.RETURNING: frozenset({S.RETURNED}),
    S.COMPLETED: frozenset(),
    S.CANCELLED: frozenset(),
    S.REFUSED: frozenset(),
    S.RETURNED: frozenset(),
}
ENDED_UNSOLD = frozenset({S.CANCELLED, S.REFUSED, S.RETURNED})
"""States in which the vendor earns nothing."""
ON_THE_SHELF = frozenset({S.PLACED, S.ACCEPTED, S.PACKED})
"""States in which the goods have not left the vendor."""
DELIVERED = frozenset({S.DELIVERED, S.COMPLETED})
"""States in which the buyer has the goods."""
HELD_WHILE = (S.PLACED, S.ACCEPTED, S.PACKED, S.SHIPPED, S.RETURNING)
"""States in which the money of a paid part is held for its buyer."""
