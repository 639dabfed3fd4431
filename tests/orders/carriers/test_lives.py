"""Whatever carriers tell and state, and whatever the desk answers, in whatever order: the books stay right.

`make soak` tries longer lives, and many more of them.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import ColumnElement, select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.gateways.carriers.protocol import ParcelStage
from marketplace.ledger import audit
from orders.carriers import answers, statements
from orders.carriers.models import Answer, CarrierStatement, CarrierStatementRow
from orders.credits.operations import credit
from orders.fulfilment import releasing
from orders.kinds import PaymentMethod
from orders.models import OrderLine, VendorOrder
from orders.payments import notices, remittances
from orders.payments.models import BankNotice, NoticeOutcome
from tests.effort import IS_SOAK
from tests.factories.carriers import Told, a_file, a_parcel, hear, the_carrier, told
from tests.factories.money import a_shop_with_account
from tests.factories.payments import a_movement
from tests.factories.people import an_administrator
from vendors.models import Vendor
from vendors.payouts import operations as payouts

Record = TypeVar("Record", BankNotice, CarrierStatement, CarrierStatementRow, OrderLine, VendorOrder)
STRANGE = st.sampled_from(["GHNSTRANGE1", "GHNSTRANGE2"])


class Lives(RuleBasedStateMachine):
    """One shop that sends by GHN, GHN, the bank and the desk."""

    vendor: Vendor
    desk: User

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = db.session.begin_nested()
        self.now = clock.now()

    def teardown(self) -> None:
        self.savepoint.rollback()
        db.session.expire_all()

    @invariant()
    def the_books_are_right(self) -> None:
        assert audit.findings() == []

    @rule(
        dong=st.integers(1_001, 900_000),
        delivered=st.booleans(),
        method=st.sampled_from([PaymentMethod.CASH, PaymentMethod.CASH, PaymentMethod.TRANSFER]),
    )
    def send(self, dong: int, method: PaymentMethod, *, delivered: bool) -> None:
        with clock.at(self.now):
            a_parcel(dong=dong, vendor=self.vendor, method=method, delivered=delivered)

    @rule(data=st.data(), stage=st.sampled_from([*ParcelStage, None]))
    def tell(self, data: st.DataObject, stage: ParcelStage | None) -> None:
        part = self.one_of(data, VendorOrder)
        if part:
            self.tried(lambda: hear(part, stage))
            self.tried(lambda: answers.look_again_at(part.id))

    @rule(data=st.data(), more=st.sampled_from([0, 0, 0, -1, 7_000, -400]), fee=st.integers(0, 900), strange=STRANGE)
    def state(self, data: st.DataObject, more: int, fee: int, strange: str) -> None:
        """A statement of some part, perhaps stated before, beside a parcel that nobody knows."""
        part = self.one_of(data, VendorOrder)
        rows = [Told(strange, 60_000, fee)]
        if part:
            rows.append(told(part, more=more, fee=fee))
        self.tried(lambda: statements.take(the_carrier(), a_file(*rows, transfer_fee=fee), by=self.desk))

    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        statement = self.one_of(data, CarrierStatement)
        if statement:
            self.tried(lambda: statements.accept(statement.id, by=self.desk))

    @rule(data=st.data(), chosen=st.sampled_from(Answer))
    def answer(self, data: st.DataObject, chosen: Answer) -> None:
        row = self.one_of(data, CarrierStatementRow)
        if row and chosen is Answer.GIVEN_UP:
            self.tried(lambda: answers.give_up(row.id, by=self.desk))
        elif row:
            self.tried(lambda: answers.answer(row.id, chosen, by=self.desk))

    @rule(data=st.data(), named=st.booleans())
    def say_what_became_of_a_row(self, data: st.DataObject, *, named: bool) -> None:
        row, part = self.one_of(data, CarrierStatementRow), self.one_of(data, VendorOrder)
        if row and part and named:
            self.tried(lambda: answers.name_part(row.id, part.number, by=self.desk))
        elif row:
            self.tried(lambda: answers.deliver(row.id, by=self.desk))

    @rule(data=st.data(), less=st.sampled_from([0, 0, 1]), again=st.booleans())
    def bring(self, data: st.DataObject, less: int, *, again: bool) -> None:
        statement = self.one_of(data, CarrierStatement)
        if statement is None or statement.net_dong <= less:
            return
        movement = a_movement(statement.net_dong - less, f"COD {statement.reference}")
        for _ in range(2 if again else 1):
            self.tried(lambda: notices.receive(movement))
        for notice_id in notices.unread():
            self.tried(lambda notice_id=notice_id: notices.act_on(notice_id))

    @rule(data=st.data())
    def place_money(self, data: st.DataObject) -> None:
        notice = self.one_of(data, BankNotice, BankNotice.outcome == NoticeOutcome.UNMATCHED)
        statement = self.one_of(data, CarrierStatement)
        if notice and statement:
            self.tried(lambda: remittances.place(notice.id, statement.id, by=self.desk))

    @rule(data=st.data())
    def give_something_back(self, data: st.DataObject) -> None:
        line = self.one_of(data, OrderLine)
        if line:
            part = db.session.get_one(VendorOrder, line.vendor_order_id)
            self.tried(lambda: credit(part, quantities={line.id: 1}, delivery=False, reason="vỡ", by=self.desk))

    @rule(hours=st.sampled_from([1, 80]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.tried(lambda: releasing.release_holds(self.vendor.id))
        self.tried(lambda: payouts.request_payout(self.vendor.id))

    def one_of(self, data: st.DataObject, kind: type[Record], *which: ColumnElement[bool]) -> Record | None:
        """One of the records, by its place among them, so that a failing life can be played again; none of none."""
        ids = db.session.scalars(select(kind.id).where(*which).order_by(kind.id)).all()
        return db.session.get_one(kind, data.draw(st.sampled_from(ids))) if ids else None

    def tried(self, act: Callable[[], object]) -> None:
        """One request: refused, it leaves nothing behind."""
        with clock.at(self.now), suppress(Refusal), db.session.begin_nested():
            act()


@pytest.mark.longer
def test_the_books_are_right_whatever_carriers_do(app) -> None:
    Lives.vendor, Lives.desk = a_shop_with_account(), an_administrator()
    the_carrier()
    db.session.commit()
    lives = hypothesis_settings(
        max_examples=300 if IS_SOAK else 2, stateful_step_count=60 if IS_SOAK else 25, deadline=None
    )
    run_state_machine_as_test(Lives, settings=lives)
