"""Goods sold by weight: settled at packing at what they weigh, never above what was agreed, to the đồng."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from orders.credits.models import CreditNote
from orders.credits.operations import credit
from orders.credits.weighing import WeightImplausible, WeightMissing
from orders.fulfilment import endings, operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.line_shares import at_weight, left_of_line, share_of
from orders.many.operations import pack_each
from orders.models import OrderLine, VendorOrder
from orders.payments.models import Payment, Refund
from orders.shares import Share
from orders.stages import Stage
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.money import release
from tests.factories.orders import a_shop, first_variant_of
from vendors import audit as market_audit
from vendors.listings.models import Variant
from vendors.listings.variants import Terms, change_variant, price_of
from vendors.models import TaxStatus

S = VendorOrderStatus
KG_PRICE, MOST = 400_000, 1_200


@pytest.fixture(autouse=True)
def the_books_are_right(app) -> Iterator[None]:
    yield
    db.session.flush()
    assert audit.findings() == market_audit.findings() == []


def fish(
    quantity: int = 2,
    *,
    kg_price: int = KG_PRICE,
    most: int = MOST,
    method: PaymentMethod = PaymentMethod.TRANSFER,
    status: VendorOrderStatus = S.ACCEPTED,
) -> VendorOrder:
    """So many fish of 0.8 to 1.2 kg at 400.000 ₫ a kilogram, sold by a household."""
    shop = a_shop(carrier_dong=0)
    shop.tax_status = TaxStatus.HOUSEHOLD
    listing = a_listing(shop, "Cá song", stock=9)
    terms = Terms("Một con", 0, 1, 1, sold_by_weight=True, kg_price_dong=kg_price, least_grams=1, most_grams=most)
    change_variant(first_variant_of(listing), terms, by=None)
    return a_part(listing, quantity=quantity, method=method, status=status)


def line_of(part: VendorOrder) -> OrderLine:
    query = select(OrderLine).where(OrderLine.vendor_order_id == part.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def pack(part: VendorOrder, grams: int) -> CreditNote | None:
    operations.pack(part, by=owner_of(part), grams={line_of(part).id: grams})
    db.session.flush()
    return db.session.scalar(select(CreditNote).where(CreditNote.vendor_order_id == part.id))


def off(part: VendorOrder, quantity: int) -> CreditNote:
    return credit(part, quantities={line_of(part).id: quantity}, delivery=False, reason="hỏng", by=owner_of(part))


def test_the_line_copies_what_was_agreed() -> None:
    line = line_of(fish())
    assert (line.unit_price_dong, line.line_dong) == (480_000, 960_000)
    assert (line.kg_price_dong, line.agreed_grams, line.is_to_be_weighed) == (KG_PRICE, 2_400, True)
    ordinary = line_of(a_part())
    assert (ordinary.agreed_grams, ordinary.is_to_be_weighed) == (None, False)


def test_lighter_is_given_back_at_once_with_its_commission_and_tax() -> None:
    part = fish()
    note = pack(part, 2_000)
    assert (note.stage, note.goods_dong, note.reason) == (
        Stage.HELD,
        160_000,
        "Cá song cân được 2000 g, đặt tới 2400 g.",
    )
    assert db.session.scalars(select(Refund.amount_dong)).one() == 160_000
    assert (part.left.goods_dong, part.left.commission_dong) == (800_000, 40_000)
    assert (line_of(part).left_quantity, the_stock_of(part)) == (2, 7)
    bring_to_door(part)
    assert balance(of_vendor(AccountKind.VENDOR_PENDING, part.vendor_id)) == part.left.earning_dong
    assert balance(market(AccountKind.COMMISSION)) == 40_000


@pytest.mark.parametrize("grams", [2_400, 2_401, 5_000])
def test_heavier_costs_the_buyer_no_more(grams: int) -> None:
    part = fish()
    assert pack(part, grams) is None
    assert (part.left.goods_dong, line_of(part).weighed_dong) == (960_000, 960_000)


def test_of_cash_just_less_is_asked_for() -> None:
    part = fish(method=PaymentMethod.CASH)
    assert pack(part, 1_000).stage is Stage.UNPAID
    assert db.session.scalars(select(Payment.amount_dong)).one() == 400_000
    assert db.session.scalars(select(Refund)).all() == []


def test_without_its_weight_nothing_is_packed() -> None:
    part = fish()
    with pytest.raises(WeightMissing) as missing, db.session.begin_nested():
        operations.pack(part, by=owner_of(part))
    assert missing.value.field == f"weight_{line_of(part).id}"
    db.session.refresh(part)
    outcome = pack_each([part], by=owner_of(part))
    assert "bán theo cân" in outcome.refused[0].sentence
    db.session.refresh(part)
    assert (part.status, the_stock_of(part)) == (S.ACCEPTED, 9)


@pytest.mark.parametrize("grams", [0, 1, 239, 24_001])
def test_a_slip_of_the_finger_is_asked_about(grams: int) -> None:
    part = fish()
    with pytest.raises(WeightImplausible), db.session.begin_nested():
        pack(part, grams)
    db.session.refresh(part)
    assert part.status is S.ACCEPTED


def test_what_was_cut_before_is_not_weighed() -> None:
    part = fish(3)
    off(part, 1)
    pack(part, 2_000)
    assert part.left.goods_dong == 800_000
    off(part, 1)
    assert part.left.goods_dong == left_of_line(line_of(part)).goods_dong == 400_000


def test_what_was_weighed_and_cancelled_gives_back_just_the_rest() -> None:
    part = fish()
    pack(part, 2_000)
    endings.cancel_by_staff(part, by=owner_of(part), reason="Khách báo")
    assert sorted(db.session.scalars(select(Refund.amount_dong))) == [160_000, 800_000]


@dataclass(frozen=True)
class Sale:
    """So many at a price a kilogram, of which some are cut before they are weighed and some given back later."""

    quantity: int
    kg_price: int
    most: int
    percent: int
    cut: int
    late: int

    @property
    def grams(self) -> int:
        """What the rest weighs: so much of what was agreed."""
        return max(1, -(-self.most * (self.quantity - self.cut) * self.percent // 100))


SALES = st.builds(
    Sale,
    quantity=st.integers(3, 5),
    kg_price=st.sampled_from([1, 7, 999, 333_333, 12_345_679]),
    most=st.sampled_from([3, 777, 1_200]),
    percent=st.integers(10, 150),
    cut=st.integers(0, 2),
    late=st.integers(0, 3),
)


@hypothesis_settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sale=SALES, is_payable=st.booleans())
def test_whatever_it_weighs_the_money_adds_up_to_the_dong(app, sale: Sale, *, is_payable: bool) -> None:
    part = fish(sale.quantity, kg_price=sale.kg_price, most=sale.most)
    if sale.cut and taken(part, sale.cut):
        off(part, sale.cut)
    agreed = part.left.goods_dong
    pack(part, max(1, -(-line_of(part).most_grams * sale.percent // 100)))
    assert part.left.goods_dong == line_of(part).weighed_dong <= agreed
    bring_to_door(part)
    if is_payable:
        release(part)
    for _ in range(min(sale.late, line_of(part).left_quantity)):
        if taken(part, 1):
            off(part, 1)
    assert left_of_line(line_of(part)) == part.left
    assert audit.findings() == []


@given(sale=SALES)
def test_what_falls_to_each_piece_adds_up(sale: Sale) -> None:
    """Cut, weighed and given back piece by piece, all that comes off is what was agreed."""
    price = price_of(sale.most, sale.kg_price)
    whole = Share(price * sale.quantity, 0, price * sale.quantity // 20, price * sale.quantity // 100, price // 200)
    line = a_line(sale.quantity, whole)
    gone = step(line, sale.cut)
    before = left_of_line(line)
    dong = max(1, min(before.goods_dong, price_of(sale.grams, sale.kg_price)))
    settled = at_weight(line, dong)
    line.weighed_quantity, line.weighed_grams, line.weighed_dong = line.left_quantity, sale.grams, dong
    assert left_of_line(line) == settled
    assert settled.commission_dong * before.goods_dong <= before.commission_dong * dong
    gone += before - settled
    for _ in range(line.left_quantity):
        gone += step(line, 1)
    assert (gone, left_of_line(line)) == (whole, Share())


def a_line(quantity: int, whole: Share) -> OrderLine:
    return OrderLine(
        quantity=quantity,
        credited_quantity=0,
        line_dong=whole.goods_dong,
        commission_dong=whole.commission_dong,
        vat_dong=whole.vat_dong,
        promotion_dong=0,
        pit_dong=whole.pit_dong,
    )


def step(line: OrderLine, quantity: int) -> Share:
    """Take so many off the line."""
    share = share_of(line, quantity)
    line.credited_quantity += quantity
    return share


def taken(part: VendorOrder, quantity: int) -> int:
    return share_of(line_of(part), quantity).goods_dong


def bring_to_door(part: VendorOrder) -> None:
    operations.ship(part, by=owner_of(part), carrier="Xe lạnh")
    operations.deliver(part, by=owner_of(part))


def the_stock_of(part: VendorOrder) -> int:
    variant = db.session.get_one(Variant, line_of(part).variant_id)
    return the_stock(variant).on_hand
