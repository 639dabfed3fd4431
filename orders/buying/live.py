"""An order's page that follows it: it asks by itself, waits longer each time, and is drawn anew after a change."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from orders import queries
from orders.direct import queries as direct
from orders.direct.models import DirectPayment
from orders.kinds import ENDED_UNSOLD, VendorOrderStatus
from orders.models import Order
from orders.payments.models import Payment, Refund, RefundStatus
from orders.returns.models import ReturnCase
from orders.returns.queries import cases_of_parts
from orders.shipments.models import Shipment
from orders.shipments.queries import parcels_of

PATIENCE_SECONDS: Final = (10, 15, 20, 30, 45, 60, 90, 120, 180, 300)
"""How long a page waits before it asks for the first time, the second, and so on; the last again and again."""
MOST_TURNS: Final = 100
"""After so many a forgotten page asks only when somebody looks at it again."""
AT_REST: Final = ENDED_UNSOLD | {VendorOrderStatus.COMPLETED}


@dataclass(frozen=True)
class Following:
    """What a page knows of its order (`mark` is another after every change), and how often it has asked."""

    mark: str
    turn: int = 0

    @property
    def seconds(self) -> int | None:
        """How long to wait before asking; None for not asking by itself any more."""
        return PATIENCE_SECONDS[min(self.turn, len(PATIENCE_SECONDS) - 1)] if self.turn < MOST_TURNS else None

    @property
    def next_turn(self) -> int:
        """Which turn the next question is."""
        return min(self.turn + 1, MOST_TURNS)


@dataclass(frozen=True)
class Standing:
    """Where an order stands, in all that its page shows: the money, what was sent, what goes back, what is wrong."""

    payment: Payment
    refunds: list[Refund]
    parcels: dict[int, list[Shipment]]
    complaints: dict[int, list[ReturnCase]]
    directs: dict[int, DirectPayment]

    @property
    def is_settled(self) -> bool:
        """Whether no money is on its way back and no complaint is open."""
        waits = any(case.is_open for row in self.complaints.values() for case in row)
        return not waits and all(refund.status is RefundStatus.DONE for refund in self.refunds)


def standing_of(order: Order) -> Standing:
    """Read where an order stands."""
    part_ids = [part.id for part in order.vendor_orders]
    return Standing(
        queries.payment_of(order),
        queries.refunds_of(order),
        parcels_of(part_ids),
        cases_of_parts(part_ids),
        direct.payments_of(order),
    )


def following(order: Order, standing: Standing, turn: int = 0) -> Following | None:
    """Say what a page shows of the order; None when nothing more will happen to it."""
    if standing.is_settled and all(part.status in AT_REST for part in order.vendor_orders):
        return None
    seen = repr(list(_seen(order, standing)))
    return Following(blake2b(seen.encode(), digest_size=8).hexdigest(), turn)


def _seen(order: Order, standing: Standing) -> Iterator[tuple[object, ...]]:
    """Tell what changes on the page."""
    yield standing.payment.status, standing.payment.received_dong
    for part in order.vendor_orders:
        yield part.status, part.reply_by, part.note_to_buyer, part.left
        for parcel in standing.parcels.get(part.id, ()):
            yield parcel.number, parcel.carrier, parcel.tracking_code, parcel.delivered_at, parcel.returned_at
        for case in standing.complaints.get(part.id, ()):
            yield case.reference, case.state
        if part.id in standing.directs:
            yield (standing.directs[part.id].status,)
    for refund in standing.refunds:
        yield refund.reference, refund.status
