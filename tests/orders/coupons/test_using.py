"""Coupons on orders: counted once, refused in a sentence, given back; the books stay right."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from orders.coupons import operations
from orders.coupons.choosing import UnknownCode, choose, take_back
from orders.coupons.codes import folded
from orders.coupons.models import CouponKind, CouponUse
from orders.coupons.using import CouponNotUsable, give_back
from orders.credits.operations import credit
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from tests.factories.coupons import a_cart_with, a_coupon, reduced_order
from tests.factories.fulfilment import bring_to, owner_of, parts_of
from tests.factories.holding import held
from tests.factories.listings import a_listing
from tests.factories.money import release
from tests.factories.orders import Checkout, a_cart, a_shop, an_order
from tests.factories.payments import pay
from tests.factories.people import a_person
from vendors import audit as market_audit
from vendors.models import TaxStatus, Vendor

DELIVERED = VendorOrderStatus.DELIVERED


@pytest.fixture(autouse=True)
def the_books_are_right(app) -> Iterator[None]:
    yield
    assert audit.findings() == []
    assert market_audit.findings() == []


def a_household() -> Vendor:
    vendor = a_shop(carrier_dong=30_000)
    vendor.tax_status = TaxStatus.HOUSEHOLD
    return vendor


def line_of(part: VendorOrder) -> OrderLine:
    return db.session.scalars(select(OrderLine).where(OrderLine.vendor_order_id == part.id)).one()


def test_codes_are_read_as_people_type_them(app) -> None:
    a_coupon(code="Tết-2027")
    cart = a_cart(a_listing(a_shop()))
    assert choose(cart, " tet 2027 ").printed == "TẾT-2027"
    assert folded("Tết-2027") == "TET2027"
    with pytest.raises(UnknownCode):
        choose(cart, "TET2028")


def test_one_coupon_of_each_payer(app) -> None:
    vendor = a_shop()
    first, second, own = a_coupon(), a_coupon(), a_coupon(vendor)
    cart = a_cart_with(first, second, own, listings=(a_listing(vendor),))
    assert [each.id for each in cart.coupons] == [second.id, own.id]
    take_back(cart, second.id)
    assert [each.id for each in cart.coupons] == [own.id]


def test_a_vendors_coupon_lowers_price_commission_and_tax(app) -> None:
    vendor = a_household()
    plain = parts_of(an_order(a_listing(vendor, price_dong=200_000)))[0]
    part = parts_of(reduced_order(a_coupon(vendor), listings=(a_listing(vendor, price_dong=200_000),)))[0]
    assert (part.goods_dong, part.discount_goods_dong, part.total_dong) == (180_000, 20_000, 210_000)
    assert part.commission_dong * 10 == plain.commission_dong * 9
    assert line_of(part).vat_dong * 10 == line_of(plain).vat_dong * 9
    assert part.promotion_goods_dong == 0


@pytest.mark.parametrize(
    ("holding", "method"),
    [
        ("agent", PaymentMethod.TRANSFER),
        ("agent", PaymentMethod.CASH),
        ("partner", PaymentMethod.TRANSFER),
        ("direct", PaymentMethod.CASH),
    ],
)
def test_a_coupon_of_the_market_leaves_the_vendor_whole(app, holding: str, method: PaymentMethod) -> None:
    """The market pays at delivery; what is credited later comes back to buyer and market in their shares."""
    vendor = a_household()
    with held(holding):
        coupon = a_coupon(kind=CouponKind.AMOUNT, most_dong=40_000, least_order_dong=80_000)
        order = reduced_order(coupon, listings=(a_listing(vendor, price_dong=200_000),), quantity=2, method=method)
        part = parts_of(order)[0]
        assert (order.total_dong, part.goods_dong, part.promotion_goods_dong) == (390_000, 400_000, 40_000)
        assert part.earning_dong == 430_000 - part.commission_dong - part.vat_dong - part.pit_dong
        if method is PaymentMethod.TRANSFER:
            pay(order)
        bring_to(part, DELIVERED)
        assert balance(market(AccountKind.PROMOTION)) == 40_000
        credit(part, quantities={line_of(part).id: 1}, delivery=False, reason="vỡ", by=owner_of(part))
        assert (part.credited.total_dong, part.credited.promotion_dong) == (180_000, 20_000)
        assert balance(market(AccountKind.PROMOTION)) == 20_000


def test_after_the_payout_the_markets_part_comes_back_too(app) -> None:
    vendor = a_shop()
    order = reduced_order(a_coupon(), listings=(a_listing(vendor, price_dong=200_000),), method=PaymentMethod.TRANSFER)
    pay(order)
    part = parts_of(order)[0]
    bring_to(part, DELIVERED)
    release(part)
    credit(part, quantities={line_of(part).id: 1}, delivery=True, reason="trả hàng", by=owner_of(part))
    assert balance(market(AccountKind.PROMOTION)) == 0
    assert balance(of_vendor(AccountKind.VENDOR_DEBT, vendor.id)) == part.earning_dong


def test_free_delivery_is_paid_by_whoever_gives_it(app) -> None:
    vendor = a_shop(carrier_dong=30_000)
    goods = a_listing(vendor, price_dong=100_000)
    own = parts_of(reduced_order(a_coupon(vendor, kind=CouponKind.DELIVERY), listings=(goods,)))[0]
    markets = parts_of(reduced_order(a_coupon(kind=CouponKind.DELIVERY), listings=(goods,)))[0]
    assert (own.delivery_dong, own.total_dong) == (10_000, 110_000)
    assert (markets.delivery_dong, markets.promotion_delivery_dong, markets.total_dong) == (30_000, 20_000, 110_000)


def test_two_coupons_and_three_vendors_add_up(app) -> None:
    shops = [a_shop(f"HTX {number}") for number in range(3)]
    listings = tuple(a_listing(shop, price_dong=99_999 + place) for place, shop in enumerate(shops))
    order = reduced_order(a_coupon(), a_coupon(shops[1], basis_points=3_333), listings=listings, quantity=3)
    assert order.promotion_dong == sum(part.promotion_goods_dong for part in order.vendor_orders)
    assert order.total_dong == sum(part.total_dong for part in order.vendor_orders)


def test_uses_are_counted_and_given_back(app) -> None:
    coupon = a_coupon(most_uses=1)
    goods = a_listing(a_shop(), price_dong=200_000)
    order = reduced_order(coupon, listings=(goods,))
    db.session.refresh(coupon)
    assert (coupon.uses, coupon.cost_dong) == (1, 20_000)
    cancel(parts_of(order)[0], by=None)
    for _ in range(2):
        give_back(order.id)
    assert (coupon.uses, coupon.cost_dong) == (0, 0)
    assert reduced_order(coupon, listings=(goods,)).promotion_dong == 20_000


def test_a_part_that_ends_gives_back_its_share(app) -> None:
    coupon = a_coupon()
    order = reduced_order(coupon, listings=tuple(a_listing(a_shop(name), price_dong=100_000) for name in ("A", "B")))
    cancel(parts_of(order)[0], by=None)
    give_back(order.id)
    assert (coupon.uses, coupon.cost_dong) == (1, 10_000)


def test_a_buyers_own_limit_holds_for_the_phone_number(app) -> None:
    coupon = a_coupon(most_uses_each=1)
    goods = a_listing(a_shop())
    reduced_order(coupon, listings=(goods,))
    page = Checkout(a_cart_with(coupon, listings=(goods,)))
    seen = page.look().seen_total_dong
    with pytest.raises(CouponNotUsable, match="hết số lượt"), db.session.begin_nested():
        Checkout(page.cart, seen_total_dong=(seen or 0) - 8_500).place()
    assert page.place().promotion_dong == 0


def test_a_first_order_is_the_first(app) -> None:
    coupon, goods = a_coupon(first_order_only=True), a_listing(a_shop())
    assert reduced_order(coupon, listings=(goods,)).promotion_dong == 8_500
    page = Checkout(a_cart_with(coupon, listings=(goods,)))
    with pytest.raises(CouponNotUsable, match="đơn hàng đầu tiên"), db.session.begin_nested():
        Checkout(page.cart, seen_total_dong=106_500).place()


def test_what_ended_since_it_was_seen_is_told(app) -> None:
    coupon = a_coupon()
    page = Checkout(a_cart_with(coupon, listings=(a_listing(a_shop()),))).look()
    operations.pause(coupon, by=a_person())
    with pytest.raises(CouponNotUsable, match="tạm dừng"), db.session.begin_nested():
        page.place()
    operations.resume(coupon, by=a_person())
    assert page.place().promotion_dong == 8_500
    assert db.session.scalars(select(CouponUse)).one().amount_dong == 8_500
    db.session.refresh(page.cart, ["coupons"])
    assert page.cart.coupons == []


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        (CouponKind.PERCENT, {"basis_points": 5_001}, "percent"),
        (CouponKind.AMOUNT, {"most_dong": 50_000, "least_order_dong": 99_999}, "least_order_dong"),
        (CouponKind.DELIVERY, {"most_dong": None}, "most_dong"),
        (CouponKind.PERCENT, {"last_day": clock.today() - timedelta(days=1)}, "last_day"),
        (CouponKind.PERCENT, {"code": "AB"}, "code"),
    ],
)
def test_what_the_law_forbids_is_not_made(app, kind: CouponKind, more: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_coupon(kind=kind, **more)
    assert refused.value.field == field


def test_a_code_is_given_once_and_a_vendor_names_its_own_goods(app) -> None:
    vendor = a_shop()
    a_coupon(code="TET2027")
    with pytest.raises(operations.CodeTaken):
        a_coupon(vendor, code="tết 2027")
    with pytest.raises(operations.NotOwnGoods):
        a_coupon(vendor, listing_ids=(a_listing(a_shop("HTX khác")).id,))
    ended = a_coupon(vendor)
    operations.end(ended, by=a_person())
    with pytest.raises(MoveNotAllowed):
        operations.pause(ended, by=a_person())
