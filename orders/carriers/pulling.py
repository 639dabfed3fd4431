"""Asking carriers: for statements that we have not, and for parcels of which nothing final was told."""

from datetime import timedelta

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.gateways.carriers.protocol import CarrierUnavailable
from marketplace.gateways.wiring import gateways
from marketplace.tables import UnreadableTable
from orders.carriers import notices
from orders.carriers.statements import KnownStatement, OtherStatement, take
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from vendors.delivery.models import Carrier
from vendors.delivery.queries import active_carriers

log = structlog.get_logger()
LOOK_BACK = timedelta(days=7)
UNHEARD_OF = timedelta(hours=24)
"""So long after it was sent a parcel is asked about."""
AT_ONCE = 200


class CarrierSilent(Refusal):
    """The carrier cannot be asked, or does not answer now."""

    status = 503
    sentence = _l("Hãng không trả lời. Hãy thử lại sau, hoặc tải tệp bảng kê lên.")


def pull_statements(carrier: Carrier, *, by: User | None = None) -> int:
    """Take in the carrier's latest statements that are new; give how many these were. Raises CarrierSilent."""
    gateway = gateways().carriers.get(carrier.code)
    if gateway is None:
        raise CarrierSilent
    try:
        listed = gateway.statements(since=clock.today() - LOOK_BACK)
    except CarrierUnavailable as unavailable:
        raise CarrierSilent from unavailable
    return sum(_took(carrier, raw, by) for raw in listed)


def talkative() -> list[int]:
    """List the active carriers that can be asked."""
    return [carrier.id for carrier in active_carriers() if carrier.code in gateways().carriers]


def to_ask_about() -> list[int]:
    """List parts that a carrier has for so long that it should have told what became of them, the oldest first."""
    query = select(VendorOrder.id).where(
        VendorOrder.carrier_id.is_not(None),
        VendorOrder.status.in_((VendorOrderStatus.SHIPPED, VendorOrderStatus.RETURNING)),
        VendorOrder.shipped_at <= clock.now() - UNHEARD_OF,
    )
    return list(db.session.scalars(query.order_by(VendorOrder.shipped_at, VendorOrder.id).limit(AT_ONCE)))


def ask_about(vendor_order_id: int) -> None:
    """Ask where a part's parcel is, and store the answer as if it had been told. Raises CarrierUnavailable."""
    part = db.session.get_one(VendorOrder, vendor_order_id)
    carrier = db.session.get_one(Carrier, part.carrier_id)
    gateway = gateways().carriers.get(carrier.code)
    notice = gateway.ask(part.tracking_code) if gateway else None
    if notice:
        notices.receive(carrier, notice)


def _took(carrier: Carrier, raw: bytes, by: User | None) -> bool:
    try:
        with db.session.begin_nested():
            take(carrier, raw, by=by)
    except KnownStatement:
        return False
    except (OtherStatement, UnreadableTable) as refused:
        log.warning("carrier_statement_not_taken", carrier=carrier.code, problem=str(refused))
        return False
    return True
