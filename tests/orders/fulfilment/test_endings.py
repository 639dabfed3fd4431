"""Parts that end before they are sold, by the buyer, by staff and by the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.ledger import audit as ledger_audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from marketplace.outbox import OutboxMessage
from marketplace.settings import settings
from orders.fulfilment import deadlines, releasing
from orders.fulfilment.endings import cancel, cancel_by_staff
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import StatusChange, VendorOrder
from orders.payments.models import PaymentStatus, Refund
from orders.queries import payment_of
from orders.steps import ReasonMissing
from tests.factories.fulfilment import a_part, bring_to, parts_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop, an_order
from tests.factories.payments import pay
from tests.factories.people import an_administrator
from vendors import audit as market_audit

S = VendorOrderStatus
TRANSFER = PaymentMethod.TRANSFER


@pytest.fixture(autouse=True)
def _books_are_right(app):
    """Every test here ends with right books and right shelves."""
    yield
    db.session.flush()
    assert ledger_audit.findings() == []
    assert market_audit.findings() == []


def refunds() -> list[int]:
    return list(db.session.scalars(select(Refund.amount_dong).order_by(Refund.id)))


def facts(kind: str) -> int:
    return len(db.session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind == kind)).all())


def last_reason(part: VendorOrder) -> str:
    steps = select(StatusChange.reason).where(StatusChange.vendor_order_id == part.id).order_by(StatusChange.id.desc())
    return db.session.scalars(steps).first()


@pytest.mark.parametrize("status", [S.PLACED, S.ACCEPTED])
def test_a_buyer_cancels_until_it_is_packed(status) -> None:
    listing = a_listing(a_shop(), stock=4)
    part = a_part(listing, quantity=4, status=status, method=TRANSFER)
    cancel(part, by=None)
    assert part.status is S.CANCELLED
    assert refunds() == [part.total_dong]
    assert the_stock(listing.variants[0]).available == 4
    assert facts("VendorOrderCancelled") == 1


@pytest.mark.parametrize("status", [S.PACKED, S.SHIPPED, S.DELIVERED])
def test_a_buyer_does_not_cancel_what_is_packed(status) -> None:
    part = a_part(status=status)
    with pytest.raises(MoveNotAllowed):
        cancel(part, by=None)
    assert part.status is status


def test_cancelling_twice_refunds_once() -> None:
    part = a_part(method=TRANSFER)
    cancel(part, by=None)
    with pytest.raises(MoveNotAllowed):
        cancel(part, by=None)
    assert refunds() == [part.total_dong]


def test_staff_cancels_a_packed_part_and_the_goods_go_back_on_the_shelf() -> None:
    listing, staff = a_listing(a_shop(), stock=4), an_administrator()
    part = a_part(listing, quantity=3, status=S.PACKED, method=TRANSFER)
    with pytest.raises(ReasonMissing):
        cancel_by_staff(part, by=staff, reason="")
    cancel_by_staff(part, by=staff, reason="Hàng bị thu hồi")
    assert (the_stock(listing.variants[0]).on_hand, the_stock(listing.variants[0]).reserved) == (4, 0)
    assert refunds() == [part.total_dong]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "vendor_order")).one()
    assert (entry.actor_id, entry.detail["reason"]) == (staff.id, "Hàng bị thu hồi")


def test_staff_does_not_cancel_what_is_on_its_way() -> None:
    part = a_part(status=S.SHIPPED)
    with pytest.raises(MoveNotAllowed):
        cancel_by_staff(part, by=an_administrator(), reason="Nhầm")


def test_cancelling_a_part_of_an_unpaid_order_lowers_what_is_due() -> None:
    order = an_order(a_listing(a_shop("A")), a_listing(a_shop("B")), method=TRANSFER)
    first, second = parts_of(order)
    cancel(first, by=None)
    payment = payment_of(order)
    assert (payment.status, payment.amount_dong) == (PaymentStatus.AWAITING, second.total_dong)
    pay(order)
    assert second.routed_at is not None
    assert first.routed_at is None
    bring_to(second, S.DELIVERED)
    assert balance(of_vendor(AccountKind.VENDOR_PENDING, second.vendor_id)) == second.earning_dong


def test_cancelling_every_part_of_an_unpaid_order_voids_the_payment_and_returns_what_came() -> None:
    order = an_order(a_listing(a_shop("A")), a_listing(a_shop("B")), method=TRANSFER)
    pay(order, 10_000)
    pay(order, 5_000)
    for part in parts_of(order):
        cancel(part, by=None)
    assert payment_of(order).status is PaymentStatus.VOID
    assert sorted(refunds()) == [5_000, 10_000]
    assert balance(market(AccountKind.REFUNDS_DUE)) == 15_000


def test_a_vendor_is_reminded_once() -> None:
    part = a_part()
    assert deadlines.to_remind() == []
    deadlines.remind(part.id)
    assert facts("VendorOrderReminderDue") == 0
    with clock.at(clock.now() + timedelta(hours=settings().reply_reminder_hours)):
        assert deadlines.to_remind() == [part.id]
        deadlines.remind(part.id)
        deadlines.remind(part.id)
        assert deadlines.to_remind() == []
    assert facts("VendorOrderReminderDue") == 1


def test_an_unanswered_part_ends_by_itself_and_is_refunded() -> None:
    part = a_part(method=TRANSFER)
    deadlines.end_unanswered(part.id)
    assert part.status is S.PLACED
    with clock.at(part.reply_by):
        assert deadlines.unanswered() == [part.id]
        deadlines.end_unanswered(part.id)
        deadlines.end_unanswered(part.id)
        assert deadlines.unanswered() == []
    assert part.status is S.CANCELLED
    assert last_reason(part) == "Nhà sản xuất không trả lời trong 24 giờ."
    assert refunds() == [part.total_dong]


def test_an_answered_part_does_not_end_by_itself() -> None:
    part = a_part(status=S.ACCEPTED)
    with clock.at(part.reply_by + timedelta(days=2)):
        assert deadlines.unanswered() == deadlines.to_remind() == []
        deadlines.end_unanswered(part.id)
    assert part.status is S.ACCEPTED


def test_a_part_that_waits_for_its_money_has_no_clock() -> None:
    a_part(method=TRANSFER, paid=False)
    with clock.at(clock.now() + timedelta(days=30)):
        assert deadlines.unanswered() == deadlines.to_remind() == []


def test_after_the_hold_what_this_part_earned_is_payable_and_no_more() -> None:
    shop = a_shop()
    early = a_part(a_listing(shop, price_dong=200_000), status=S.DELIVERED, method=TRANSFER)
    with clock.at(clock.now() + timedelta(days=1)):
        a_part(a_listing(shop, price_dong=90_000), status=S.DELIVERED, method=TRANSFER)
    releasing.release([early.id])
    assert early.status is S.DELIVERED
    with clock.at(early.release_at):
        assert releasing.holds_over(shop.id) == [early.id]
        assert releasing.vendors_with_holds_over() == [shop.id]
        releasing.release([early.id])
        releasing.release([early.id])
    assert early.status is S.COMPLETED
    assert balance(of_vendor(AccountKind.VENDOR_PAYABLE, shop.id)) == early.earning_dong
    assert facts("VendorOrderCompleted") == 1


def test_after_the_hold_of_a_part_paid_in_cash_nothing_is_payable() -> None:
    part = a_part(status=S.DELIVERED)
    with clock.at(part.release_at):
        releasing.release([part.id])
    assert part.status is S.COMPLETED
    assert balance(of_vendor(AccountKind.VENDOR_PAYABLE, part.vendor_id)) == 0
    assert balance(of_vendor(AccountKind.VENDOR_DEBT, part.vendor_id)) == part.commission_dong
