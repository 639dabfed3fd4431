"""A part that ends while its transfer is awaited: so much less is due, and what came is never lost."""

import pytest
from sqlalchemy import select

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from orders.fulfilment.endings import cancel
from orders.kinds import VendorOrderStatus
from orders.models import Order
from orders.payments.models import BankNotice, NoticeOutcome, PaymentStatus, Refund
from orders.queries import payment_of
from tests.factories.fulfilment import parts_of
from tests.factories.money import a_transfer_order
from tests.factories.payments import pay

pytestmark = pytest.mark.usefixtures("app")


def refunds_of(order: Order) -> list[int]:
    query = select(Refund.amount_dong).where(Refund.order_id == order.id).order_by(Refund.id)
    return list(db.session.scalars(query))


def cancel_first(order: Order) -> None:
    cancel(parts_of(order)[0], by=None)
    db.session.flush()


def test_less_is_due() -> None:
    order = a_transfer_order(300_000, 200_000)
    cancel_first(order)
    payment = payment_of(order)
    assert (payment.status, payment.amount_dong) == (PaymentStatus.AWAITING, 200_000)
    pay(order, 200_000)
    assert payment.status is PaymentStatus.PAID
    assert [bool(part.routed_at) for part in parts_of(order)] == [False, True]
    assert audit.findings() == []


def test_what_had_come_covers_the_rest_exactly() -> None:
    order = a_transfer_order(300_000, 200_000)
    notice = pay(order, 200_000)
    cancel_first(order)
    assert payment_of(order).status is PaymentStatus.PAID
    assert notice.outcome is NoticeOutcome.EXACT
    assert refunds_of(order) == []
    assert balance(market(AccountKind.HELD)) == 200_000
    assert audit.findings() == []


def test_what_had_come_beyond_the_rest_goes_back() -> None:
    order = a_transfer_order(300_000, 200_000)
    pay(order, 150_000)
    latest = pay(order, 100_000)
    cancel_first(order)
    assert payment_of(order).status is PaymentStatus.PAID
    assert latest.outcome is NoticeOutcome.OVER
    assert refunds_of(order) == [50_000]
    assert audit.findings() == []


def test_without_another_part_all_goes_back() -> None:
    order = a_transfer_order(500_000)
    pay(order, 100_000)
    pay(order, 50_000)
    cancel_first(order)
    assert payment_of(order).status is PaymentStatus.VOID
    assert refunds_of(order) == [100_000, 50_000]
    assert balance(market(AccountKind.RECEIPTS)) == 0
    assert audit.findings() == []


def test_money_for_an_order_that_was_cancelled_goes_back() -> None:
    order = a_transfer_order(500_000)
    cancel_first(order)
    assert pay(order, 500_000).outcome is NoticeOutcome.LATE
    assert refunds_of(order) == [500_000]
    assert audit.findings() == []


def test_parts_may_end_one_after_another() -> None:
    order = a_transfer_order(300_000, 200_000, 100_000)
    pay(order, 50_000)
    for part in parts_of(order):
        cancel(part, by=None)
    assert {part.status for part in parts_of(order)} == {VendorOrderStatus.CANCELLED}
    assert refunds_of(order) == [50_000]
    assert audit.findings() == []


def test_a_paid_part_that_ends_is_refunded_apart() -> None:
    order = a_transfer_order(300_000, 200_000)
    pay(order)
    cancel_first(order)
    assert refunds_of(order) == [300_000]
    assert payment_of(order).amount_dong == 500_000
    assert db.session.scalars(select(BankNotice.outcome)).all() == [NoticeOutcome.EXACT]
    assert audit.findings() == []
