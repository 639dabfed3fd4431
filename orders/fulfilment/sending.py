"""Putting goods of a part into a parcel, and handing the whole of it to a carrier of the market.

The part must be locked by the caller (`orders/steps.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from orders.kinds import Holding, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.shipments.models import LAST_PLACE, Shipment, ShipmentLine
from orders.steps import lines_of, lock
from vendors.delivery.models import Carrier, DeliveryKind


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


class NotInOneParcel(Invalid):
    """A carrier of the market takes a part whole: its cash and its charges belong to one parcel."""

    sentence = _l("Đơn vị của chợ chỉ nhận cả phần đơn trong một kiện. Hãy gửi tất cả, hoặc chọn đơn vị khác.")


class NothingToSend(Invalid):
    """A parcel with nothing in it."""

    sentence = _l("Kiện này chưa có món nào. Hãy ghi số gửi của ít nhất một món.")


class MoreThanUnsent(Invalid):
    """More of a line than is still to be sent."""

    sentence = _l("Nhiều hơn số còn phải gửi của món này.")


class ParcelWasSent(MoveNotAllowed):
    """Another parcel was sent since the page was shown."""

    sentence = _l("Kiện này đã được ghi là đã gửi. Hãy xem lại các kiện bên dưới.")


class TooManyParcels(MoveNotAllowed):
    """So many parcels of one part are a mistake."""

    sentence = _l("Phần đơn này đã có quá nhiều kiện. Hãy hỏi người của chợ.")


@dataclass(frozen=True)
class Told:
    """What is told of a parcel: who brings it, and its code."""

    carrier: str
    tracking_code: str


def send_field(line_id: int) -> str:
    """Name the field of a form in which stands how many of a line go."""
    return f"send_{line_id}"


def lock_on_its_way(vendor_order: VendorOrder) -> Order:
    """Lock a part of which a parcel is on its way. Raises MoveNotAllowed for any other."""
    order = lock(vendor_order)
    if vendor_order.status is not VendorOrderStatus.SHIPPED:
        raise MoveNotAllowed
    return order


def hand_to(
    carrier: Carrier, order: Order, vendor_order: VendorOrder, *, code: str, quantities: Mapping[int, int] | None
) -> Told:
    """Hand the whole part to a carrier of the market, under the code as the carrier writes it."""
    code = "".join(code.split()).upper()
    if not code:
        raise CodeMissing(field="tracking_code")
    is_parcel = vendor_order.delivery_kind is DeliveryKind.CARRIER
    if not (carrier.is_active and is_parcel) or order.holding is Holding.DIRECT:
        raise CarrierNotOffered(field="market_carrier")
    if not _is_whole(vendor_order, quantities):
        raise NotInOneParcel(field="market_carrier")
    taken = select(VendorOrder.id).where(VendorOrder.carrier_id == carrier.id, VendorOrder.tracking_code == code)
    if db.session.scalar(taken.limit(1)) is not None:
        raise CodeTaken(field="tracking_code")
    vendor_order.tracking_code, vendor_order.carrier_id = code, carrier.id
    return Told(carrier.name, code)


def send(
    vendor_order: VendorOrder, told: Told, *, quantities: Mapping[int, int] | None, place: int | None, by: User
) -> Shipment:
    """Write down a parcel with so many of each line, or all that is left."""
    lines, place = lines_of(vendor_order), _next_place(vendor_order, expected=place)
    wanted = _wanted(lines, quantities)
    parcel = Shipment(
        vendor_order_id=vendor_order.id,
        place=place,
        number=f"{vendor_order.number}-K{place}",
        carrier=told.carrier,
        tracking_code=told.tracking_code,
        shipped_at=clock.now(),
        shipped_by_id=by.id,
        lines=[ShipmentLine(order_line_id=line_id, quantity=quantity) for line_id, quantity in wanted.items()],
    )
    for line in lines:
        line.shipped_quantity += wanted.get(line.id, 0)
    db.session.add(parcel)
    db.session.flush()
    return parcel


def bring_back(parcel: Shipment) -> None:
    """The parcel is with its vendor again: what was in it counts as not sent."""
    parcel.returned_at = clock.now()
    inside = select(ShipmentLine, OrderLine).join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
    for sent, line in db.session.execute(inside.where(ShipmentLine.shipment_id == parcel.id)):
        line.shipped_quantity -= sent.quantity
    db.session.flush()


def _is_whole(vendor_order: VendorOrder, quantities: Mapping[int, int] | None) -> bool:
    """Whether all goes that was not cut, and nothing went before."""
    lines = lines_of(vendor_order)
    is_all = quantities is None or all(quantities.get(line.id, 0) == line.unsent_quantity for line in lines)
    return is_all and db.session.scalar(_places(vendor_order)) is None


def _next_place(vendor_order: VendorOrder, *, expected: int | None) -> int:
    place = 1 + (db.session.scalar(_places(vendor_order)) or 0)
    if expected is not None and expected != place:
        raise ParcelWasSent
    if place > LAST_PLACE:
        raise TooManyParcels
    return place


def _places(vendor_order: VendorOrder) -> Select[int | None]:
    return select(func.max(Shipment.place)).where(Shipment.vendor_order_id == vendor_order.id)


def _wanted(lines: Sequence[OrderLine], quantities: Mapping[int, int] | None) -> dict[int, int]:
    unsent = {line.id: line.unsent_quantity for line in lines}
    if not any(unsent.values()):
        raise MoveNotAllowed
    asked = unsent if quantities is None else quantities
    for line_id, quantity in asked.items():
        if not 0 <= quantity <= unsent.get(line_id, -1):
            raise MoreThanUnsent(field=send_field(line_id))
    wanted = {line_id: quantity for line_id, quantity in asked.items() if quantity}
    if not wanted:
        raise NothingToSend
    return wanted
