"""Money back through the gateway that took it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod
from orders.models import Order, VendorOrder
from orders.payments import answers, notices, refunds, repaying, tries
from orders.payments.models import BankNotice, NoticeOutcome, Refund, RefundStatus, RefundWay
from tests.bank import Bank
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.payments import a_movement, pay
from tests.factories.people import a_person
from tests.gateways import Gateways
from workers import outbox

Sold = Callable[..., Order]
TILLS = {PaymentMethod.VNPAY: AccountKind.AT_VNPAY, PaymentMethod.MOMO: AccountKind.AT_MOMO}


@pytest.fixture(params=[PaymentMethod.VNPAY, PaymentMethod.MOMO], ids=["vnpay", "momo"])
def method(request: pytest.FixtureRequest) -> PaymentMethod:
    return request.param


@pytest.fixture
def sold(app: Flask, counters: Gateways, method: PaymentMethod) -> Sold:
    """An order of parts at these prices, paid at the gateway."""

    def sell(*prices: int) -> Order:
        goods = [
            a_listing(a_shop(f"HTX {place}", carrier_dong=0), price_dong=price) for place, price in enumerate(prices)
        ]
        order = an_order(*goods, method=method)
        begun = tries.begin_try(order)
        counters.opens(tries.page_of(begun, order, return_url="http://x/", address="127.0.0.1", language="vi"))
        counters.decides(begun)
        tries.ask_about(begun.id)
        outbox.drain()
        return order

    return sell


def send() -> None:
    """One round of the tasks that send refunds and follow them."""
    for refund_id in [each for each in refunds.to_send() if refunds.begin_sending(each)]:
        refunds.hand_over(refund_id)
    for refund_id in refunds.to_ask_about():
        refunds.ask_about(refund_id)


def parts(order: Order) -> list[VendorOrder]:
    query = select(VendorOrder).where(VendorOrder.order_id == order.id).order_by(VendorOrder.id)
    return list(db.session.scalars(query.options(joinedload(VendorOrder.order))))


def all_refunds() -> list[Refund]:
    db.session.flush()
    db.session.expire_all()
    return list(db.session.scalars(select(Refund).order_by(Refund.id)))


def test_a_cancelled_part_goes_back_without_an_account(sold: Sold, counters: Gateways, method: PaymentMethod) -> None:
    order = sold(300_000, 200_000)
    cancel(parts(order)[0], by=None, reason="")
    [refund] = all_refunds()
    assert (refund.way.value, refund.status) == (method.value, RefundStatus.DUE)
    send()
    [refund] = all_refunds()
    assert refund.status is RefundStatus.DONE
    assert refund.provider_id
    assert counters.repaid() == [300_000]
    assert balance(market(TILLS[method])) == 200_000
    assert balance(market(AccountKind.REFUNDS_DUE)) == 0
    assert audit.findings() == []


def test_parts_go_back_one_after_the_other(sold: Sold, counters: Gateways) -> None:
    """VNPay tells of the last refund of a payment only: the second waits for the first."""
    order = sold(300_111, 200_000)
    for part in parts(order):
        cancel(part, by=None, reason="")
    send()
    assert [refund.status for refund in all_refunds()] == [RefundStatus.SENT, RefundStatus.DUE]
    counters.finishes_refunds()
    send()
    send()
    assert {refund.status for refund in all_refunds()} == {RefundStatus.DONE}
    assert counters.repaid() == [300_111, 200_000]
    assert audit.findings() == []


@pytest.mark.parametrize("trouble", ["unavailable", "lost-request", "lost-answer"])
def test_whatever_is_lost_on_the_way_it_goes_back_once(
    sold: Sold, counters: Gateways, method: PaymentMethod, trouble: str
) -> None:
    order = sold(300_000)
    cancel(parts(order)[0], by=None, reason="")
    counters.plans(method.value, trouble)
    send()
    assert all_refunds()[0].status is RefundStatus.SENDING
    send()
    assert all_refunds()[0].status is RefundStatus.DONE
    assert counters.repaid() == [300_000]


def test_what_the_gateway_refuses_is_transferred(sold: Sold, counters: Gateways, bank: Bank) -> None:
    order = sold(300_222)
    cancel(parts(order)[0], by=None, reason="")
    send()
    [refund] = all_refunds()
    assert (refund.way, refund.status) == (RefundWay.BANK, RefundStatus.ACCOUNT_NEEDED)
    assert refund.failure
    refunds.give_account(refund, bank_bin="970436", number="0011223344", holder="TRAN THU HA")
    send()
    bank.settles()
    send()
    assert all_refunds()[0].status is RefundStatus.DONE
    assert [paid[1] for paid in bank.paid()] == [300_222]
    assert counters.repaid() == []
    assert audit.findings() == []


def test_money_that_came_by_bank_goes_back_by_bank(app: Flask, counters: Gateways, method: PaymentMethod) -> None:
    """A buyer of MoMo who transferred instead."""
    order = an_order(method=method)
    pay(order)
    cancel(parts(order)[0], by=None, reason="")
    [refund] = all_refunds()
    assert (refund.way, refund.left_from.value) == (RefundWay.BANK, "bank")
    assert audit.findings() == []


def test_no_more_goes_back_through_a_payment_than_it_brought(sold: Sold, method: PaymentMethod) -> None:
    """The buyer paid twice, once by bank; the second sum is not the gateway's to give back."""
    order = sold(300_000)
    pay(order, 300_000)
    cancel(parts(order)[0], by=None, reason="")
    assert sorted(refund.way.value for refund in all_refunds()) == sorted(["bank", method.value])
    assert audit.findings() == []


def test_what_goes_back_after_the_days_sum_was_brought_is_kept_from_the_next_one(
    sold: Sold, counters: Gateways, method: PaymentMethod
) -> None:
    order = sold(300_000, 200_000)
    notices.receive(a_movement(500_000, f"{method.value} quyet toan"))
    outbox.drain()
    brought = db.session.scalars(select(BankNotice.id).where(BankNotice.outcome == NoticeOutcome.UNMATCHED)).one()
    answers.mark_as_settlement(brought, method, by=a_person())
    cancel(parts(order)[0], by=None, reason="")
    send()
    assert balance(market(TILLS[method])) == -300_000
    assert audit.findings() == []


def test_what_is_too_small_for_the_gateway_is_transferred(sold: Sold, method: PaymentMethod) -> None:
    """MoMo gives back from 1.000 đồng, and VNPay from 5.000."""
    order = sold(300_000)
    assert repaying.way_back(order, 300_000).way.value == method.value
    assert repaying.way_back(order, 999).way is RefundWay.BANK
