"""What a vendor does with its part of an order, from the answer to the door.

Each verb locks the order first, so that of two at once the second finds the state of the first and raises
MoveNotAllowed. `by` is the person who acts. Amounts are whole đồng.
"""

from collections.abc import Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.ledger.operations import post
from orders import settlement
from orders.direct.operations import refuse_unpaid
from orders.events import (
    VendorOrderAccepted,
    VendorOrderDelivered,
    VendorOrderPacked,
    VendorOrderRefused,
    VendorOrderReturned,
    VendorOrderReturning,
    VendorOrderShipped,
)
from orders.fulfilment.endings import end_unsold
from orders.kinds import Holding, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.steps import said, step
from vendors.delivery.models import Carrier, DeliveryKind
from vendors.payouts.terms import hold_days_of
from vendors.stock import operations as stock


class CarrierMissing(Invalid):
    """A parcel that a carrier brings needs the carrier's name."""

    sentence = _l("Hãy ghi đơn vị vận chuyển.")


class CodeMissing(Invalid):
    """A carrier under the market's contract is told by its tracking code."""

    sentence = _l("Hãy ghi mã vận đơn, chợ đối soát theo mã này.")


class CodeTaken(Invalid):
    """Another parcel of the carrier has this tracking code."""

    sentence = _l("Mã vận đơn này đã ghi cho một đơn khác. Hãy xem lại mã.")


class CarrierNotOffered(Invalid):
    """The carrier does not bring this part for the market."""

    sentence = _l("Đơn này không gửi qua đơn vị của chợ được. Hãy chọn đơn vị khác.")


def accept(vendor_order: VendorOrder, *, by: User) -> None:
    """The vendor will supply it. Raises MoveNotAllowed, and MoneyNotSeen while its money is not with the vendor."""
    step(vendor_order, VendorOrderStatus.ACCEPTED, by=by)
    refuse_unpaid(vendor_order)
    outbox.record(VendorOrderAccepted(vendor_order.id))


def refuse(vendor_order: VendorOrder, *, by: User, reason: str) -> None:
    """The vendor cannot supply it: the stock is free again and the buyer is refunded. Raises ReasonMissing."""
    order = step(vendor_order, VendorOrderStatus.REFUSED, by=by, reason=said(reason))
    stock.release([vendor_order.held_for])
    end_unsold(order, vendor_order)
    outbox.record(VendorOrderRefused(vendor_order.id))


def pack(vendor_order: VendorOrder, *, by: User, chosen: Mapping[int, Mapping[int | None, int]] | None = None) -> None:
    """The goods are taken off the shelf and packed, the lots that expire first first, or those `chosen` by variant.

    Raises NotHeld when the shelf was sold to others meanwhile, LotTooSmall, OnlyExpiredLeft.
    """
    step(vendor_order, VendorOrderStatus.PACKED, by=by)
    stock.take([vendor_order.held_for], by=by, chosen=chosen)
    outbox.record(VendorOrderPacked(vendor_order.id))


def ship(
    vendor_order: VendorOrder,
    *,
    by: User,
    carrier: str = "",
    tracking_code: str = "",
    market_carrier: Carrier | None = None,
) -> None:
    """The parcel is on its way; for pick-up it is ready to be fetched.

    A carrier under the market's contract (`market_carrier`) also takes the cash for the market. Raises CarrierMissing
    where a carrier brings it and none is named; for the market's own CodeMissing, CodeTaken and CarrierNotOffered.
    """
    if vendor_order.delivery_kind is DeliveryKind.CARRIER and not (market_carrier or carrier.strip()):
        raise CarrierMissing(field="carrier")
    order = step(vendor_order, VendorOrderStatus.SHIPPED, by=by)
    vendor_order.carrier, vendor_order.tracking_code = carrier.strip(), tracking_code.strip()
    if market_carrier:
        _hand_to(market_carrier, order, vendor_order)
    vendor_order.shipped_at = clock.now()
    outbox.record(VendorOrderShipped(vendor_order.id))


def _hand_to(carrier: Carrier, order: Order, vendor_order: VendorOrder) -> None:
    code = "".join(vendor_order.tracking_code.split()).upper()
    if not code:
        raise CodeMissing(field="tracking_code")
    is_parcel = vendor_order.delivery_kind is DeliveryKind.CARRIER
    if not (carrier.is_active and is_parcel) or order.holding is Holding.DIRECT:
        raise CarrierNotOffered(field="market_carrier")
    taken = select(VendorOrder.id).where(VendorOrder.carrier_id == carrier.id, VendorOrder.tracking_code == code)
    if db.session.scalar(taken.limit(1)) is not None:
        raise CodeTaken(field="tracking_code")
    vendor_order.carrier_id, vendor_order.carrier, vendor_order.tracking_code = carrier.id, carrier.name, code


def deliver(vendor_order: VendorOrder, *, by: User | None) -> None:
    """The buyer has the goods, as the vendor, the buyer or a carrier says.

    What the vendor earned is pending until the hold is over; of cash it took itself it owes the commission.
    """
    order = step(vendor_order, VendorOrderStatus.DELIVERED, by=by)
    vendor_order.delivered_at = clock.now()
    vendor_order.release_at = vendor_order.delivered_at + timedelta(days=hold_days_of(vendor_order.vendor_id))
    book(settlement.delivered(order, vendor_order))
    outbox.record(VendorOrderDelivered(vendor_order.id))


def turn_back(vendor_order: VendorOrder, *, by: User | None, reason: str) -> None:
    """The parcel could not be delivered and is on its way back. Raises ReasonMissing."""
    step(vendor_order, VendorOrderStatus.RETURNING, by=by, reason=said(reason))
    outbox.record(VendorOrderReturning(vendor_order.id))


def take_back(vendor_order: VendorOrder, *, by: User | None) -> None:
    """The parcel is back: its goods are on the shelf again and a buyer who paid is refunded."""
    order = step(vendor_order, VendorOrderStatus.RETURNED, by=by)
    stock.put_back([vendor_order.held_for], by=by)
    end_unsold(order, vendor_order)
    outbox.record(VendorOrderReturned(vendor_order.id))


def book(entry: settlement.Entry) -> None:
    """Post what a fact means in money, if it means any."""
    if entry.moves:
        post(entry.reference, entry.moves, words=entry.words)
