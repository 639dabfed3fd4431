"""One order across three shops, over HTTP and to the đồng: one supplies, one refuses, one does not answer."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, AccountName, market, of_vendor
from marketplace.ledger.queries import all_balances
from marketplace.notices.models import Channel, Notice
from orders.fulfilment import deadlines, releasing
from orders.kinds import PaymentMethod
from orders.models import Order, VendorOrder
from orders.payments.models import RefundStatus
from orders.queries import refunds_of
from tests.factories.fulfilment import owner_of, parts_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.payments import pay
from tests.factories.people import a_person, come_in
from tests.orders.buyers import IN_HANOI, Buyer
from vendors.listings.models import Listing
from workers import outbox

A_MINUTE = timedelta(minutes=1)
IN_STOCK, ORDERED = 50, 2
PRICES = (100_000, 200_000, 300_000)
DELIVERY_DONG, COMMISSION_DONG = 30_000, 10_000
EARNED_DONG = ORDERED * PRICES[0] + DELIVERY_DONG - COMMISSION_DONG
READ_BY_THE_BUYER = (
    "Hoàn tất",
    "Nhà sản xuất không nhận",
    "Bão, tàu không ra khơi",
    "Đã hủy",
    "không trả lời trong 24 giờ",
)
UNSOLD_DONG = [ORDERED * price + DELIVERY_DONG for price in PRICES[1:]]


@dataclass
class Day:
    """The people of the day and what they trade with."""

    app: Flask
    buyer: User
    listings: list[Listing]
    order: Order

    @property
    def parts(self) -> list[VendorOrder]:
        db.session.expire_all()
        return parts_of(self.order)

    def act(self, part: VendorOrder, verb: str, **said: str) -> None:
        """The shop's owner presses a button on the part's page."""
        owner, address = owner_of(part), f"/seller/orders/{part.number}"
        seller = come_in(self.app.test_client(), owner)
        assert seller.get(address).status_code == 200
        assert seller.post(f"{address}/{verb}", data=said).status_code == 303

    def told(self, person: User) -> list[str]:
        """What went out to the person by post, in order."""
        outbox.drain()
        sent = select(Notice.key).where(Notice.recipient == person.email, Notice.channel == Channel.MAIL)
        return [key.partition("/")[0] for key in db.session.scalars(sent.order_by(Notice.id))]


@pytest.fixture(params=[PaymentMethod.CASH, PaymentMethod.TRANSFER])
def day(request: pytest.FixtureRequest, app: Flask, client: FlaskClient) -> Day:
    """A buyer has ordered two of each; a transfer has come."""
    buyer = a_person("Trần Thu Hà")
    shops = [a_shop(name) for name in ("Tâm Hương", "HTX Bình Liêu", "Mực Cô Tô")]
    listings = [
        a_listing(shop, f"Đặc sản {shop.name}", price_dong=price, stock=IN_STOCK)
        for shop, price in zip(shops, PRICES, strict=True)
    ]
    hand = Buyer(come_in(client, buyer), {**IN_HANOI, "method": request.param.value})
    hand.put(*listings, quantity=ORDERED).check_out()
    assert hand.place().status_code == 303
    order = db.session.scalars(select(Order)).one()
    if request.param is PaymentMethod.TRANSFER:
        pay(order)
    outbox.drain()
    return Day(app, buyer, listings, order)


def supply(day: Day, part: VendorOrder) -> None:
    day.act(part, "acceptance")
    day.act(part, "packing")
    day.act(part, "shipment", carrier="Viettel Post", tracking_code="VTP62171")
    day.act(part, "delivery")


def let_the_clock_end(part: VendorOrder) -> None:
    """The shop is reminded, and a day later its part ends by itself; the clock looks at both only when they are due."""
    assert deadlines.unanswered() == []
    with clock.at(part.reply_by - A_MINUTE):
        for waiting in deadlines.to_remind():
            deadlines.remind(waiting)
        outbox.drain()
    with clock.at(part.reply_by + A_MINUTE):
        for late in deadlines.unanswered():
            deadlines.end_unanswered(late)
    db.session.commit()


def let_the_hold_pass(part: VendorOrder) -> None:
    with clock.at(part.release_at + A_MINUTE):
        releasing.release_holds(part.vendor_id)
    db.session.commit()


def live_through(day: Day) -> None:
    supplied, refused, unanswered = day.parts
    supply(day, supplied)
    day.act(refused, "refusal", reason="Bão, tàu không ra khơi")
    let_the_clock_end(unanswered)
    let_the_hold_pass(day.parts[0])
    outbox.drain()


def test_the_money_is_where_it_belongs(day: Day) -> None:
    live_through(day)
    expected = {
        PaymentMethod.TRANSFER: {
            market(AccountKind.BANK): EARNED_DONG + COMMISSION_DONG + sum(UNSOLD_DONG),
            market(AccountKind.REFUNDS_DUE): sum(UNSOLD_DONG),
            market(AccountKind.COMMISSION): COMMISSION_DONG,
            of_vendor(AccountKind.VENDOR_PAYABLE, day.parts[0].vendor_id): EARNED_DONG,
        },
        PaymentMethod.CASH: {
            market(AccountKind.COMMISSION): COMMISSION_DONG,
            of_vendor(AccountKind.VENDOR_DEBT, day.parts[0].vendor_id): COMMISSION_DONG,
        },
    }[day.order.method]
    assert not_empty(all_balances()) == expected
    assert audit.findings() == []


def test_each_unsold_part_is_refunded_to_the_account_that_the_buyer_names(day: Day) -> None:
    live_through(day)
    refunds = refunds_of(day.order)
    owed = [(refund.amount_dong, refund.status) for refund in refunds]
    if day.order.method is PaymentMethod.CASH:
        assert owed == []
        return
    assert owed == [(amount, RefundStatus.ACCOUNT_NEEDED) for amount in UNSOLD_DONG]
    account = {"bank_bin": "970436", "number": "9876543210", "holder": "Trần Thu Hà"}
    hand = come_in(day.app.test_client(), day.buyer)
    for address in [f"/orders/{day.order.number}/refunds/{refund.reference}/account" for refund in refunds]:
        assert hand.post(address, data=account).status_code == 303
    db.session.expire_all()
    assert [refund.status for refund in refunds_of(day.order)] == [RefundStatus.DUE] * 2


def test_only_what_was_supplied_has_left_the_shelf(day: Day) -> None:
    live_through(day)
    shelves = [the_stock(first_variant_of(listing)) for listing in day.listings]
    assert [(shelf.on_hand, shelf.reserved) for shelf in shelves] == [
        (IN_STOCK - ORDERED, 0),
        (IN_STOCK, 0),
        (IN_STOCK, 0),
    ]


def test_each_hears_of_it_once_and_no_shop_of_anothers_part(day: Day) -> None:
    live_through(day)
    outbox.drain()
    paid = ["order-paid"] if day.order.method is PaymentMethod.TRANSFER else []
    ended = ["vendor-order-ended"] * 2
    assert sorted(day.told(day.buyer)) == sorted(["order-placed", *paid, "parcel-sent", *ended])
    supplied, refused, unanswered = [owner_of(part) for part in day.parts]
    assert day.told(supplied) == ["vendor-order-new"]
    assert day.told(refused) == ["vendor-order-new"]
    assert day.told(unanswered) == ["vendor-order-new", "vendor-order-reminder", "vendor-order-cancelled"]


def test_the_buyer_reads_what_became_of_each_part(day: Day) -> None:
    live_through(day)
    page = come_in(day.app.test_client(), day.buyer).get(f"/orders/{day.order.number}").text
    assert [words for words in READ_BY_THE_BUYER if words not in re.sub(r"\s+", " ", page)] == []


def not_empty(balances: dict[AccountName, int]) -> dict[AccountName, int]:
    return {name: amount for name, amount in balances.items() if amount}
