"""The same lives with gateways, carriers and a partner in them: whoever holds the money, the books stay right.

`pytest --hypothesis-profile soak tests/orders/test_wider_lives.py` tries longer lives, and many more of them.
"""

from contextlib import suppress

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.gateways.payments.protocol import PaymentReport, PaymentState
from orders.carriers import answers, statements
from orders.carriers.answers import Answer
from orders.carriers.models import CarrierStatement, CarrierStatementRow
from orders.fulfilment import operations
from orders.kinds import Holding, PaymentMethod
from orders.models import Order, VendorOrder
from orders.payments import notices, reports, tries
from orders.payments.answers import mark_as_settlement
from orders.payments.gateways import AT_GATEWAYS
from orders.payments.models import BankNotice, GatewayTry, NoticeOutcome
from tests.bank import Bank
from tests.effort import IS_SOAK
from tests.factories.carriers import Told, a_file, the_carrier
from tests.factories.fulfilment import owner_of
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account
from tests.factories.payments import a_movement
from tests.factories.people import an_administrator
from tests.gateways import Gateways
from tests.orders.test_money_lives import STOCK, Lives, some_coupons
from vendors.delivery.models import Carrier
from vendors.models import TaxStatus, Vendor

STATES = st.sampled_from([PaymentState.PAID, PaymentState.PAID, PaymentState.FAILED, PaymentState.PENDING])


class WiderLives(Lives):
    """Two shops, a buyer who pays at gateways too, a carrier that takes cash for the market, and all of before."""

    carrier: Carrier

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    @rule(method=st.sampled_from(sorted(AT_GATEWAYS)), dong=st.integers(5_000, 900_000), quantity=st.integers(1, 2))
    def place_for_a_gateway(self, method: PaymentMethod, dong: int, quantity: int) -> None:
        self.place(method, dong, None, quantity)

    @rule(data=st.data())
    def go_to_the_gateway(self, data: st.DataObject) -> None:
        order = self.one_of(data, Order, Order.method.in_(AT_GATEWAYS))
        if order:
            self.tried(lambda: tries.begin_try(order))

    @rule(data=st.data(), state=STATES, other=st.none() | st.integers(1, 900_000), again=st.booleans())
    def a_gateway_tells(self, data: st.DataObject, state: PaymentState, other: int | None, *, again: bool) -> None:
        """Of some try: paid, failed or not decided; now and then of another amount, or twice."""
        found = self.one_of(data, GatewayTry)
        if found is None:
            return
        self.number += 1
        amount = other if other and self.number % 5 == 0 else found.amount_dong
        report = PaymentReport(found.reference, f"{14_000_000 + self.number}", amount, state, "00")
        for _ in range(2 if again else 1):
            self.tried(lambda: reports.take(found.method, report, raw={}))

    @rule(hours=st.sampled_from([1, 7, 25, 80]))
    def time_passes(self, hours: int) -> None:
        """The workers also ask the gateways about buyers of whom nothing was told."""
        super().time_passes(hours)
        self.each(tries.to_ask_about, tries.ask_about)

    @rule(data=st.data(), method=st.sampled_from(sorted(AT_GATEWAYS)))
    def a_gateway_brings_what_it_has(self, data: st.DataObject, method: PaymentMethod) -> None:
        notice = self.one_of(data, BankNotice, BankNotice.outcome == NoticeOutcome.UNMATCHED)
        if notice:
            self.tried(lambda: mark_as_settlement(notice.id, method, by=self.desk))

    @rule(data=st.data())
    def a_carrier_takes_a_parcel(self, data: st.DataObject) -> None:
        part = self.one_of(data, VendorOrder, VendorOrder.routed_at.is_not(None))
        if part is None:
            return
        person, code = owner_of(part), f"GHN{part.id:08}"
        for act in (
            lambda: operations.accept(part, by=person),
            lambda: operations.pack(part, by=person),
            lambda: operations.ship(part, by=person, tracking_code=code, market_carrier=self.carrier),
            lambda: operations.deliver(part, by=None),
        ):
            self.tried(act)

    @rule(more=st.sampled_from([0, 0, 0, 1, -1, 50_000]), fee=st.integers(0, 60_000), unknown=st.booleans())
    def a_carrier_sends_its_statement(self, more: int, fee: int, *, unknown: bool) -> None:
        """Of parcels that are in no statement yet, perhaps with a wrong sum, or with one that nobody knows."""
        known = set(db.session.scalars(select(CarrierStatementRow.tracking_code)))
        parcels = db.session.scalars(select(VendorOrder).where(VendorOrder.carrier_id == self.carrier.id)).all()
        rows = [
            Told(part.tracking_code, max(part.left.total_dong + more, 0), fee)
            for part in parcels
            if part.tracking_code not in known
        ]
        self.number += 1
        rows += [Told(f"GHNKHONGRO{self.number}", 100_000)] if unknown else []
        if rows:
            raw = a_file(*rows, reference=f"GHNCOD{self.number}")
            self.tried(lambda: statements.accept(statements.take(self.carrier, raw, by=self.desk).id, by=self.desk))

    @rule(data=st.data(), answer=st.sampled_from(Answer))
    def the_desk_answers_a_row(self, data: st.DataObject, answer: Answer) -> None:
        waiting = db.session.scalars(
            select(CarrierStatementRow.id)
            .where(CarrierStatementRow.settled_at.is_(None))
            .order_by(CarrierStatementRow.id)
        ).all()
        if waiting:
            row_id = data.draw(st.sampled_from(waiting))
            self.tried(lambda: answers.answer(row_id, answer, by=self.desk))

    @rule(data=st.data(), short=st.booleans())
    def a_carrier_pays(self, data: st.DataObject, *, short: bool) -> None:
        rows = db.session.scalars(select(CarrierStatement).order_by(CarrierStatement.id)).all()
        if rows:
            statement = data.draw(st.sampled_from(rows))
            if statement.net_dong > 1:
                with clock.at(self.now), suppress(Refusal):
                    notices.receive(a_movement(statement.net_dong - short, f"GHN CT {statement.reference}"))


@pytest.mark.longer
@pytest.mark.parametrize("holding", [Holding.AGENT, Holding.PARTNER])
def test_the_books_are_right_whoever_holds_the_money(
    app, bank: Bank, counters: Gateways, monkeypatch: pytest.MonkeyPatch, *, holding: Holding
) -> None:
    held_so = app.extensions["settings"].model_copy(update={"holding": holding.value})
    monkeypatch.setitem(app.extensions, "settings", held_so)
    WiderLives.listings = tuple(a_listing(a_shop_with_account(), stock=STOCK) for _ in range(2))
    db.session.get_one(Vendor, WiderLives.listings[1].vendor_id).tax_status = TaxStatus.HOUSEHOLD
    WiderLives.bank, WiderLives.desk, WiderLives.carrier = bank, an_administrator(), the_carrier()
    WiderLives.coupons = some_coupons(*WiderLives.listings)
    db.session.commit()
    lives = hypothesis_settings(max_examples=200 if IS_SOAK else 1, stateful_step_count=60 if IS_SOAK else 25)
    run_state_machine_as_test(WiderLives, settings=lives)
