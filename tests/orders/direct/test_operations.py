"""The transfer of a part to its vendor: awaited, claimed, seen, not seen, and void when it does not come."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.ledger import audit
from marketplace.outbox import OutboxMessage
from marketplace.settings import settings
from orders.direct import operations as direct
from orders.direct.models import DirectPayment, DirectStatus
from orders.direct.operations import MoneyNotSeen
from orders.direct.queries import payment_of
from orders.fulfilment import deadlines, endings, operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import VendorOrder
from orders.payments import notices
from orders.payments.gateways import NotPaidSo
from orders.payments.models import PaymentStatus, Refund, RefundStatus, RefundWay
from orders.queries import payment_of as order_payment_of
from orders.states import OrderState, awaits_money, order_state
from tests.factories.fulfilment import owner_of, parts_of
from tests.factories.holding import a_direct_order, a_direct_part, held
from tests.factories.listings import a_listing, the_stock
from tests.factories.money import a_shop_with_account, an_account
from tests.factories.orders import a_shop, an_order
from tests.factories.payments import pay
from vendors.listings.models import Variant
from vendors.models import Vendor
from vendors.payouts.accounts import name_account

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def part() -> VendorOrder:
    return a_direct_part(received=False)


def transfer(part: VendorOrder) -> DirectPayment:
    payment = payment_of(part)
    assert payment is not None
    return payment


def refunds_of(part: VendorOrder) -> list[Refund]:
    return list(db.session.scalars(select(Refund).where(Refund.order_id == part.order_id)))


def facts() -> list[str]:
    return [
        kind for kind in db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)) if "Direct" in kind
    ]


def in_time(hours: int) -> clock.at:
    return clock.at(clock.now() + timedelta(hours=hours, minutes=1))


def test_each_part_is_paid_into_the_account_that_was_verified_when_it_was_placed() -> None:
    order = a_direct_order(500_000, 200_000)
    for part, price in zip(parts_of(order), (500_000, 200_000), strict=True):
        payment = transfer(part)
        assert payment.memo == part.number.replace("-", "")
        assert (payment.amount_dong, payment.status) == (price, DirectStatus.AWAITING)
        assert (payment.bank_bin, payment.account_number, payment.account_holder) == (
            "970436",
            "1023456789",
            "HOANG THI MAI",
        )
    assert order_payment_of(order).status is PaymentStatus.DIRECT
    vendor = db.session.get_one(Vendor, part.vendor_id)
    name_account(vendor, bank_bin="970405", number="8801234567", holder="Mai", by=owner_of(part))
    assert transfer(part).account_number == "1023456789"
    assert audit.findings() == []


def test_a_vendor_without_a_verified_account_takes_cash() -> None:
    vendor = a_shop()
    an_account(vendor, verified=False)
    listings = a_listing(vendor), a_listing(a_shop_with_account())
    with held("direct"):
        cash, transferred = parts_of(an_order(*listings, method=PaymentMethod.TRANSFER))
    assert payment_of(cash) is None
    assert cash.reply_by is not None
    assert transferred.reply_by is None
    with in_time(settings().payment_hours):
        assert direct.overdue() == [transferred.id]
        operations.accept(cash, by=owner_of(cash))
        operations.pack(cash, by=owner_of(cash))


@pytest.mark.parametrize("method", [PaymentMethod.VNPAY, PaymentMethod.MOMO])
def test_a_gateway_is_not_offered(method: PaymentMethod) -> None:
    listing = a_listing(a_shop_with_account())
    with held("direct"), pytest.raises(NotPaidSo) as refused:
        an_order(listing, method=method)
    assert refused.value.field == "method"


def test_the_vendor_sees_it_at_once_and_accepts_when_it_has_the_money(part: VendorOrder) -> None:
    assert part.routed_at is not None
    assert awaits_money(part)
    with pytest.raises(MoneyNotSeen), db.session.begin_nested():
        operations.accept(part, by=owner_of(part))
    direct.claim(part)
    with pytest.raises(MoneyNotSeen), db.session.begin_nested():
        operations.accept(part, by=owner_of(part))
    direct.receive(part, by=owner_of(part))
    operations.accept(part, by=owner_of(part))
    assert part.status is VendorOrderStatus.ACCEPTED
    assert facts() == ["DirectPaymentBegun", "DirectPaymentClaimed", "DirectPaymentReceived"]
    assert audit.findings() == []


def test_two_clicks_are_one(part: VendorOrder) -> None:
    for _ in range(2):
        direct.claim(part)
    for _ in range(2):
        direct.deny(part, by=owner_of(part))
    direct.claim(part)
    for _ in range(2):
        direct.receive(part, by=owner_of(part))
    direct.claim(part)
    assert transfer(part).status is DirectStatus.RECEIVED
    with pytest.raises(MoveNotAllowed):
        direct.deny(part, by=owner_of(part))
    assert facts().count("DirectPaymentClaimed") == 2


def test_what_is_not_paid_in_time_ends_and_nobody_owes(part: VendorOrder) -> None:
    assert direct.overdue() == []
    with in_time(settings().payment_hours):
        assert direct.overdue() == [part.id]
        direct.expire(part.id)
        direct.expire(part.id)
    assert (part.status, transfer(part).status) == (VendorOrderStatus.CANCELLED, DirectStatus.VOID)
    assert refunds_of(part) == []
    assert the_stock(db.session.get_one(Variant, part.lines[0].variant_id)).reserved == 0
    assert audit.findings() == []


def test_a_claim_waits_for_its_vendor_and_not_for_the_clock(part: VendorOrder) -> None:
    direct.claim(part)
    with in_time(settings().payment_hours):
        assert direct.overdue() == []
        direct.expire(part.id)
        assert part.status is VendorOrderStatus.PLACED
        assert deadlines.unanswered() == [part.id]
        deadlines.end_unanswered(part.id)
    [refund] = refunds_of(part)
    assert (part.status, refund.way, refund.amount_dong) == (
        VendorOrderStatus.CANCELLED,
        RefundWay.VENDOR,
        500_000,
    )
    assert audit.findings() == []


def test_the_vendor_is_reminded_of_claims_and_not_while_money_is_awaited(part: VendorOrder) -> None:
    with in_time(settings().reply_reminder_hours):
        assert deadlines.to_remind() == []
        direct.claim(part)
    with in_time(2 * settings().reply_reminder_hours + 1):
        assert deadlines.to_remind() == [part.id]


def test_not_seen_the_buyer_has_time_to_look_again(part: VendorOrder) -> None:
    direct.claim(part)
    with in_time(settings().payment_hours):
        direct.deny(part, by=owner_of(part))
        assert awaits_money(part)
        assert direct.overdue() == []
    with in_time(2 * settings().payment_hours + 1):
        assert direct.overdue() == [part.id]
        direct.expire(part.id)
    assert transfer(part).status is DirectStatus.VOID
    assert audit.findings() == []


def test_money_that_comes_after_the_end_is_owed_back(part: VendorOrder) -> None:
    with in_time(settings().payment_hours):
        direct.expire(part.id)
    with pytest.raises(MoveNotAllowed):
        direct.claim(part)
    direct.receive(part, by=owner_of(part))
    [refund] = refunds_of(part)
    assert (refund.way, refund.status) == (RefundWay.VENDOR, RefundStatus.ACCOUNT_NEEDED)
    assert audit.findings() == []


def test_money_that_comes_when_others_have_the_goods_is_owed_back() -> None:
    listing = a_listing(a_shop_with_account(), stock=1)
    with held("direct"):
        [part] = parts_of(an_order(listing, method=PaymentMethod.TRANSFER))
        with in_time(settings().payment_hours):
            an_order(listing)
            direct.receive(part, by=owner_of(part))
    assert part.status is VendorOrderStatus.CANCELLED
    assert [refund.way for refund in refunds_of(part)] == [RefundWay.VENDOR]
    assert audit.findings() == []


@pytest.mark.parametrize(("said", "owed"), [((), 0), (("claim",), 1), (("claim", "deny"), 0), (("receive",), 1)])
@pytest.mark.parametrize("end", ["cancel", "refuse"])
def test_a_part_that_ends_is_owed_back_if_it_was_paid(
    part: VendorOrder, said: tuple[str, ...], owed: int, end: str
) -> None:
    for word in said:
        direct.claim(part) if word == "claim" else getattr(direct, word)(part, by=owner_of(part))
    if end == "cancel":
        endings.cancel(part, by=None)
    else:
        operations.refuse(part, by=owner_of(part), reason="Hết hàng")
    assert [refund.way for refund in refunds_of(part)] == [RefundWay.VENDOR] * owed
    assert audit.findings() == []


def test_the_order_waits_for_its_buyer_until_every_part_is_said_to_be_paid() -> None:
    order = a_direct_order(500_000, 200_000)
    first, second = parts_of(order)

    def state() -> OrderState:
        return order_state([first, second], PaymentStatus.DIRECT)

    assert state() is OrderState.AWAITING_PAYMENT
    direct.claim(first)
    assert state() is OrderState.AWAITING_PAYMENT
    endings.cancel(second, by=None)
    assert state() is OrderState.IN_PROGRESS


def test_money_for_it_that_comes_to_the_market_goes_back() -> None:
    order = a_direct_order()
    notice = pay(order, 500_000)
    assert notice.outcome is notices.NoticeOutcome.LATE
    [refund] = refunds_of(parts_of(order)[0])
    assert (refund.way, refund.amount_dong) == (RefundWay.BANK, 500_000)
    assert audit.findings() == []
