"""On commission or with a partner: every row of both tables, as buyers, vendors and the bank bring it about."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind
from orders.fulfilment import endings, operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.payments import notices, refunds
from tests.bank import Bank
from tests.factories.fulfilment import bring_to, owner_of
from tests.factories.holding import bank_pays_in, credit_one, held, of, refunds_of
from tests.factories.money import VIETCOMBANK, release
from tests.factories.people import an_administrator
from tests.orders.held_money import COMMISSION, EARNING, TAX, paid, pay, placed, stands
from vendors.dues.models import DuesStatus
from vendors.dues.operations import issue_dues
from vendors.models import Vendor
from vendors.payouts import sending
from vendors.payouts.operations import request_payout

pytestmark = pytest.mark.usefixtures("app")
S = VendorOrderStatus


class Way(NamedTuple):
    """Who holds the money, and the account it is in."""

    holding: str
    till: str


@pytest.fixture(params=[Way("agent", "bank"), Way("partner", "at_partner")], ids=lambda way: way.holding)
def way(request: pytest.FixtureRequest) -> Way:
    """Both tables, one after the other."""
    return Way(*request.param)


@pytest.fixture(autouse=True)
def right_in_the_end(app: Flask) -> Iterator[None]:
    """The books are right after every test."""
    yield
    assert audit.findings() == []


def send_back(refund: refunds.Refund, bank: Bank) -> None:
    """The buyer names an account, and the refund reaches it."""
    refunds.give_account(refund, bank_bin=VIETCOMBANK, number="1023456789", holder="Trần Thu Hà")
    refunds.begin_sending(refund.id)
    refunds.hand_over(refund.id)
    bank.settles()
    refunds.ask_about(refund.id)


def test_money_for_an_order_comes_and_covers_it(way: Way) -> None:
    part = placed(way.holding)
    pay(part, 200_000)
    assert stands(**{way.till: 200_000}, receipts=200_000, held=0)
    pay(part, 350_000)
    assert stands(**{way.till: 550_000}, receipts=0, held=500_000, refunds_due=50_000)


def test_money_nobody_can_place_waits_and_is_placed(way: Way) -> None:
    part = placed(way.holding)
    with held(way.holding):
        notice = bank_pays_in(500_000, "tien mien dong")
    assert stands(**{way.till: 500_000}, unmatched=500_000)
    notices.place(notice.id, part.number[:-2], by=an_administrator())
    assert stands(unmatched=0, held=500_000)


def test_delivered_the_vendor_has_it_pending_less_commission_and_tax(way: Way) -> None:
    part = paid(way.holding, S.DELIVERED)
    assert of(part, AccountKind.VENDOR_PENDING) == EARNING
    assert stands(**{way.till: 500_000}, held=0, commission=COMMISSION, tax_to_remit=TAX)


def test_after_the_hold_it_is_payable_and_paid_out_of_the_till(way: Way, bank: Bank) -> None:
    part = paid(way.holding, S.DELIVERED)
    release(part)
    assert of(part, AccountKind.VENDOR_PENDING) == 0
    assert of(part, AccountKind.VENDOR_PAYABLE) == EARNING
    with held(way.holding):
        payout = request_payout(part.vendor_id)
    assert payout.amount_dong == EARNING
    sending.begin_sending(payout.id)
    sending.hand_over(payout.id)
    bank.settles()
    sending.ask_about(payout.id)
    assert stands(**{way.till: COMMISSION + TAX}, payouts_on_way=0)


@pytest.mark.parametrize("ended", ["cancelled", "refused", "returned"])
def test_a_paid_part_that_ends_goes_back_out_of_the_till(way: Way, ended: str, bank: Bank) -> None:
    part = paid(way.holding, S.SHIPPED if ended == "returned" else S.ACCEPTED)
    if ended == "cancelled":
        endings.cancel_by_staff(part, by=an_administrator(), reason="Khách báo")
    elif ended == "refused":
        operations.refuse(part, by=owner_of(part), reason="Hết hàng")
    else:
        operations.turn_back(part, by=owner_of(part), reason="Không ai nhận")
        operations.take_back(part, by=owner_of(part))
    assert stands(**{way.till: 500_000}, held=0, refunds_due=500_000)
    send_back(refunds_of(part)[0], bank)
    assert stands(**{way.till: 0}, refunds_due=0)


def test_credited_before_delivery(way: Way, bank: Bank) -> None:
    part = paid(way.holding)
    credit_one(part)
    assert stands(held=250_000, refunds_due=250_000)
    bring_to(part, S.DELIVERED)
    assert of(part, AccountKind.VENDOR_PENDING) == EARNING // 2
    send_back(refunds_of(part)[0], bank)
    assert stands(**{way.till: 250_000}, commission=COMMISSION // 2, tax_to_remit=TAX // 2)


def test_credited_within_the_hold(way: Way) -> None:
    part = paid(way.holding, S.DELIVERED)
    credit_one(part)
    assert of(part, AccountKind.VENDOR_PENDING) == EARNING // 2
    assert stands(refunds_due=250_000, commission=COMMISSION // 2, tax_to_remit=TAX // 2)


@pytest.mark.parametrize("after_payout", [False, True])
def test_credited_after_the_hold_the_vendor_owes_it(way: Way, *, after_payout: bool) -> None:
    part = paid(way.holding, S.DELIVERED)
    release(part)
    if after_payout:
        with held(way.holding):
            assert request_payout(part.vendor_id)
    credit_one(part)
    assert of(part, AccountKind.VENDOR_DEBT) == EARNING // 2
    assert stands(refunds_due=250_000, commission=COMMISSION // 2, tax_to_remit=TAX // 2)


def test_cash_that_the_vendor_takes_makes_it_owe(way: Way) -> None:
    part = bring_to(placed(way.holding, method=PaymentMethod.CASH), S.DELIVERED)
    assert of(part, AccountKind.VENDOR_DEBT) == COMMISSION + TAX
    release(part)
    assert of(part, AccountKind.VENDOR_PAYABLE) == 0
    credit_one(part)
    assert of(part, AccountKind.VENDOR_DEBT) == COMMISSION + TAX + EARNING // 2
    assert stands(refunds_due=250_000, commission=COMMISSION // 2)


def test_what_it_owes_is_set_off_against_what_it_earns(way: Way) -> None:
    part = paid(way.holding, S.DELIVERED)
    release(part)
    vendor = db.session.get_one(Vendor, part.vendor_id)
    bring_to(placed(way.holding, vendor=vendor, method=PaymentMethod.CASH), S.DELIVERED)
    invoice = issue_dues(vendor.id)
    with held(way.holding):
        assert request_payout(vendor.id).amount_dong == EARNING - COMMISSION - TAX
    assert invoice.status is DuesStatus.SET_OFF
    assert of(part, AccountKind.VENDOR_DEBT) == 0
