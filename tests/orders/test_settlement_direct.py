"""Straight to the vendor: every row of that table, as buyers, vendors and the bank bring it about."""

from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from orders.direct import refunds
from orders.fulfilment import endings, operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import VendorOrder
from orders.payments.models import RefundStatus, RefundWay
from tests.factories.fulfilment import bring_to, owner_of, parts_of
from tests.factories.holding import a_direct_part, a_household, bank_pays_in, credit_one, held, of, refunds_of
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account, release
from tests.factories.orders import an_order
from tests.factories.people import an_administrator
from vendors.dues.models import DuesStatus
from vendors.dues.operations import issue_dues
from vendors.models import Vendor
from vendors.payouts.operations import request_payout

pytestmark = pytest.mark.usefixtures("app")
S = VendorOrderStatus
OURS = (AccountKind.BANK, AccountKind.AT_PARTNER, AccountKind.RECEIPTS, AccountKind.HELD, AccountKind.REFUNDS_DUE)
COMMISSION, VAT, PIT = 25_000, 5_000, 2_500
"""Of a sale of 500,000 đồng by a household."""


@pytest.fixture(autouse=True)
def right_in_the_end(app: Flask) -> Iterator[None]:
    """Nothing of a buyer's money ever passes the books, and these are right after every test."""
    yield
    assert audit.findings() == []


def nothing_of_the_buyers_passed() -> bool:
    return all(balance(market(kind)) == 0 for kind in OURS)


def a_part(*, status: S, method: PaymentMethod = PaymentMethod.TRANSFER, vendor: Vendor | None = None) -> VendorOrder:
    """A part of 500,000 đồng of two jars, sold by a household."""
    return a_direct_part(500_000, status=status, method=method, vendor=vendor or a_household())


METHODS = pytest.mark.parametrize("method", [PaymentMethod.CASH, PaymentMethod.TRANSFER])


@METHODS
def test_delivered_commission_and_tax_are_owed(method: PaymentMethod) -> None:
    part = a_part(status=S.DELIVERED, method=method)
    assert of(part, AccountKind.VENDOR_DEBT) == COMMISSION + VAT + PIT
    assert balance(market(AccountKind.COMMISSION)) == COMMISSION
    assert balance(market(AccountKind.TAX_TO_REMIT)) == VAT + PIT
    assert nothing_of_the_buyers_passed()


@METHODS
def test_nothing_becomes_payable(method: PaymentMethod) -> None:
    part = a_part(status=S.DELIVERED, method=method)
    release(part)
    assert part.status is S.COMPLETED
    assert of(part, AccountKind.VENDOR_PENDING) == of(part, AccountKind.VENDOR_PAYABLE) == 0
    assert request_payout(part.vendor_id) is None


@METHODS
def test_credited_before_delivery_less_is_owed_later(method: PaymentMethod) -> None:
    part = a_part(status=S.PLACED, method=method)
    credit_one(part)
    assert [refund.amount_dong for refund in refunds_of(part)] == (
        [250_000] if method is PaymentMethod.TRANSFER else []
    )
    assert of(part, AccountKind.VENDOR_DEBT) == 0
    bring_to(part, S.DELIVERED)
    assert of(part, AccountKind.VENDOR_DEBT) == (COMMISSION + VAT + PIT) // 2
    assert nothing_of_the_buyers_passed()


@METHODS
@pytest.mark.parametrize("after_the_hold", [False, True])
def test_credited_after_delivery_commission_and_tax_are_given_back(
    method: PaymentMethod, *, after_the_hold: bool
) -> None:
    part = a_part(status=S.DELIVERED, method=method)
    if after_the_hold:
        release(part)
    credit_one(part)
    assert of(part, AccountKind.VENDOR_DEBT) == (COMMISSION + VAT + PIT) // 2
    [refund] = refunds_of(part)
    assert (refund.way, refund.amount_dong) == (RefundWay.VENDOR, 250_000)
    assert nothing_of_the_buyers_passed()


def test_the_vendor_pays_its_invoice() -> None:
    part = a_part(status=S.DELIVERED)
    invoice = issue_dues(part.vendor_id)
    bank_pays_in(COMMISSION + VAT + PIT, invoice.reference)
    assert invoice.status is DuesStatus.PAID
    assert balance(market(AccountKind.BANK)) == COMMISSION + VAT + PIT
    assert of(part, AccountKind.VENDOR_DEBT) == 0


def test_credited_after_its_invoice_was_paid_the_vendor_has_a_credit() -> None:
    part = a_part(status=S.DELIVERED)
    bank_pays_in(COMMISSION + VAT + PIT, issue_dues(part.vendor_id).reference)
    credit_one(part)
    assert of(part, AccountKind.VENDOR_DEBT) == -(COMMISSION + VAT + PIT) // 2
    assert issue_dues(part.vendor_id) is None
    following = a_part(status=S.DELIVERED, vendor=db.session.get_one(Vendor, part.vendor_id))
    assert issue_dues(part.vendor_id).amount_dong == (COMMISSION + VAT + PIT) // 2
    assert of(following, AccountKind.VENDOR_DEBT) == (COMMISSION + VAT + PIT) // 2


@METHODS
@pytest.mark.parametrize("ended", ["cancelled", "refused", "returned"])
def test_a_part_that_ends_is_given_back_by_its_vendor(method: PaymentMethod, ended: str) -> None:
    part = a_part(status=S.SHIPPED if ended == "returned" else S.ACCEPTED, method=method)
    by = owner_of(part)
    if ended == "cancelled":
        endings.cancel_by_staff(part, by=an_administrator(), reason="Khách báo")
    elif ended == "refused":
        operations.refuse(part, by=by, reason="Hết hàng")
    else:
        operations.turn_back(part, by=by, reason="Không ai nhận")
        operations.take_back(part, by=by)
    owed = [(refund.way, refund.amount_dong) for refund in refunds_of(part)]
    assert owed == ([(RefundWay.VENDOR, 500_000)] if method is PaymentMethod.TRANSFER else [])
    assert of(part, AccountKind.VENDOR_DEBT) == 0
    assert nothing_of_the_buyers_passed()


def test_what_the_vendor_gives_back_is_never_in_the_books() -> None:
    part = a_part(status=S.ACCEPTED)
    operations.refuse(part, by=owner_of(part), reason="Hết hàng")
    [refund] = refunds_of(part)
    refunds.give_back(refund, words="FT2632801", by=owner_of(part))
    refunds.confirm(refund, by=None)
    assert refund.status is RefundStatus.DONE
    assert nothing_of_the_buyers_passed()


def test_orders_of_all_three_ways_stand_beside_each_other() -> None:
    vendor = a_shop_with_account()
    for holding in ("agent", "partner", "direct"):
        with held(holding):
            for status in (S.ACCEPTED, S.DELIVERED):
                [part] = parts_of(an_order(a_listing(vendor, price_dong=300_000), method=PaymentMethod.CASH))
                bring_to(part, status)
    assert of(part, AccountKind.VENDOR_DEBT) == 3 * 15_000
