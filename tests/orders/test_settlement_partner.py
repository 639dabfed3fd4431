"""With a licensed partner: every row of that table, as buyers, vendors and the bank bring it about."""

from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind
from orders.buying.transfer import transfer_for
from orders.fulfilment import endings, operations
from orders.kinds import Holding, PaymentMethod, VendorOrderStatus
from orders.models import Order
from orders.partner import queries
from orders.partner.operations import NotAtPartner, mark_as_moved
from orders.payments import notices, refunds
from orders.queries import payment_of
from tests.bank import Bank
from tests.factories.fulfilment import bring_to, owner_of
from tests.factories.holding import a_direct_part, bank_pays_in, credit_one, held, of, refunds_of
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
HOLDING, TILL = "partner", "at_partner"


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


def test_money_for_an_order_comes_and_covers_it() -> None:
    part = placed(HOLDING)
    pay(part, 200_000)
    assert stands(**{TILL: 200_000}, receipts=200_000, held=0)
    pay(part, 350_000)
    assert stands(**{TILL: 550_000}, receipts=0, held=500_000, refunds_due=50_000)


def test_money_nobody_can_place_waits_and_is_placed() -> None:
    part = placed(HOLDING)
    with held(HOLDING):
        notice = bank_pays_in(500_000, "tien mien dong")
    assert stands(**{TILL: 500_000}, unmatched=500_000)
    notices.place(notice.id, part.number[:-2], by=an_administrator())
    assert stands(unmatched=0, held=500_000)


def test_delivered_the_vendor_has_it_pending_less_commission_and_tax() -> None:
    part = paid(HOLDING, S.DELIVERED)
    assert of(part, AccountKind.VENDOR_PENDING) == EARNING
    assert stands(**{TILL: 500_000}, held=0, commission=COMMISSION, tax_to_remit=TAX)


def test_after_the_hold_it_is_payable_and_paid_out_of_the_till(bank: Bank) -> None:
    part = paid(HOLDING, S.DELIVERED)
    release(part)
    assert of(part, AccountKind.VENDOR_PENDING) == 0
    assert of(part, AccountKind.VENDOR_PAYABLE) == EARNING
    with held(HOLDING):
        payout = request_payout(part.vendor_id)
    assert payout.amount_dong == EARNING
    sending.begin_sending(payout.id)
    sending.hand_over(payout.id)
    bank.settles()
    sending.ask_about(payout.id)
    assert stands(**{TILL: COMMISSION + TAX}, payouts_on_way=0)


@pytest.mark.parametrize("ended", ["cancelled", "refused", "returned"])
def test_a_paid_part_that_ends_goes_back_out_of_the_till(ended: str, bank: Bank) -> None:
    part = paid(HOLDING, S.SHIPPED if ended == "returned" else S.ACCEPTED)
    if ended == "cancelled":
        endings.cancel_by_staff(part, by=an_administrator(), reason="Khách báo")
    elif ended == "refused":
        operations.refuse(part, by=owner_of(part), reason="Hết hàng")
    else:
        operations.turn_back(part, by=owner_of(part), reason="Không ai nhận")
        operations.take_back(part, by=owner_of(part))
    assert stands(**{TILL: 500_000}, held=0, refunds_due=500_000)
    send_back(refunds_of(part)[0], bank)
    assert stands(**{TILL: 0}, refunds_due=0)


def test_credited_before_delivery(bank: Bank) -> None:
    part = paid(HOLDING)
    credit_one(part)
    assert stands(held=250_000, refunds_due=250_000)
    bring_to(part, S.DELIVERED)
    assert of(part, AccountKind.VENDOR_PENDING) == EARNING // 2
    send_back(refunds_of(part)[0], bank)
    assert stands(**{TILL: 250_000}, commission=COMMISSION // 2, tax_to_remit=TAX // 2)


def test_credited_within_the_hold() -> None:
    part = paid(HOLDING, S.DELIVERED)
    credit_one(part)
    assert of(part, AccountKind.VENDOR_PENDING) == EARNING // 2
    assert stands(refunds_due=250_000, commission=COMMISSION // 2, tax_to_remit=TAX // 2)


@pytest.mark.parametrize("after_payout", [False, True])
def test_credited_after_the_hold_the_vendor_owes_it(*, after_payout: bool) -> None:
    part = paid(HOLDING, S.DELIVERED)
    release(part)
    if after_payout:
        with held(HOLDING):
            assert request_payout(part.vendor_id)
    credit_one(part)
    assert of(part, AccountKind.VENDOR_DEBT) == EARNING // 2
    assert stands(refunds_due=250_000, commission=COMMISSION // 2, tax_to_remit=TAX // 2)


def test_cash_that_the_vendor_takes_makes_it_owe() -> None:
    part = bring_to(placed(HOLDING, method=PaymentMethod.CASH), S.DELIVERED)
    assert of(part, AccountKind.VENDOR_DEBT) == COMMISSION + TAX
    release(part)
    assert of(part, AccountKind.VENDOR_PAYABLE) == 0
    credit_one(part)
    assert of(part, AccountKind.VENDOR_DEBT) == COMMISSION + TAX + EARNING // 2
    assert stands(refunds_due=250_000, commission=COMMISSION // 2)


def test_what_it_owes_is_set_off_against_what_it_earns() -> None:
    part = paid(HOLDING, S.DELIVERED)
    release(part)
    vendor = db.session.get_one(Vendor, part.vendor_id)
    bring_to(placed(HOLDING, vendor=vendor, method=PaymentMethod.CASH), S.DELIVERED)
    invoice = issue_dues(vendor.id)
    with held(HOLDING):
        assert request_payout(vendor.id).amount_dong == EARNING - COMMISSION - TAX
    assert invoice.status is DuesStatus.SET_OFF
    assert of(part, AccountKind.VENDOR_DEBT) == 0


def test_the_partner_brings_what_is_ours() -> None:
    part = paid(HOLDING, S.DELIVERED)
    at = queries.at_partner()
    assert (at.balance_dong, at.pending_dong, at.ours_dong) == (500_000, EARNING, COMMISSION + TAX)
    notice = bank_pays_in(COMMISSION + TAX, "doi tac quyet toan")
    mark_as_moved(notice.id, by=an_administrator())
    assert stands(at_partner=EARNING, bank=COMMISSION + TAX, unmatched=0)
    assert queries.at_partner().ours_dong == 0
    release(part)
    assert queries.at_partner().payable_dong == EARNING


def test_more_than_the_partner_has_is_not_its() -> None:
    paid(HOLDING)
    notice = bank_pays_in(500_001, "doi tac quyet toan")
    with pytest.raises(NotAtPartner), db.session.begin_nested():
        mark_as_moved(notice.id, by=an_administrator())
    assert stands(unmatched=500_001)


def test_what_stands_at_the_partner_is_each_ones() -> None:
    paid(HOLDING)
    pay(placed(HOLDING), 100_000)
    operations.refuse(part := paid(HOLDING), by=owner_of(part), reason="Hết hàng")
    with held(HOLDING):
        bank_pays_in(70_000, "khong ro")
    at = queries.at_partner()
    assert (at.held_dong, at.refunds_dong, at.unplaced_dong, at.ours_dong) == (600_000, 500_000, 70_000, 0)


def test_an_account_of_its_own_tells_both_tills_apart() -> None:
    part = placed(HOLDING)
    with held(HOLDING, partner_account="998877", partner_holder="DOI TAC"):
        memo = payment_of(db.session.get_one(Order, part.order_id)).memo
        transfer = transfer_for(payment_of(db.session.get_one(Order, part.order_id)), Holding.PARTNER)
        assert (transfer.account, transfer.holder) == ("998877", "DOI TAC")
        bank_pays_in(500_000, memo or "", account="998877")
        bank_pays_in(30_000, "tien khac")
    assert stands(at_partner=500_000, bank=30_000)


def test_a_payout_waits_for_what_the_partner_does_not_have() -> None:
    part = paid("agent", S.DELIVERED)
    release(part)
    with held(HOLDING):
        assert request_payout(part.vendor_id) is None
        notice = bank_pays_in(EARNING, "cho bu cho doi tac")
        mark_as_moved(notice.id, by=an_administrator())
        assert request_payout(part.vendor_id).amount_dong == EARNING


def test_orders_of_every_way_stand_beside_each_other(app: Flask) -> None:
    for holding in ("agent", "partner"):
        paid(holding, S.DELIVERED)
        paid(holding)
    a_direct_part(status=S.DELIVERED)
    a_direct_part(received=False)
    rows = {row.holding: (row.unpaid, row.under_way) for row in queries.still_open()}
    assert rows == {Holding.AGENT: (0, 2), Holding.PARTNER: (0, 2), Holding.DIRECT: (1, 2)}
    told = app.test_cli_runner().invoke(args=["market", "holding"])
    assert told.exit_code == 1
    assert "before  direct: 1 unpaid, 2 parts under way" in told.output
