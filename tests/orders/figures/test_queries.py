"""How a vendor's parts add up."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.clock import VIETNAM
from marketplace.database import db
from orders.credits.operations import credit
from orders.figures.queries import Sales, best_listings, figures_of
from orders.figures.spans import Grain, Span, span_until
from orders.fulfilment import operations
from orders.fulfilment.deadlines import end_unanswered
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from vendors.listings.models import Listing
from vendors.models import Vendor

S = VendorOrderStatus
NOON = datetime(2026, 11, 23, 12, tzinfo=VIETNAM)


@pytest.fixture
def goods(app) -> Listing:
    return a_listing(a_shop("HTX Chả mực Đại Thành"), "Chả mực Hạ Long", price_dong=100_000, stock=90)


def vendor_of(goods: Listing) -> Vendor:
    return db.session.get_one(Vendor, goods.vendor_id)


def by(grain: Grain) -> Span:
    return span_until(NOON.date(), grain)


def placed(goods: Listing, moment: datetime, *, quantity: int = 1) -> VendorOrder:
    with clock.at(moment):
        return a_part(goods, quantity=quantity)


def take_off_one(part: VendorOrder) -> None:
    line = db.session.scalars(select(OrderLine.id).where(OrderLine.vendor_order_id == part.id)).one()
    credit(part, quantities={line: 1}, delivery=False, reason="Một gói rách", by=owner_of(part))


@pytest.mark.parametrize("grain", Grain)
def test_sales_stand_in_their_time_and_beside_the_time_before(goods, grain) -> None:
    placed(goods, NOON, quantity=3)
    placed(goods, datetime.combine(by(grain).before[-1], NOON.timetz()), quantity=2)
    figures = figures_of(vendor_of(goods), by(grain))
    assert figures.of(by(grain).shown[-1]) == Sales(orders=1, sold_dong=300_000, asked=1)
    assert figures.before == Sales(orders=1, sold_dong=200_000, asked=1)


@pytest.mark.parametrize(("at", "place"), [("2026-11-22T23:59+07:00", -2), ("2026-11-23T00:01+07:00", -1)])
def test_a_day_ends_at_midnight_in_vietnam(goods, at, place) -> None:
    placed(goods, datetime.fromisoformat(at))
    assert figures_of(vendor_of(goods), by(Grain.DAY)).of(by(Grain.DAY).shown[place]).orders == 1


def test_what_was_credited_is_not_sold(goods) -> None:
    with clock.at(NOON):
        part = a_part(goods, status=S.DELIVERED, method=PaymentMethod.TRANSFER, quantity=4)
        take_off_one(part)
    shown = figures_of(vendor_of(goods), by(Grain.DAY)).shown
    assert (shown.sold_dong, shown.back_dong, shown.back_percent) == (300_000, 100_000, 25.0)
    [best] = best_listings(vendor_of(goods), by(Grain.DAY))
    assert (best.quantity, best.sold_dong) == (3, 300_000)


def test_a_refused_part_and_one_left_unanswered_are_not_sold(goods) -> None:
    placed(goods, NOON)
    refused, forgotten = placed(goods, NOON), placed(goods, NOON)
    operations.refuse(refused, by=owner_of(refused), reason="Hết hàng")
    with clock.at(NOON + timedelta(days=3)):
        end_unanswered(forgotten.id)
    shown = figures_of(vendor_of(goods), by(Grain.DAY)).shown
    assert (shown.orders, shown.asked, shown.turned_down) == (1, 3, 2)
    assert shown.turned_down_percent == 66.7


def test_what_the_buyer_called_off_is_nobodys_fault(goods) -> None:
    part = placed(goods, NOON)
    part.status = S.CANCELLED
    assert figures_of(vendor_of(goods), by(Grain.DAY)).shown == Sales(asked=1)


def test_a_part_that_came_back_counts_as_given_back(goods) -> None:
    with clock.at(NOON):
        part = a_part(goods, status=S.SHIPPED)
    part.status = S.RETURNED
    shown = figures_of(vendor_of(goods), by(Grain.DAY)).shown
    assert (shown.orders, shown.back_dong, shown.back_percent) == (0, 100_000, 100.0)


def test_an_order_that_awaits_money_is_no_sale_yet(goods) -> None:
    with clock.at(NOON):
        a_part(goods, method=PaymentMethod.TRANSFER, paid=False)
    assert figures_of(vendor_of(goods), by(Grain.DAY)).shown == Sales()


def test_other_shops_count_for_themselves(goods) -> None:
    placed(a_listing(a_shop("Nhà bên")), NOON)
    assert figures_of(vendor_of(goods), by(Grain.MONTH)).shown == Sales()
    assert not best_listings(vendor_of(goods), by(Grain.MONTH))


def test_the_best_come_first_with_their_time_before(goods) -> None:
    dear = a_listing(vendor_of(goods), "Sá sùng khô", price_dong=900_000, stock=9)
    placed(goods, NOON - timedelta(days=20), quantity=5)
    placed(goods, NOON, quantity=2)
    placed(dear, NOON)
    best = best_listings(vendor_of(goods), by(Grain.DAY))
    assert [(each.title, each.sold_dong, each.before_dong) for each in best] == [
        ("Sá sùng khô", 900_000, 0),
        ("Chả mực Hạ Long", 200_000, 500_000),
    ]


def test_nothing_sold_has_no_average_and_no_shares() -> None:
    nothing = Sales()
    assert (nothing.average_dong, nothing.back_percent, nothing.turned_down_percent) == (0, 0, 0)
