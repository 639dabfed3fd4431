"""Goods that are sold before they are there."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.database import db
from marketplace.errors import Refusal
from tests.factories.listings import a_listing, the_stock
from tests.rollback import undone
from vendors.listings.models import Variant
from vendors.stock import operations
from vendors.stock.errors import BelowReserved, DayMissing, ImplausibleQuantity, NotThereYet, OutOfStock, PromisedAhead
from vendors.stock.expecting import MOST_EXPECTED, expect
from vendors.stock.models import StockItem

pytestmark = pytest.mark.usefixtures("app")


def in_days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def a_harvest(expected: int, *, on_hand: int = 0) -> Variant:
    [variant] = a_listing(stock=on_hand).variants
    expect(the_stock(variant), expected, on=in_days(9), by=None)
    return variant


def order(variant: Variant, quantity: int, name: str = "order/1") -> None:
    operations.reserve({variant.id: quantity}, held_for={variant.id: name}, ends_at=None)


def test_the_quota_is_sold_and_no_more():
    variant = a_harvest(5)

    order(variant, 5)

    with pytest.raises(OutOfStock, match="vừa hết hàng"):
        order(variant, 1, "order/2")


def test_who_takes_more_than_is_there_waits_for_the_rest():
    variant = a_harvest(5, on_hand=2)

    [now] = operations.reserve({variant.id: 2}, held_for={variant.id: "order/1"}, ends_at=None)
    [later] = operations.reserve({variant.id: 1}, held_for={variant.id: "order/2"}, ends_at=None)

    assert (now.expected_on, later.expected_on) == (None, in_days(9))


def test_what_comes_in_is_expected_no_more_and_can_be_packed():
    variant = a_harvest(5)
    order(variant, 3)
    with pytest.raises(NotThereYet), db.session.begin_nested():
        operations.take(["order/1"], by=None)

    operations.receive(the_stock(variant), 4, by=None)

    item = the_stock(variant)
    assert (item.on_hand, item.expected, item.available) == (4, 1, 2)
    operations.take(["order/1"], by=None)
    assert (the_stock(variant).on_hand, the_stock(variant).reserved) == (1, 0)


def test_less_than_buyers_were_promised_cannot_be_expected():
    variant = a_harvest(5, on_hand=1)
    order(variant, 4)

    with pytest.raises(PromisedAhead, match="đã đặt trước 3"):
        expect(the_stock(variant), 2, on=in_days(9), by=None)
    expect(the_stock(variant), 3, on=in_days(20), by=None)

    assert the_stock(variant).expected_on == in_days(20)


def test_what_is_on_hand_is_counted_down_only_to_what_it_must_cover():
    variant = a_harvest(3, on_hand=4)
    order(variant, 5)

    with pytest.raises(BelowReserved, match="Đang giữ 2"):
        operations.count(the_stock(variant), 1, by=None)
    operations.count(the_stock(variant), 2, by=None)

    assert the_stock(variant).available == 0


@pytest.mark.parametrize(
    ("quantity", "day", "refusal"),
    [
        (-1, 3, ImplausibleQuantity),
        (MOST_EXPECTED + 1, 3, ImplausibleQuantity),
        (3, None, DayMissing),
        (3, -1, DayMissing),
    ],
)
def test_what_cannot_be_expected(quantity: int, day: int | None, refusal: type[Refusal]):
    variant = a_harvest(0)

    with pytest.raises(refusal):
        expect(the_stock(variant), quantity, on=None if day is None else in_days(day), by=None)


@pytest.mark.parametrize("wrong", [{"reserved": 6}, {"on_hand": -1}, {"expected_on": None}, {"expected": -1}])
def test_the_database_guards_the_quota(wrong: dict[str, int | None]):
    variant = a_harvest(5)

    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(StockItem).where(StockItem.variant_id == variant.id).values(**wrong))


STEPS = st.lists(
    st.tuples(st.sampled_from(["expect", "order", "receive", "count", "take", "release"]), st.integers(0, 6)),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_whatever_happens_no_more_is_promised_than_is_there_or_to_come(steps: list[tuple[str, int]]):
    with undone():
        variant = a_harvest(2, on_hand=1)
        for place, (step, number) in enumerate(steps):
            try:
                with db.session.begin_nested():
                    _do(step, number, variant, place)
            except Refusal:
                db.session.expire_all()
            item = the_stock(variant)
            assert 0 <= item.reserved <= item.on_hand + item.expected


def _do(step: str, number: int, variant: Variant, place: int) -> None:
    item = the_stock(variant)
    if step == "expect":
        expect(item, number, on=in_days(number), by=None)
    elif step == "order":
        order(variant, max(number, 1), f"order/{place}")
    elif step == "receive":
        operations.receive(item, max(number, 1), by=None)
    elif step == "count":
        operations.count(item, number, by=None)
    elif step == "take":
        operations.take([f"order/{number}"], by=None)
    else:
        operations.release([f"order/{number}"])
