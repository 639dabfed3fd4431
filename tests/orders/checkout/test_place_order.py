"""From a cart to a placed order: once, whole, and with its terms copied."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.operations import UnknownCommune
from marketplace.database import db
from marketplace.outbox import OutboxMessage
from marketplace.settings import settings
from orders.carts.queries import contents
from orders.checkout.errors import (
    NotDeliveredThere,
    NothingToOrder,
    NotReady,
    PriceChanged,
    ShipsOtherwise,
    TooFarForFresh,
)
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, StatusChange, VendorOrder
from orders.payments.models import Payment, PaymentStatus
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import BY_CARRIER_DONG, TO_HANOI, Checkout, a_cart, a_shop, an_order
from tests.factories.people import a_person
from tests.factories.vendors import a_holiday, a_vendor
from tests.statements import watch_statements
from vendors.certificates.models import Certificate
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.listings.models import ListingStatus
from vendors.models import Vendor, VendorStatus
from vendors.stock import operations as stock
from vendors.stock.errors import OutOfStock
from vendors.stock.expecting import expect
from vendors.stock.models import Reservation

MOST_STATEMENTS = 25


pytestmark = pytest.mark.usefixtures("app")


def parts_of(order: Order) -> list[VendorOrder]:
    query = select(VendorOrder).where(VendorOrder.order_id == order.id).order_by(VendorOrder.id)
    return list(db.session.scalars(query))


def lines_of(order: Order) -> list[OrderLine]:
    query = select(OrderLine).join(VendorOrder).where(VendorOrder.order_id == order.id).order_by(OrderLine.id)
    return list(db.session.scalars(query))


def payment_of(order: Order) -> Payment:
    return db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()


def facts() -> list[str]:
    return [message.kind for message in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def test_each_vendor_has_its_own_part_and_the_parts_add_up() -> None:
    vermicelli, squid = a_listing(a_shop(), price_dong=85_000), a_listing(a_shop("Tâm Hương"), price_dong=400_000)
    order = an_order(vermicelli, squid, quantity=2)
    parts = parts_of(order)
    assert {part.vendor_id for part in parts} == {vermicelli.vendor_id, squid.vendor_id}
    assert [part.number for part in parts] == [f"{order.number}-1", f"{order.number}-2"]
    assert order.goods_dong == sum(part.goods_dong for part in parts) == 970_000
    assert order.delivery_dong == sum(part.delivery_dong for part in parts) == 2 * BY_CARRIER_DONG
    assert order.total_dong == sum(part.total_dong for part in parts)


def test_the_terms_are_those_of_the_moment() -> None:
    shop = a_shop()
    shop.return_terms = "Đổi trong 3 ngày."
    listing = a_listing(shop, price_dong=100_000)
    [part] = parts_of(order := an_order(listing))
    listing.title_vi, listing.variants[0].price_dong, shop.return_terms = "Tên mới", 999_000, "Không đổi trả."
    db.session.flush()
    [line] = lines_of(order)
    assert (line.title, line.unit_price_dong) == ("Miến dong Bình Liêu", 100_000)
    assert (line.commission_basis_points, line.commission_dong) == (500, 5_000)
    assert part.return_terms == "Đổi trong 3 ngày."
    assert part.earning_dong == 100_000 + BY_CARRIER_DONG - 5_000


def five_stars_until(expires_on: date, vendor: Vendor) -> Certificate:
    certificate = Certificate(
        vendor_id=vendor.id,
        number=f"DEMO-{vendor.id}",
        product_name="Miến dong",
        star=5,
        issuer="UBND tỉnh Quảng Ninh",
        issued_on=expires_on - timedelta(days=1000),
        expires_on=expires_on,
        verified_at=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


@pytest.mark.parametrize(("expired", "basis_points"), [(False, 300), (True, 500)])
def test_a_star_counts_only_under_a_valid_certificate(*, expired: bool, basis_points: int) -> None:
    shop = a_shop()
    listing = a_listing(shop, price_dong=100_000)
    listing.certificate_id = five_stars_until(clock.today() + timedelta(days=-1 if expired else 0), shop).id
    [line] = lines_of(an_order(listing))
    assert (line.commission_basis_points, line.commission_dong) == (basis_points, basis_points * 10)


def test_cash_is_routed_at_once_and_paid_at_the_door() -> None:
    order = an_order(method=PaymentMethod.CASH)
    [part] = parts_of(order)
    assert part.routed_at == order.placed_at or part.routed_at is not None
    assert part.reply_by == part.routed_at + timedelta(hours=settings().reply_hours)
    assert payment_of(order).status is PaymentStatus.ON_DELIVERY
    assert [fact for fact in facts() if "Stock" not in fact] == ["VendorOrderRouted", "OrderPlaced"]
    [held] = db.session.scalars(select(Reservation).where(Reservation.held_for == part.held_for))
    assert held.ends_at is None


def test_a_transfer_is_awaited_under_its_memo_and_routed_when_paid() -> None:
    with clock.at(clock.now()):
        order = an_order(method=PaymentMethod.TRANSFER)
        deadline = clock.now() + timedelta(hours=settings().payment_hours)
    [part] = parts_of(order)
    payment = payment_of(order)
    assert (part.routed_at, part.reply_by) == (None, None)
    assert (payment.status, payment.amount_dong) == (PaymentStatus.AWAITING, order.total_dong)
    assert payment.memo == order.number.replace("-", "")
    assert payment.expires_at == deadline
    [held] = db.session.scalars(select(Reservation).where(Reservation.held_for == part.held_for))
    assert held.ends_at == deadline
    assert "VendorOrderRouted" not in facts()


def test_the_history_begins_with_the_buyer() -> None:
    buyer = a_person()
    [part] = parts_of(an_order(buyer=buyer))
    [step] = db.session.scalars(select(StatusChange).where(StatusChange.vendor_order_id == part.id))
    assert (step.from_status, step.to_status, step.by_id) == (None, VendorOrderStatus.PLACED, buyer.id)


def test_the_same_key_gives_the_first_order() -> None:
    checkout = Checkout(a_cart(a_listing(a_shop(), stock=10), quantity=3)).look()
    first = checkout.place()
    assert checkout.place() is first
    assert db.session.scalars(select(Order)).all() == [first]


def test_what_was_ordered_leaves_the_cart_and_is_held() -> None:
    listing = a_listing(a_shop(), stock=10)
    cart = a_cart(listing, quantity=3)
    Checkout(cart).place()
    assert contents(cart).count == 0
    assert the_stock(listing.variants[0]).reserved == 3


def test_the_rest_of_the_cart_is_kept() -> None:
    mine, other = a_listing(a_shop()), a_listing(a_shop("Tâm Hương"))
    cart = a_cart(mine, other)
    order = Checkout(cart, vendors_chosen={mine.vendor_id}).place()
    assert [part.vendor_id for part in parts_of(order)] == [mine.vendor_id]
    assert [item.listing_id for group in contents(cart).groups for item in group.items] == [other.id]


def test_one_short_line_holds_nothing() -> None:
    plenty, short = a_listing(a_shop(), stock=10), a_listing(a_shop(), "Chả mực", stock=1)
    checkout = Checkout(a_cart(plenty, short, quantity=2))
    with pytest.raises(OutOfStock) as refused, db.session.begin_nested():
        checkout.place()
    assert "Chả mực" in str(refused.value)
    assert the_stock(plenty.variants[0]).reserved == 0
    assert db.session.scalars(select(Order)).all() == []


def test_a_price_that_moved_is_refused_and_accepted_when_seen() -> None:
    listing = a_listing(a_shop(), price_dong=85_000)
    checkout = Checkout(a_cart(listing)).look()
    listing.variants[0].price_dong = 95_000
    db.session.flush()
    with pytest.raises(PriceChanged):
        checkout.place()
    assert checkout.look().place().goods_dong == 95_000


def test_a_delivery_that_is_no_longer_offered_is_a_changed_price() -> None:
    checkout = Checkout(a_cart(a_listing(a_shop())), kind=DeliveryKind.PICKUP).look()
    with pytest.raises(PriceChanged):
        checkout.place()


def test_nothing_to_order_is_refused() -> None:
    checkout = Checkout(a_cart(a_listing(a_shop())), vendors_chosen={0}, seen_total_dong=0)
    with pytest.raises(NothingToOrder):
        checkout.place()


def test_a_commune_of_another_province_is_refused() -> None:
    in_no_place = type(TO_HANOI)(**{**TO_HANOI.__dict__, "province_code": "22"})
    with pytest.raises(UnknownCommune) as refused:
        Checkout(a_cart(a_listing(a_shop())), deliver_to=in_no_place, seen_total_dong=1).place()
    assert refused.value.field == "commune_code"


def test_a_vendor_that_brings_nothing_there_is_named() -> None:
    vendor = a_vendor("Trà Quy Hoa")
    with pytest.raises(NotDeliveredThere, match="Trà Quy Hoa"):
        Checkout(a_cart(a_listing(vendor))).place()


@pytest.mark.parametrize("obstacle", ["paused", "archived variant", "suspended", "holiday", "minimum"])
def test_what_cannot_be_sold_is_refused_by_name(obstacle: str) -> None:
    shop = a_shop("Trà Quy Hoa")
    listing = a_listing(shop, price_dong=50_000)
    checkout = Checkout(a_cart(listing)).look()
    match obstacle:
        case "paused":
            listing.status = ListingStatus.PAUSED
        case "archived variant":
            listing.variants[0].archived = True
        case "suspended":
            shop.status, shop.suspended_at = VendorStatus.SUSPENDED, clock.now()
        case "holiday":
            a_holiday(shop)
        case "minimum":
            shop.minimum_order_dong = 60_000
    db.session.flush()
    with pytest.raises(NotReady, match="Trà Quy Hoa"):
        checkout.place()


@pytest.mark.parametrize(("vendors", "lines_each"), [(1, 1), (1, 40), (10, 1), (10, 4)])
@pytest.mark.parametrize("method", list(PaymentMethod))
def test_placing_takes_a_constant_number_of_statements(vendors: int, lines_each: int, method: PaymentMethod) -> None:
    listings = [a_listing(shop) for shop in [a_shop() for _ in range(vendors)] for _ in range(lines_each)]
    checkout = Checkout(a_cart(*listings), method=method, vendors_chosen={each.vendor_id for each in listings}).look()
    db.session.commit()
    with watch_statements() as statements:
        checkout.place()
        db.session.commit()
    assert len(statements) <= MOST_STATEMENTS, "\n\n".join(statements.texts)


def test_what_is_sold_before_it_is_there_says_from_when_it_is_sent() -> None:
    listing = a_listing(a_shop(), stock=1)
    day = clock.today() + timedelta(days=12)
    expect(the_stock(listing.variants[0]), 5, on=day, by=None)

    now, later = an_order(listing), an_order(listing, quantity=2)

    assert [lines_of(order)[0].ships_from for order in (now, later)] == [None, day]


def test_who_saw_goods_that_were_there_is_told_when_the_last_went_meanwhile() -> None:
    listing = a_listing(a_shop(), stock=1)
    [variant] = listing.variants
    expect(the_stock(variant), 5, on=clock.today() + timedelta(days=12), by=None)
    checkout = Checkout(a_cart(listing), seen_days={listing.vendor_id: ""}).look()
    stock.reserve({variant.id: 1}, held_for={variant.id: "another"}, ends_at=None)

    with pytest.raises(ShipsOtherwise):
        checkout.place()


def test_fresh_goods_are_not_sent_farther_than_they_bear() -> None:
    fresh = a_listing(a_shop(), "Ngán sống")
    fresh.most_transit_days = 1

    with pytest.raises(TooFarForFresh, match="“Ngán sống” chỉ giữ được 1 ngày trên đường"):
        an_order(fresh)

    fetched = DeliveryRate(
        vendor_id=fresh.vendor_id, kind=DeliveryKind.PICKUP, zone=DeliveryZone.COUNTRY, base_dong=0, days_most=3
    )
    db.session.add(fetched)
    assert Checkout(a_cart(fresh), kind=DeliveryKind.PICKUP).place().delivery_dong == 0


def test_the_days_of_preparing_are_counted_with_those_on_the_way() -> None:
    plain, slow = a_listing(a_shop()), a_listing(a_shop("Tâm Hương"))
    slow.dispatch_days = 4

    first, second = (parts_of(an_order(listing))[0].delivery_words for listing in (plain, slow))

    assert [int(number) + 4 for number in re.findall(r"[0-9]+", first)] == [
        int(number) for number in re.findall(r"[0-9]+", second)
    ]
