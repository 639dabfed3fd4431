"""What a vendor does with its part of an order, from the answer to the door.

Each verb locks the order first, so that of two at once the second finds the state of the first and raises
MoveNotAllowed. `by` is the person who acts. Amounts are whole đồng.
"""

from collections.abc import Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace import clock, outbox
from marketplace.accounts.models import User
from marketplace.errors import MoveNotAllowed
from marketplace.ledger.operations import post
from orders import settlement
from orders.credits.weighing import settle_weight
from orders.direct.operations import refuse_unpaid
from orders.events import (
    ShipmentSent,
    VendorOrderAccepted,
    VendorOrderDelivered,
    VendorOrderPacked,
    VendorOrderRefused,
    VendorOrderReturned,
    VendorOrderReturning,
    VendorOrderShipped,
)
from orders.fulfilment.endings import end_unsold
from orders.fulfilment.sending import CarrierMissing, Told, bring_back, hand_to, lock_on_its_way, send
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from orders.shipments.models import Shipment
from orders.shipments.queries import has_arrived, on_their_way
from orders.steps import lines_of, said, step
from vendors.delivery.models import Carrier, DeliveryKind
from vendors.payouts.terms import hold_days_of
from vendors.stock import operations as stock


class StillToSend(MoveNotAllowed):
    """Something of the part was neither sent nor cut from the order."""

    sentence = _l("Phần đơn này còn món chưa gửi. Hãy gửi nốt, hoặc bỏ món đó khỏi đơn.")


class SomeHasArrived(MoveNotAllowed):
    """A part of which a parcel has arrived does not come back whole."""

    sentence = _l("Một kiện của phần này đã tới khách. Hãy ghi riêng kiện nào quay về.")


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


def pack(
    vendor_order: VendorOrder,
    *,
    by: User,
    chosen: Mapping[int, Mapping[int | None, int]] | None = None,
    grams: Mapping[int, int] | None = None,
) -> None:
    """The goods are taken off the shelf and packed, the lots that expire first first, or those `chosen` by variant.

    Lines that are sold by weight are settled at their `grams` (by line). Raises NotHeld when the shelf was sold to
    others meanwhile, LotTooSmall, OnlyExpiredLeft, WeightMissing and WeightImplausible.
    """
    order = step(vendor_order, VendorOrderStatus.PACKED, by=by)
    settle_weight(order, vendor_order, grams=grams or {}, by=by)
    stock.take([vendor_order.held_for], by=by, chosen=chosen)
    outbox.record(VendorOrderPacked(vendor_order.id))


def ship(
    vendor_order: VendorOrder,
    *,
    by: User,
    carrier: str = "",
    tracking_code: str = "",
    market_carrier: Carrier | None = None,
    quantities: Mapping[int, int] | None = None,
    place: int | None = None,
) -> Shipment:
    """A parcel is on its way, with so many of each line (by its id) or all that is left; to be fetched, it is ready.

    With its first parcel the part is shipped. `place` is the parcel's number as the person saw it: another one sent
    meanwhile (a second click) raises ParcelWasSent. A carrier under the market's contract (`market_carrier`) takes all
    of the part in one parcel, and the cash for the market. Raises CarrierMissing where a carrier brings it and none is
    named; for the market's own CodeMissing, CodeTaken, CarrierNotOffered and NotInOneParcel; NothingToSend and
    MoreThanUnsent for quantities that are not there.
    """
    if vendor_order.delivery_kind is DeliveryKind.CARRIER and not (market_carrier or carrier.strip()):
        raise CarrierMissing(field="carrier")
    is_first = vendor_order.status is not VendorOrderStatus.SHIPPED
    order = step(vendor_order, VendorOrderStatus.SHIPPED, by=by) if is_first else lock_on_its_way(vendor_order)
    told = Told(carrier.strip(), tracking_code.strip())
    if market_carrier:
        told = hand_to(market_carrier, order, vendor_order, code=told.tracking_code, quantities=quantities)
    parcel = send(vendor_order, told, quantities=quantities, place=place, by=by)
    outbox.record(ShipmentSent(parcel.id))
    if is_first:
        vendor_order.carrier, vendor_order.tracking_code = parcel.carrier, parcel.tracking_code
        vendor_order.shipped_at = parcel.shipped_at
        outbox.record(VendorOrderShipped(vendor_order.id))
    return parcel


def deliver(vendor_order: VendorOrder, *, by: User | None) -> None:
    """The buyer has all the goods, as the vendor, the buyer or a carrier says; parcels on their way have arrived.

    What the vendor earned is pending until the hold is over; of cash it took itself it owes the commission. Raises
    StillToSend while something was neither sent nor cut.
    """
    order = step(vendor_order, VendorOrderStatus.DELIVERED, by=by)
    vendor_order.delivered_at = clock.now()
    if any(line.unsent_quantity for line in lines_of(vendor_order)):
        raise StillToSend
    for parcel in on_their_way(vendor_order):
        parcel.delivered_at = vendor_order.delivered_at
    vendor_order.release_at = vendor_order.delivered_at + timedelta(days=hold_days_of(vendor_order.vendor_id))
    book(settlement.delivered(order, vendor_order))
    outbox.record(VendorOrderDelivered(vendor_order.id))


def turn_back(vendor_order: VendorOrder, *, by: User | None, reason: str) -> None:
    """Nothing of it could be delivered and all is on its way back. Raises ReasonMissing, SomeHasArrived."""
    step(vendor_order, VendorOrderStatus.RETURNING, by=by, reason=said(reason))
    if has_arrived(vendor_order):
        raise SomeHasArrived
    outbox.record(VendorOrderReturning(vendor_order.id))


def take_back(vendor_order: VendorOrder, *, by: User | None) -> None:
    """All is back: its goods are on the shelf again and a buyer who paid is refunded."""
    order = step(vendor_order, VendorOrderStatus.RETURNED, by=by)
    for parcel in on_their_way(vendor_order):
        bring_back(parcel)
    stock.put_back([vendor_order.held_for], by=by)
    end_unsold(order, vendor_order)
    outbox.record(VendorOrderReturned(vendor_order.id))


def book(entry: settlement.Entry) -> None:
    """Post what a fact means in money, if it means any."""
    if entry.moves:
        post(entry.reference, entry.moves, words=entry.words)
