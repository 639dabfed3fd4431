"""Cash at the door, as whoever sells reads of it: who takes it, what is left of it, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from marketplace.database import db
from orders.carriers.models import CarrierStatement, CarrierStatementRow
from orders.kinds import ENDED_UNSOLD, Holding, VendorOrderStatus
from orders.models import VendorOrder
from orders.settlement import Taker, taker_of
from vendors.delivery.models import Carrier, DeliveryKind
from vendors.delivery.queries import active_carriers

DELIVERED = (VendorOrderStatus.DELIVERED, VendorOrderStatus.COMPLETED)


class CashState(StrEnum):
    """How far the cash that a carrier takes for a part has come; derived, stored nowhere."""

    PENDING = "pending"
    """The parcel is on its way."""
    COLLECTED = "collected"
    """The carrier has it."""
    DISPUTED = "disputed"
    """The carrier's statement says otherwise than our books; the market looks into it."""
    RECONCILED = "reconciled"
    """It stands in the carrier's statement."""
    PAID = "paid"
    """The carrier has brought it to our bank."""


@dataclass(frozen=True)
class Cash:
    """The cash of a part that a carrier takes: in đồng, with the carriage charged so far."""

    carrier: str
    state: CashState
    taken_dong: int
    carriage_dong: int
    comes_dong: int
    """What the vendor gets of it, after commission, tax and carriage."""


def carriers_for(part: VendorOrder) -> Sequence[Carrier]:
    """The market's carriers that may bring the part; none where its money goes straight to the vendor."""
    by_carrier = part.delivery_kind is DeliveryKind.CARRIER
    return active_carriers() if by_carrier and part.order.holding is not Holding.DIRECT else []


def cash_of(part: VendorOrder) -> Cash | None:
    """How far the cash of a part has come that a carrier takes for the market; None for any other part."""
    if taker_of(part.order, part) is not Taker.CARRIER or part.status in ENDED_UNSOLD:
        return None
    carriage = _carriage(part)
    left = part.left
    return Cash(part.carrier, _state(part), left.total_dong, carriage, left.earning_dong - carriage)


def _carriage(part: VendorOrder) -> int:
    charged = select(func.coalesce(func.sum(CarrierStatementRow.fee_dong), 0)).where(
        CarrierStatementRow.vendor_order_id == part.id, CarrierStatementRow.settled_at.is_not(None)
    )
    return int(db.session.scalar(charged) or 0)


def _state(part: VendorOrder) -> CashState:
    rows = select(CarrierStatementRow.settled_at, CarrierStatement.remitted_dong == CarrierStatement.net_dong)
    rows = rows.join(CarrierStatement, CarrierStatement.id == CarrierStatementRow.statement_id)
    found = db.session.execute(rows.where(CarrierStatementRow.vendor_order_id == part.id)).all()
    if any(settled_at is None for settled_at, _ in found):
        return CashState.DISPUTED
    if part.cash_remitted_at is not None:
        return CashState.PAID if all(is_paid for _, is_paid in found) else CashState.RECONCILED
    return CashState.COLLECTED if part.status in DELIVERED else CashState.PENDING
