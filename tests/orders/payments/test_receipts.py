"""Money for an order, as it comes: in one sum or several, too much, too late, twice, under strange words."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from marketplace.settings import settings
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order
from orders.payments import expiry, notices
from orders.payments.models import BankNotice, NoticeOutcome, PaymentStatus, Refund, RefundStatus
from orders.queries import payment_of
from tests.factories.fulfilment import parts_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.money import a_transfer_order
from tests.factories.orders import a_shop, an_order
from tests.factories.payments import a_movement, pay
from tests.statements import watch_statements

pytestmark = pytest.mark.usefixtures("app")
LARGEST = 2**53 - 1


def told(amount_dong: int, content: str) -> BankNotice:
    """The bank tells of so much money under these words, and it is acted on."""
    movement = a_movement(amount_dong, content)
    notices.receive(movement)
    notice = db.session.scalars(select(BankNotice).where(BankNotice.provider_id == str(movement.transaction_id))).one()
    notices.act_on(notice.id)
    db.session.flush()
    return notice


def refunds_of(order: Order) -> list[int]:
    query = select(Refund.amount_dong).where(Refund.order_id == order.id).order_by(Refund.id)
    return list(db.session.scalars(query))


def test_the_exact_sum_routes_the_order() -> None:
    order = a_transfer_order()
    notice = pay(order)
    payment = payment_of(order)
    assert (notice.outcome, notice.payment_id) == (NoticeOutcome.EXACT, payment.id)
    assert (payment.status, payment.received_dong) == (PaymentStatus.PAID, 500_000)
    assert all(part.routed_at for part in parts_of(order))
    assert balance(market(AccountKind.HELD)) == balance(market(AccountKind.BANK)) == 500_000
    assert audit.findings() == []


def test_less_waits_for_the_rest() -> None:
    order = a_transfer_order()
    assert pay(order, 200_000).outcome is NoticeOutcome.UNDER
    assert payment_of(order).status is PaymentStatus.AWAITING
    assert parts_of(order)[0].routed_at is None
    assert audit.findings() == []
    assert pay(order, 299_999).outcome is NoticeOutcome.UNDER
    assert pay(order, 1).outcome is NoticeOutcome.EXACT
    assert payment_of(order).status is PaymentStatus.PAID
    assert refunds_of(order) == []
    assert audit.findings() == []


def test_more_goes_back_as_far_as_it_is_more() -> None:
    order = a_transfer_order()
    pay(order, 200_000)
    notice = pay(order, 350_000)
    assert notice.outcome is NoticeOutcome.OVER
    assert refunds_of(order) == [50_000]
    assert balance(market(AccountKind.REFUNDS_DUE)) == 50_000
    assert audit.findings() == []


def test_paid_twice_goes_back_whole() -> None:
    order = a_transfer_order()
    pay(order)
    assert pay(order, 500_000).outcome is NoticeOutcome.DUPLICATE
    assert refunds_of(order) == [500_000]
    assert payment_of(order).received_dong == 500_000
    assert audit.findings() == []


def test_too_late_goes_back_whole() -> None:
    order = a_transfer_order()
    pay(order, 100_000)
    with clock.at(clock.now() + timedelta(hours=settings().payment_hours, minutes=1)):
        expiry.expire(order.id)
        assert pay(order, 400_000).outcome is NoticeOutcome.LATE
    assert payment_of(order).status is PaymentStatus.EXPIRED
    assert refunds_of(order) == [100_000, 400_000]
    assert audit.findings() == []


@pytest.mark.parametrize("amount", [1, LARGEST])
def test_one_dong_and_a_great_sum_are_kept_to_the_dong(amount: int) -> None:
    order = a_transfer_order()
    pay(order, amount)
    assert payment_of(order).received_dong == amount
    assert refunds_of(order) == ([] if amount == 1 else [LARGEST - 500_000])
    assert balance(market(AccountKind.BANK)) == amount
    assert audit.findings() == []


def test_notices_come_in_any_order() -> None:
    for first, second, third in itertools.permutations([100_000, 150_000, 250_000]):
        order = a_transfer_order()
        for amount in (first, second, third):
            pay(order, amount)
        assert payment_of(order).status is PaymentStatus.PAID
    assert audit.findings() == []


def test_acting_twice_on_a_notice_is_acting_once() -> None:
    order = a_transfer_order()
    notice = pay(order, 200_000)
    notices.act_on(notice.id)
    assert payment_of(order).received_dong == 200_000
    assert audit.findings() == []


@pytest.mark.parametrize(
    "words",
    [
        "{memo}",
        "{lower}",
        "MBVCB.3278907687.{memo}.CT tu 0011 NGUYEN THI LAN toi 1023456789",
        "{start} {end}",
        "{start}-{end} FT26327",
        "ck {start}. {end}",
        "IBFT{memo}TRACE 88",
    ],
)
def test_the_memo_is_found_whatever_the_bank_did_to_it(words: str) -> None:
    order = a_transfer_order()
    memo = payment_of(order).memo
    content = words.format(memo=memo, lower=memo.lower(), start=memo[:6], end=memo[6:])
    assert told(500_000, content).outcome is NoticeOutcome.EXACT
    assert audit.findings() == []


@pytest.mark.parametrize("words", ["", "tien hang", "QN22222222", "QN"])
def test_money_that_names_no_order_waits_for_a_person(words: str) -> None:
    order = a_transfer_order()
    notice = told(500_000, words)
    assert (notice.outcome, notice.payment_id) == (NoticeOutcome.UNMATCHED, None)
    assert payment_of(order).received_dong == 0
    assert balance(market(AccountKind.UNMATCHED)) == 500_000
    assert audit.findings() == []


def test_a_truncated_memo_names_no_order() -> None:
    order = a_transfer_order()
    assert told(500_000, payment_of(order).memo[:-1]).outcome is NoticeOutcome.UNMATCHED
    assert audit.findings() == []


def test_two_memos_in_one_transfer_wait_for_a_person() -> None:
    one, other = a_transfer_order(), a_transfer_order()
    notice = told(1_000_000, f"{payment_of(one).memo} {payment_of(other).memo}")
    assert notice.outcome is NoticeOutcome.UNMATCHED
    assert payment_of(one).received_dong == payment_of(other).received_dong == 0
    assert audit.findings() == []


def test_a_memo_beside_one_that_nobody_has_is_found() -> None:
    order = a_transfer_order()
    assert told(500_000, f"QN22222222 {payment_of(order).memo}").outcome is NoticeOutcome.EXACT


def test_money_that_came_before_the_hour_but_after_the_goods_were_sold_goes_back() -> None:
    """Its reservation has ended, and another buyer has the last jar."""
    last, plenty = a_listing(a_shop(carrier_dong=0), price_dong=300_000, stock=1), a_listing(a_shop(carrier_dong=0))
    order = an_order(last, plenty, method=PaymentMethod.TRANSFER)
    with clock.at(clock.now() + timedelta(hours=settings().payment_hours, minutes=1)):
        an_order(last)
        assert pay(order).outcome is NoticeOutcome.EXACT
    sold, kept = parts_of(order)
    assert (sold.status, sold.routed_at) == (VendorOrderStatus.CANCELLED, None)
    assert kept.routed_at is not None
    assert refunds_of(order) == [300_000]
    assert the_stock(last.variants[0]).available == 0
    assert audit.findings() == []


def test_money_after_its_hour_still_buys_what_is_there() -> None:
    listing = a_listing(a_shop(carrier_dong=0), stock=1)
    order = an_order(listing, method=PaymentMethod.TRANSFER)
    with clock.at(clock.now() + timedelta(hours=settings().payment_hours, minutes=1)):
        other = an_order(listing, method=PaymentMethod.TRANSFER)
        with clock.at(clock.now() + timedelta(hours=settings().payment_hours, minutes=1)):
            expiry.expire(other.id)
            pay(order)
    assert parts_of(order)[0].routed_at is not None
    assert the_stock(listing.variants[0]).reserved == 1
    assert audit.findings() == []


def test_a_part_of_which_one_line_was_sold_meanwhile_ends_whole() -> None:
    shop = a_shop(carrier_dong=0)
    last, plenty = a_listing(shop, stock=1), a_listing(shop, "Chả mực", stock=9)
    order = an_order(last, plenty, method=PaymentMethod.TRANSFER)
    with clock.at(clock.now() + timedelta(hours=settings().payment_hours, minutes=1)):
        an_order(last)
        pay(order)
    [part] = parts_of(order)
    assert part.status is VendorOrderStatus.CANCELLED
    assert the_stock(plenty.variants[0]).available == 9
    assert [refund.status for refund in db.session.scalars(select(Refund))] == [RefundStatus.ACCOUNT_NEEDED]
    assert audit.findings() == []


@pytest.mark.parametrize("parts", [1, 8])
def test_an_order_is_covered_in_a_constant_number_of_statements(parts: int) -> None:
    order = a_transfer_order(*[100_000] * parts)
    movement = a_movement(order.total_dong, payment_of(order).memo)
    notices.receive(movement)
    db.session.commit()
    [notice_id] = notices.unread()
    with watch_statements() as statements:
        notices.act_on(notice_id)
        db.session.commit()
    assert len(statements) <= 30, "\n\n".join(statements.texts)
