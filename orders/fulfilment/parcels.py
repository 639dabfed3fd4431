"""What becomes of single parcels of a part that was sent in several: they arrive, come back, or get another code.

Each verb locks the order first. With the last parcel's arrival, or with the cut of what was still to be sent, the part
is delivered, and settled once for the whole.
"""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from orders.credits.models import CreditNote
from orders.credits.operations import credit
from orders.fulfilment.operations import deliver
from orders.fulfilment.sending import CarrierMissing, bring_back, lock_on_its_way
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from orders.shipments.models import Shipment
from orders.shipments.queries import on_their_way
from orders.steps import lines_of, said
from vendors.delivery.models import DeliveryKind


class CodeIsTheCarriers(MoveNotAllowed):
    """The code of a parcel of the market's carrier is what its cash is reconciled by."""

    sentence = _l("Mã này do đơn vị của chợ cấp và dùng để đối soát, không sửa được ở đây.")


class GoesWhole(Invalid):
    """A part that a carrier of the market brings arrives and comes back as its carrier tells."""

    sentence = _l("Kiện này do đơn vị của chợ giao. Hãy ghi cho cả phần đơn.")


def arrive(vendor_order: VendorOrder, parcel: Shipment, *, by: User | None) -> None:
    """The buyer has this parcel; with the last one the part is delivered. Raises MoveNotAllowed."""
    _open(vendor_order, parcel)
    parcel.delivered_at = clock.now()
    audit.record("parcel arrived", vendor_order, by=by, number=parcel.number)
    _finish(vendor_order, by=by)


def come_back(vendor_order: VendorOrder, parcel: Shipment, *, by: User, reason: str) -> None:
    """This parcel is with its vendor again; what was in it is sent anew or cut. Raises ReasonMissing."""
    words = said(reason)
    _open(vendor_order, parcel)
    if vendor_order.carrier_id is not None:
        raise GoesWhole
    bring_back(parcel)
    audit.record("parcel came back", vendor_order, by=by, number=parcel.number, reason=words)


def tell_code(vendor_order: VendorOrder, parcel: Shipment, *, carrier: str, tracking_code: str, by: User) -> None:
    """Correct who brings a parcel and its code. Raises CarrierMissing, CodeIsTheCarriers and MoveNotAllowed."""
    _open(vendor_order, parcel)
    if vendor_order.carrier_id is not None:
        raise CodeIsTheCarriers
    if vendor_order.delivery_kind is DeliveryKind.CARRIER and not carrier.strip():
        raise CarrierMissing(field="carrier")
    parcel.carrier, parcel.tracking_code = carrier.strip(), tracking_code.strip()
    if parcel.place == 1:
        vendor_order.carrier, vendor_order.tracking_code = parcel.carrier, parcel.tracking_code
    audit.record("parcel code told", vendor_order, by=by, number=parcel.number)


def credit_or_cut(
    vendor_order: VendorOrder,
    *,
    quantities: Mapping[int, int],
    delivery: bool,
    reason: str,
    by: User,
    restock: bool = False,
) -> CreditNote:
    """Take something off a part (see `credit`); when nothing is left to send and all has arrived, it is delivered."""
    note = credit(vendor_order, quantities=quantities, delivery=delivery, reason=reason, by=by, restock=restock)
    if vendor_order.status is VendorOrderStatus.SHIPPED:
        _finish(vendor_order, by=by)
    return note


def _open(vendor_order: VendorOrder, parcel: Shipment) -> None:
    """Lock the part and read the parcel again. Raises MoveNotAllowed when somebody said what became of it."""
    lock_on_its_way(vendor_order)
    db.session.refresh(parcel)
    if not parcel.is_on_its_way:
        raise MoveNotAllowed


def _finish(vendor_order: VendorOrder, *, by: User | None) -> None:
    db.session.flush()
    is_open = on_their_way(vendor_order) or any(line.unsent_quantity for line in lines_of(vendor_order))
    if not is_open:
        deliver(vendor_order, by=by)
