"""Parcels that the market's carriers bring, and the statements of what they took for them."""

import itertools
import json
import secrets
from dataclasses import dataclass

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.gateways.carriers.protocol import ParcelNotice, ParcelStage
from orders.carriers import notices, statements
from orders.carriers.models import CarrierNotice, CarrierStatement, CarrierStatementRow
from orders.fulfilment import operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import VendorOrder
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import an_administrator
from vendors.delivery.contracts import load_carriers
from vendors.delivery.models import Carrier
from vendors.models import Vendor

NUMBERS = itertools.count(1)
TRANSFER_FEE = 5_500


def the_carrier(code: str = "ghn") -> Carrier:
    """One of the carriers that the market knows."""
    load_carriers()
    return db.session.scalars(select(Carrier).where(Carrier.code == code)).one()


def a_parcel(
    *,
    dong: int = 500_000,
    vendor: Vendor | None = None,
    delivered: bool = True,
    method: PaymentMethod = PaymentMethod.CASH,
    carrier: str = "ghn",
    code: str = "",
) -> VendorOrder:
    """A part that the carrier brings; delivered, it has the cash."""
    listing = a_listing(vendor or a_shop(carrier_dong=0), price_dong=dong)
    part = a_part(listing, status=VendorOrderStatus.PACKED, method=method)
    tracking_code = code or f"{carrier.upper()}{secrets.token_hex(5).upper()}"
    operations.ship(part, by=owner_of(part), tracking_code=tracking_code, market_carrier=the_carrier(carrier))
    if delivered:
        operations.deliver(part, by=None)
    db.session.flush()
    return part


@dataclass(frozen=True)
class Told:
    """A row of a statement to be: the parcel's code, what was taken at the door, and the fee."""

    code: str
    collected_dong: int
    fee_dong: int = 20_000


def told(part: VendorOrder, *, more: int = 0, fee: int = 20_000) -> Told:
    """The row of a part, as much above (or below) what it costs as a test wants."""
    return Told(part.tracking_code, part.left.total_dong + more, fee)


def a_file(*rows: Told, reference: str = "", transfer_fee: int = TRANSFER_FEE, **other: object) -> bytes:
    """A statement as a carrier's interface gives it."""
    net = sum(row.collected_dong - row.fee_dong for row in rows) - transfer_fee
    written = {
        "reference": reference or f"GHNCOD{next(NUMBERS):06}{secrets.token_hex(2)}",
        "begins_on": "2026-11-22",
        "ends_on": "2026-11-23",
        "transfer_fee": transfer_fee,
        "net": net,
        "rows": [{"order_code": row.code, "cod_amount": row.collected_dong, "total_fee": row.fee_dong} for row in rows],
    }
    return json.dumps(written | other).encode()


def a_statement(*rows: Told, carrier: str = "ghn", accepted: bool = True, **how: object) -> CarrierStatement:
    """A statement that was taken in, and accepted if it is not told otherwise."""
    person = an_administrator()
    statement = statements.take(the_carrier(carrier), a_file(*rows, **how), by=person)
    if accepted:
        statements.accept(statement.id, by=person)
    db.session.flush()
    return statement


def rows_of(statement: CarrierStatement) -> list[CarrierStatementRow]:
    """The statement's rows as they are now."""
    db.session.expire_all()
    return list(statements.rows_of(statement))


def hear(
    part_or_code: VendorOrder | str, stage: ParcelStage | None, *, key: str = "", carrier: str = "ghn"
) -> CarrierNotice:
    """The carrier tells of a parcel, and it is acted on."""
    code = part_or_code if isinstance(part_or_code, str) else part_or_code.tracking_code
    key = key or secrets.token_hex(8)
    word = stage.value if stage else "exception"
    notices.receive(the_carrier(carrier), ParcelNotice(key, code, word, stage, clock.now(), "{}"))
    notice = db.session.scalars(select(CarrierNotice).where(CarrierNotice.key == key)).one()
    notices.act_on(notice.id)
    db.session.flush()
    return notice
