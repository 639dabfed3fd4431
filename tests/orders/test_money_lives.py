"""Whatever buyers, vendors, the bank, the clock and the desk do, in whatever order: the books stay right.

`make soak` tries longer lives, and many more of them.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from functools import partial
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
from marketplace.ledger import audit
from marketplace.ledger.chart import Move
from marketplace.ledger.operations import post
from orders import settlement
from orders.coupons.models import Coupon, CouponKind
from orders.coupons.using import give_back
from orders.credits.operations import credit
from orders.fulfilment import deadlines, endings, operations, releasing
from orders.kinds import PaymentMethod
from orders.models import Order, OrderLine, VendorOrder
from orders.payments import expiry, notices, refunds
from orders.payments.models import BankNotice, NoticeOutcome, Payment, Refund
from tests.bank import Bank
from tests.effort import IS_SOAK
from tests.factories.coupons import a_coupon, reduced_order
from tests.factories.fulfilment import owner_of
from tests.factories.listings import a_listing
from tests.factories.money import FAILS, REFUSED, VIETCOMBANK, a_shop_with_account
from tests.factories.orders import first_variant_of
from tests.factories.payments import a_movement
from tests.factories.payouts import as_csv, as_xlsx, came_back, paid
from tests.factories.people import an_administrator
from vendors import audit as market_audit
from vendors.listings.models import Listing
from vendors.models import TaxStatus, Vendor
from vendors.payouts import due, sending
from vendors.payouts import operations as payouts
from vendors.payouts import queries as payout_queries
from vendors.payouts.accounts import name_account, verify_account
from vendors.payouts.bank_statements import operations as statements
from vendors.payouts.batches import operations as batches
from vendors.payouts.models import Payout, PayoutStatus, PayoutWay

Record = TypeVar("Record", BankNotice, Order, OrderLine, Payment, Refund, VendorOrder)
AMOUNTS = st.one_of(st.integers(1, 400_000), st.just(1), st.just(2**53 - 1))
ACCOUNTS = st.sampled_from(["1023456789", "8801234567", FAILS, REFUSED])
STOCK = 5


class _Killed(Exception):
    """The worker died before it could write down what it had done."""


def _ship(part: VendorOrder, *, by: User) -> None:
    operations.ship(part, by=by, carrier="Viettel Post")


class Lives(RuleBasedStateMachine):
    """Two shops with a few goods, a household's and a co-operative's, a buyer, a bank, a desk and a clock."""

    listings: tuple[Listing, ...]
    bank: Bank
    desk: User
    coupons: tuple[Coupon, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = db.session.begin_nested()
        self.now = clock.now()
        self.told = list[int]()

    def teardown(self) -> None:
        self.savepoint.rollback()
        db.session.expire_all()

    @invariant()
    def the_books_are_right(self) -> None:
        with clock.at(self.now):
            assert audit.findings() == []
            assert market_audit.findings() == []

    @rule(
        method=st.sampled_from([PaymentMethod.CASH, PaymentMethod.TRANSFER]),
        first_dong=st.integers(1_001, 900_000),
        second_dong=st.none() | st.integers(1_001, 900_000),
        quantity=st.integers(1, 3),
        chosen=st.sets(st.integers(0, 3), max_size=3),
    )
    def place(
        self,
        method: PaymentMethod,
        first_dong: int,
        second_dong: int | None,
        quantity: int,
        *,
        chosen: Collection[int] = (0, 2),
    ) -> None:
        prices = [first_dong] if second_dong is None else [first_dong, second_dong]
        listings = self.listings[: len(prices)]
        for listing, price in zip(listings, prices, strict=True):
            first_variant_of(listing).price_dong = price
        coupons = [self.coupons[place] for place in chosen if place < len(self.coupons)]
        self.tried(lambda: reduced_order(*coupons, listings=listings, method=method, quantity=quantity))

    @rule()
    def give_coupons_back(self) -> None:
        """What ended unsold frees its coupons, a while later."""
        self.each(lambda: list(db.session.scalars(select(Order.id).order_by(Order.id))), give_back)

    @rule(data=st.data(), amount=AMOUNTS, whole=st.booleans(), again=st.booleans())
    def pay(self, data: st.DataObject, amount: int, *, whole: bool, again: bool) -> None:
        """So much comes under some order's memo: often what is due, sometimes told twice."""
        payment = self.one_of(data, Payment, Payment.memo.is_not(None))
        if payment is None:
            return
        due = payment.amount_dong - payment.received_dong
        movement = a_movement(due if whole and due > 0 else amount, f"ck {payment.memo} gd")
        for _ in range(2 if again else 1):
            with clock.at(self.now):
                notices.receive(movement)

    @rule(amount=AMOUNTS)
    def pay_without_a_memo(self, amount: int) -> None:
        with clock.at(self.now):
            notices.receive(a_movement(amount, "tien hang"))

    @rule()
    def act_on_what_was_told(self) -> None:
        for notice_id in [*notices.unread(), *self.told]:
            self.told.append(notice_id)
            self.tried(lambda notice_id=notice_id: notices.act_on(notice_id))
        self.told = self.told[-3:]

    @rule(data=st.data())
    def find_the_order_of_money(self, data: st.DataObject) -> None:
        notice = self.one_of(data, BankNotice, BankNotice.outcome == NoticeOutcome.UNMATCHED)
        order = self.one_of(data, Order, Order.method == PaymentMethod.TRANSFER)
        if notice and order:
            self.tried(lambda: notices.place(notice.id, order.number, by=self.desk))

    @rule(
        data=st.data(),
        act=st.sampled_from(
            [
                operations.accept,
                lambda part, by: operations.refuse(part, by=by, reason="hết hàng"),
                operations.pack,
                _ship,
                operations.deliver,
                lambda part, by: operations.turn_back(part, by=by, reason="không ai nhận"),
                operations.take_back,
                endings.cancel,
                lambda part, by: endings.cancel_by_staff(part, by=by, reason="khách báo"),
            ]
        ),
    )
    def go_on_with_a_part(self, data: st.DataObject, act: Callable[..., None]) -> None:
        part = self.one_of(data, VendorOrder)
        if part:
            self.tried(lambda: act(part, by=owner_of(part)))

    @rule(data=st.data())
    def bring_a_part_to_the_door(self, data: st.DataObject) -> None:
        """A life that goes well, so that money gets far."""
        part = self.one_of(data, VendorOrder, VendorOrder.routed_at.is_not(None))
        if part:
            for act in (operations.accept, operations.pack, _ship, operations.deliver):
                self.tried(lambda act=act: act(part, by=owner_of(part)))

    @rule(data=st.data(), quantity=st.integers(0, 3), delivery=st.booleans(), restock=st.booleans())
    def give_something_back(self, data: st.DataObject, quantity: int, *, delivery: bool, restock: bool) -> None:
        line = self.one_of(data, OrderLine)
        if line:
            part = db.session.get_one(VendorOrder, line.vendor_order_id)
            self.tried(
                lambda: credit(
                    part,
                    quantities={line.id: quantity},
                    delivery=delivery,
                    restock=restock,
                    reason="vỡ",
                    by=self.desk,
                )
            )

    @rule(hours=st.sampled_from([1, 7, 25, 80]))
    def time_passes(self, hours: int) -> None:
        self.act_on_what_was_told()
        self.now += timedelta(hours=hours)
        self.each(expiry.overdue, expiry.expire)
        self.each(deadlines.unanswered, deadlines.end_unanswered)
        self.each(releasing.vendors_with_holds_over, releasing.release_holds)

    @rule(data=st.data(), number=ACCOUNTS)
    def name_where_a_refund_goes(self, data: st.DataObject, number: str) -> None:
        refund = self.one_of(data, Refund)
        if refund:
            self.tried(lambda: refunds.give_account(refund, bank_bin=VIETCOMBANK, number=number, holder="Hà"))

    @rule(killed=st.booleans())
    def send_refunds(self, *, killed: bool) -> None:
        self.each(refunds.to_send, refunds.begin_sending)
        self.each(refunds.to_send, refunds.hand_over, killed=killed)
        self.bank.settles()
        self.each(refunds.to_ask_about, refunds.ask_about)

    @rule()
    def request_payouts(self) -> None:
        self.each(due.due_vendors, payouts.request_payout)

    @rule(killed=st.booleans())
    def send_payouts(self, *, killed: bool) -> None:
        self.each(sending.to_send, sending.begin_sending)
        self.each(sending.to_send, sending.hand_over, killed=killed)
        self.bank.settles()
        self.each(sending.to_ask_about, sending.ask_about)

    @rule(comes_back=st.booleans(), again=st.booleans())
    def pay_by_file(self, *, comes_back: bool, again: bool) -> None:
        """What is due leaves in a file; the bank's statement, perhaps twice in two forms, says what became of it."""
        self.each(due.due_vendors, partial(payouts.request_payout, way=PayoutWay.BATCH))
        self.tried(lambda: batches.hand_over(batches.make_batch(by=self.desk).id, by=self.desk))
        left = db.session.scalars(
            select(Payout).where(Payout.way == PayoutWay.BATCH, Payout.status == PayoutStatus.SENT).order_by(Payout.id)
        ).all()
        rows = [paid(each) for each in left] + [came_back(each) for each in left if comes_back]
        for raw in (as_csv(rows), as_xlsx(rows))[: 2 if again else 1]:
            kept = statements.take_in(raw, name="", by=self.desk)
            self.tried(lambda kept=kept: statements.apply(kept.id, by=self.desk))

    @rule(number=ACCOUNTS, which=st.integers(0, 1))
    def name_where_a_vendor_is_paid(self, number: str, which: int) -> None:
        vendor = db.session.get_one(Vendor, self.listings[which].vendor_id)
        self.tried(lambda: name_account(vendor, bank_bin=VIETCOMBANK, number=number, holder="Mai", by=self.desk))

    @rule()
    def look_at_the_accounts_that_wait(self) -> None:
        for waiting in payout_queries.accounts_waiting():
            self.tried(lambda waiting=waiting: verify_account(waiting.account.vendor, by=self.desk))

    def one_of(self, data: st.DataObject, kind: type[Record], *which: ColumnElement[bool]) -> Record | None:
        """One of the records, by its place among them, so that a failing life can be played again; none of none."""
        ids = db.session.scalars(select(kind.id).where(*which).order_by(kind.id)).all()
        return db.session.get_one(kind, data.draw(st.sampled_from(ids))) if ids else None

    def each(self, due: Callable[[], list[int]], act: Callable[[int], object], *, killed: bool = False) -> None:
        """Do it to each that is due; `killed`, what was done is forgotten, as if the worker had died."""
        with clock.at(self.now):
            for record_id in due():
                self.tried(lambda record_id=record_id: act(record_id), killed=killed)

    def tried(self, act: Callable[[], object], *, killed: bool = False) -> None:
        """One request: refused, it leaves nothing behind."""
        with clock.at(self.now), suppress(Refusal, _Killed), db.session.begin_nested():
            act()
            if killed:
                raise _Killed


def some_coupons(first: Listing, second: Listing) -> tuple[Coupon, ...]:
    """Two of the market, one with a budget that ends, and one of each vendor."""
    vendors = [db.session.get_one(Vendor, listing.vendor_id) for listing in (first, second)]
    return (
        a_coupon(basis_points=3_333, budget_dong=500_000),
        a_coupon(kind=CouponKind.AMOUNT, most_dong=77_777, least_order_dong=155_554, most_uses=2),
        a_coupon(vendors[0], basis_points=1_999, most_dong=50_000),
        a_coupon(vendors[1], basis_points=5_000),
    )


@pytest.mark.longer
def test_the_books_are_right_whatever_happens(app, bank: Bank) -> None:
    Lives.listings = tuple(a_listing(a_shop_with_account(), stock=STOCK) for _ in range(2))
    db.session.get_one(Vendor, Lives.listings[0].vendor_id).tax_status = TaxStatus.HOUSEHOLD
    Lives.bank, Lives.desk = bank, an_administrator()
    Lives.coupons = some_coupons(*Lives.listings)
    db.session.commit()
    lives = hypothesis_settings(
        max_examples=300 if IS_SOAK else 2, stateful_step_count=60 if IS_SOAK else 20, deadline=None
    )
    run_state_machine_as_test(Lives, settings=lives)


def test_a_wrong_life_is_seen(app, bank: Bank) -> None:
    """The control: one đồng from nowhere, and the life ends at once."""
    Lives.coupons = ()
    Lives.listings = (a_listing(a_shop_with_account(), stock=STOCK),)
    Lives.bank, Lives.desk = bank, an_administrator()
    life = Lives()
    life.place(PaymentMethod.CASH, 100_001, None, 1)
    life.the_books_are_right()
    post("out of thin air", [Move(settlement.BANK, settlement.HELD, 1)], words="")
    with pytest.raises(AssertionError, match="add up to 0 đồng, the books have 1"):
        life.the_books_are_right()
    life.teardown()
