"""Taking something off a part, at every stage of its money: the books stay right and nobody gains a đồng."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from orders.credits.models import CreditNote
from orders.credits.operations import MoreThanLeft, NothingToCredit, NotYetSold, credit
from orders.fulfilment import endings, operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.payments.models import Payment, PaymentStatus, Refund
from orders.stages import Stage
from orders.steps import ReasonMissing
from tests.bank import Bank
from tests.effort import IS_SOAK
from tests.factories.fulfilment import a_part, bring_to, owner_of
from tests.factories.listings import a_listing
from tests.factories.money import an_account, release
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.payments import pay
from vendors import audit as market_audit
from vendors.models import TaxStatus, Vendor
from vendors.payouts import sending
from vendors.payouts.models import PayoutStatus
from vendors.payouts.operations import request_payout
from vendors.stock.models import StockItem

S = VendorOrderStatus


@pytest.fixture(autouse=True)
def the_books_are_right(app) -> Iterator[None]:
    yield
    assert audit.findings() == []
    assert market_audit.findings() == []


def a_taxed_part(
    status: VendorOrderStatus, *, method: PaymentMethod = PaymentMethod.TRANSFER, paid: bool = True, quantity: int = 4
) -> VendorOrder:
    """Four at 250.000 ₫ from a household, brought for 30.000 ₫."""
    vendor = a_shop()
    vendor.tax_status = TaxStatus.HOUSEHOLD
    listing = a_listing(vendor, price_dong=250_000, stock=10)
    return a_part(listing, status=status, method=method, paid=paid, quantity=quantity)


def line_of(part: VendorOrder) -> OrderLine:
    return db.session.scalars(select(OrderLine).where(OrderLine.vendor_order_id == part.id)).one()


def off(part: VendorOrder, quantity: int, *, delivery: bool = False, restock: bool = False) -> CreditNote:
    chosen = {line_of(part).id: quantity} if quantity else {}
    note = credit(part, quantities=chosen, delivery=delivery, restock=restock, reason="vỡ hũ", by=owner_of(part))
    db.session.flush()
    return note


def refund_of(note: CreditNote) -> Refund | None:
    return db.session.scalar(select(Refund).where(Refund.credit_note_id == note.id))


def on_shelf(part: VendorOrder) -> tuple[int, int]:
    variant_id = line_of(part).variant_id
    item = db.session.scalars(select(StockItem).where(StockItem.variant_id == variant_id)).one()
    db.session.refresh(item)
    return item.on_hand, item.reserved


def of(part: VendorOrder, kind: AccountKind) -> int:
    return balance(of_vendor(kind, part.vendor_id))


def test_what_a_household_sells_is_taxed_and_its_delivery_with_it() -> None:
    part = a_taxed_part(S.DELIVERED)
    assert (part.goods_dong, part.delivery_dong) == (1_000_000, 30_000)
    assert (part.commission_dong, part.vat_dong, part.pit_dong) == (50_000, 10_300, 5_150)
    assert of(part, AccountKind.VENDOR_PENDING) == part.earning_dong == 964_550
    assert balance(market(AccountKind.TAX_TO_REMIT)) == 15_450


def test_before_payment_less_is_due() -> None:
    part = a_taxed_part(S.PLACED, paid=False)
    note = off(part, 1)
    payment = db.session.scalars(select(Payment).where(Payment.order_id == part.order_id)).one()
    assert (note.stage, payment.amount_dong, refund_of(note)) == (Stage.UNPAID, 780_000, None)
    assert on_shelf(part) == (10, 3)


def test_what_had_come_covers_the_order_when_less_is_due() -> None:
    part = a_taxed_part(S.PLACED, paid=False)
    from_buyer(part, 780_000)
    off(part, 1)
    payment = db.session.scalars(select(Payment).where(Payment.order_id == part.order_id)).one()
    assert payment.status is PaymentStatus.PAID


def test_while_it_is_held_the_buyer_gets_it_back_and_the_vendor_earns_less() -> None:
    part = a_taxed_part(S.ACCEPTED)
    note = off(part, 1)
    assert (note.stage, refund_of(note).amount_dong) == (Stage.HELD, 250_000)
    bring_on(part, S.DELIVERED)
    assert of(part, AccountKind.VENDOR_PENDING) == 780_000 - 37_500 - 11_700
    assert on_shelf(part) == (7, 0)


def test_what_was_packed_goes_back_to_the_shelf() -> None:
    part = a_taxed_part(S.PACKED)
    assert on_shelf(part) == (6, 0)
    off(part, 3)
    assert on_shelf(part) == (9, 0)
    bring_on(part, S.SHIPPED)
    operations.turn_back(part, by=owner_of(part), reason="không ai nhận")
    operations.take_back(part, by=owner_of(part))
    assert on_shelf(part) == (10, 0)


def test_a_cancelled_rest_gives_back_just_the_rest() -> None:
    part = a_taxed_part(S.ACCEPTED)
    off(part, 1, delivery=True)
    endings.cancel(part, by=None)
    refunds = db.session.scalars(select(Refund.amount_dong).where(Refund.order_id == part.order_id)).all()
    assert sorted(refunds) == [280_000, 750_000]


@pytest.mark.parametrize("restock", [True, False])
def test_within_the_hold_earning_commission_and_tax_are_reversed(*, restock: bool) -> None:
    part = a_taxed_part(S.DELIVERED)
    note = off(part, 2, delivery=True, restock=restock)
    assert (note.stage, refund_of(note).amount_dong) == (Stage.PENDING, 530_000)
    assert (note.commission_dong, note.vat_dong, note.pit_dong) == (25_000, 5_300, 2_650)
    assert of(part, AccountKind.VENDOR_PENDING) == part.left.earning_dong == 500_000 - 25_000 - 7_500
    assert balance(market(AccountKind.COMMISSION)) == 25_000
    assert on_shelf(part) == ((8, 0) if restock else (6, 0))
    release(part)
    assert of(part, AccountKind.VENDOR_PAYABLE) == part.left.earning_dong


def test_after_the_payout_the_vendor_owes_and_the_next_payout_carries_it(bank: Bank) -> None:
    part = a_taxed_part(S.DELIVERED)
    vendor = db.session.get_one(Vendor, part.vendor_id)
    an_account(vendor)
    release(part)
    assert paid_out(part, bank) == part.earning_dong
    note = off(part, 4, delivery=True)
    assert note.stage is Stage.RELEASED
    assert of(part, AccountKind.VENDOR_DEBT) == part.earning_dong
    assert balance(market(AccountKind.COMMISSION)) == balance(market(AccountKind.TAX_TO_REMIT)) == 0
    second = bring_to(a_part(a_listing(vendor, price_dong=3_000_000), method=PaymentMethod.TRANSFER), S.DELIVERED)
    release(second)
    assert paid_out(second, bank) == second.earning_dong - part.earning_dong
    assert of(part, AccountKind.VENDOR_DEBT) == 0


def test_of_cash_the_vendor_took_it_owes_what_the_buyer_gets_back() -> None:
    part = a_taxed_part(S.DELIVERED, method=PaymentMethod.CASH)
    assert of(part, AccountKind.VENDOR_DEBT) == 50_000 + 15_450
    note = off(part, 4, delivery=True)
    assert refund_of(note).amount_dong == 1_030_000
    assert of(part, AccountKind.VENDOR_DEBT) == 1_030_000
    assert balance(market(AccountKind.COMMISSION)) == 0


def test_cash_that_was_not_taken_yet_is_just_less() -> None:
    part = a_taxed_part(S.ACCEPTED, method=PaymentMethod.CASH)
    assert refund_of(off(part, 1)) is None
    bring_on(part, S.DELIVERED)
    assert of(part, AccountKind.VENDOR_DEBT) == 37_500 + 11_700


def test_it_is_bounded_by_what_is_left() -> None:
    part = a_taxed_part(S.DELIVERED)
    off(part, 3)
    with pytest.raises(MoreThanLeft) as refused:
        off(part, 2)
    assert refused.value.field == f"line_{line_of(part).id}"
    off(part, 1, delivery=True)
    for nothing in (lambda: off(part, 0), lambda: off(part, 0, delivery=True)):
        with pytest.raises(NothingToCredit):
            nothing()


def test_another_parts_line_is_no_line_of_this() -> None:
    part, other = a_taxed_part(S.DELIVERED), a_taxed_part(S.DELIVERED)
    with pytest.raises(MoreThanLeft):
        credit(part, quantities={line_of(other).id: 1}, delivery=False, reason="vỡ", by=owner_of(part))


def test_all_of_what_is_not_delivered_is_cancelled_instead() -> None:
    part = a_taxed_part(S.ACCEPTED)
    with pytest.raises(NotYetSold):
        off(part, 4)


@pytest.mark.parametrize("status", [S.SHIPPED, S.CANCELLED])
def test_a_part_on_its_way_or_ended_is_left_alone(status: VendorOrderStatus) -> None:
    part = a_taxed_part(S.SHIPPED if status is S.SHIPPED else S.PLACED)
    if status is S.CANCELLED:
        endings.cancel(part, by=None)
    with pytest.raises(MoveNotAllowed):
        off(part, 1)


def test_a_reason_is_needed() -> None:
    part = a_taxed_part(S.DELIVERED)
    with pytest.raises(ReasonMissing):
        credit(part, quantities={line_of(part).id: 1}, delivery=False, reason=" ", by=owner_of(part))


@pytest.mark.longer
@hypothesis_settings(
    max_examples=200 if IS_SOAK else 8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    price=st.sampled_from([1, 3, 7, 99_999, 1_000_003, 10**12 // 9]),
    steps=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    early=st.booleans(),
)
def test_piece_by_piece_all_comes_back_to_the_dong(app, price: int, steps: list[int], *, early: bool) -> None:
    shop = a_shop(carrier_dong=7)
    shop.tax_status = TaxStatus.INDIVIDUAL
    listing = a_listing(shop, price_dong=max(price, 1), stock=20)
    first_variant_of(listing).price_dong = price
    part = a_part(listing, status=S.DELIVERED, method=PaymentMethod.TRANSFER, quantity=sum(steps))
    if not early:
        release(part)
    for step in steps:
        off(part, step)
    off(part, 0, delivery=True)
    assert part.left.total_dong == part.left.earning_dong == part.left.tax_dong == part.left.commission_dong == 0
    assert audit.findings() == []


def bring_on(part: VendorOrder, status: VendorOrderStatus) -> None:
    person = owner_of(part)
    steps = {
        S.PACKED: lambda: operations.pack(part, by=person),
        S.SHIPPED: lambda: operations.ship(part, by=person, carrier="Viettel Post"),
        S.DELIVERED: lambda: operations.deliver(part, by=person),
    }
    order = [S.PLACED, S.ACCEPTED, S.PACKED, S.SHIPPED, S.DELIVERED]
    for each in order[order.index(part.status) + 1 : order.index(status) + 1]:
        steps[each]()


def from_buyer(part: VendorOrder, amount_dong: int) -> None:
    pay(db.session.get_one(Order, part.order_id), amount_dong)


def paid_out(part: VendorOrder, bank: Bank) -> int:
    payout = request_payout(part.vendor_id)
    sending.begin_sending(payout.id)
    sending.hand_over(payout.id)
    bank.settles()
    sending.ask_about(payout.id)
    assert payout.status is PayoutStatus.CONFIRMED
    return payout.amount_dong
