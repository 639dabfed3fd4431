"""Parcels that GHN brought in the demo's past: told by it, and their cash brought with a statement every week."""

import json
from dataclasses import dataclass
from random import Random
from typing import Final

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.carriers.ghn import STAGES
from marketplace.gateways.carriers.protocol import ParcelNotice
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.parcels import book
from marketplace.gateways.twins.parcels.book import Handed
from orders.carriers import notices, statements
from orders.carriers.models import CarrierNotice, CarrierStatement
from orders.fulfilment import operations, releasing
from orders.kinds import PaymentMethod
from orders.models import Order, VendorOrder
from orders.payments import notices as money
from orders.payments.models import BankNotice
from vendors.delivery.models import Carrier
from workers.seed.agenda import Agenda
from workers.seed.bank import PastBank

CODE: Final = "ghn"
BY_GHN: Final = 0.45
FEES: Final = (18_000, 22_000, 26_000, 33_000, 41_000)
MISSING: Final = 50_000
"""What GHN's last statement lacks for one parcel."""
HOURS_TO_BANK: Final = 5


@dataclass
class Freight:
    """Hands parcels to GHN, lets it tell of them, and takes in what it brings."""

    agenda: Agenda
    bank: PastBank
    chance: Random
    administrator: User

    def __post_init__(self) -> None:
        """Begin without parcels."""
        book.forget(self.bank.connection)

    def is_wanted(self) -> bool:
        """Whether the next parcel goes by GHN."""
        return self.chance.random() < BY_GHN

    def hand_over(self, part: VendorOrder, *, by: User) -> None:
        """The vendor hands the parcel to GHN."""
        code = f"GHN{self.chance.randrange(10**9):09}"
        is_cash = db.session.get_one(Order, part.order_id).method is PaymentMethod.CASH
        cash = part.left.total_dong if is_cash else 0
        book.take(self.bank.connection, CODE, Handed(part.number, cash, self.chance.choice(FEES), code))
        operations.ship(part, by=by, tracking_code=code, market_carrier=self._ghn())

    def tell(self, part: VendorOrder, status: str) -> None:
        """GHN tells what became of a parcel."""
        parcel = book.coded(self.bank.connection, part.tracking_code)
        if parcel is None:
            raise LookupError(part.tracking_code)
        book.tell(self.bank.connection, parcel, status, Telling(times=0))
        key = f"{part.tracking_code}/switch_status/{clock.now().isoformat()}"
        raw = json.dumps({"OrderCode": part.tracking_code, "Status": status, "Time": clock.now().isoformat()})
        notices.receive(self._ghn(), ParcelNotice(key, part.tracking_code, status, STAGES[status], clock.now(), raw))
        newest = select(CarrierNotice.id).order_by(CarrierNotice.id.desc()).limit(1)
        notices.act_on(db.session.scalars(newest).one())

    def bring(self, *, last: bool) -> None:
        """GHN states the cash it took, and brings it; of its last statement some is missing, and the money awaited."""
        if last:
            book.lose(self.bank.connection, CODE, MISSING)
        made = book.state(self.bank.connection, CODE, account=self.bank.account, pays=False)
        if made is None:
            return
        statement = statements.take(self._ghn(), json.dumps(book.as_json(made)).encode(), by=None)
        statements.accept(statement.id, by=self.administrator)
        self._release_later(statement)
        if not last:
            net, content = statement.net_dong, f"GHN CHUYEN TIEN COD {statement.reference}"
            self.agenda.after(HOURS_TO_BANK, lambda: self._pay(net, content))

    def _release_later(self, statement: CarrierStatement) -> None:
        """What was held for want of this statement is released an hour later, if its hold is over by then."""
        part_ids = [row.vendor_order_id for row in statements.rows_of(statement) if row.vendor_order_id]
        self.agenda.after(1, lambda: releasing.release(part_ids))

    def _pay(self, amount_dong: int, content: str) -> None:
        money.receive(self.bank.pay_in(amount_dong, content))
        newest = select(BankNotice.id).order_by(BankNotice.id.desc()).limit(1)
        money.act_on(db.session.scalars(newest).one())

    def _ghn(self) -> Carrier:
        return db.session.scalars(select(Carrier).where(Carrier.code == CODE)).one()
