"""Receiving, counting, holding, taking and letting go of stock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.outbox import OutboxMessage
from tests.factories.listings import a_listing, a_variant, the_stock
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements
from vendors import shown
from vendors.audit import findings
from vendors.listings.models import Variant
from vendors.stock import operations, queries
from vendors.stock.errors import BelowReserved, ImplausibleQuantity, NotHeld, OutOfStock
from vendors.stock.models import MovementReason, StockItem, StockMovement

pytestmark = pytest.mark.usefixtures("app")
HOUR = timedelta(hours=1)


def hold(variant: Variant, quantity: int, name: str = "vendor-order/1", *, ended: bool = False) -> None:
    ends_at = clock.now() - HOUR if ended else clock.now() + HOUR
    operations.reserve({variant.id: quantity}, held_for={variant.id: name}, ends_at=ends_at)


def jar(stock: int = 10) -> Variant:
    return a_listing(stock=stock).variants[0]


def figures(variant: Variant) -> tuple[int, int]:
    """On hand and reserved, as the database has them."""
    item = the_stock(variant)
    return item.on_hand, item.reserved


def movements(variant: Variant) -> list[tuple[int, MovementReason]]:
    query = select(StockMovement).join(StockItem, StockItem.id == StockMovement.stock_item_id)
    rows = db.session.scalars(query.where(StockItem.variant_id == variant.id).order_by(StockMovement.id))
    return [(row.change, row.reason) for row in rows]


def warnings_of(variant: Variant) -> int:
    messages = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "StockRanLow"))
    return sum(message.payload["stock_item_id"] == the_stock(variant).id for message in messages)


def test_what_is_received_is_on_hand_and_has_its_movement():
    variant, packer = jar(0), a_person()

    operations.receive(the_stock(variant), 12, by=packer, words="Mẻ tháng 11")

    assert figures(variant) == (12, 0)
    [movement] = db.session.scalars(select(StockMovement).where(StockMovement.words == "Mẻ tháng 11"))
    assert (movement.change, movement.on_hand_after, movement.by_id) == (12, 12, packer.id)


@pytest.mark.parametrize("quantity", [0, -1, 10**9, 10**18])
def test_receiving_what_no_shelf_holds_is_refused(quantity):
    with pytest.raises(ImplausibleQuantity, match=r"từ 1 đến 1\.000\.000"):
        operations.receive(the_stock(jar()), quantity, by=None)


def test_a_count_corrects_and_a_count_that_agrees_leaves_no_trace():
    variant = jar(10)
    item = the_stock(variant)

    operations.count(item, 7, by=None, reason=MovementReason.SPOILED)
    operations.count(item, 7, by=None)

    assert movements(variant) == [(10, MovementReason.RECEIVED), (-3, MovementReason.SPOILED)]


def test_a_count_below_what_is_promised_is_refused_with_the_number():
    variant = jar(10)
    hold(variant, 4)

    with pytest.raises(BelowReserved, match="Đang giữ 4"):
        operations.count(the_stock(variant), 3, by=None)


def test_a_count_does_not_mind_promises_that_have_ended():
    variant = jar(10)
    hold(variant, 4, ended=True)

    operations.count(the_stock(variant), 3, by=None)

    assert figures(variant) == (3, 0)
    assert findings() == []


@pytest.mark.parametrize("on_hand", [-1, 10**18])
def test_counting_what_cannot_be_is_refused(on_hand):
    with pytest.raises(ImplausibleQuantity):
        operations.count(the_stock(jar()), on_hand, by=None)


def test_what_is_held_is_no_longer_available():
    variant = jar(10)

    hold(variant, 4)

    assert figures(variant) == (10, 4)
    assert findings() == []


def test_short_lines_are_all_named_and_nothing_is_held():
    full, low, none = jar(10), jar(2), jar(0)
    demand = {full.id: 1, low.id: 3, none.id: 1}

    with pytest.raises(OutOfStock) as refused:
        operations.reserve(demand, held_for=dict.fromkeys(demand, "x"), ends_at=None)

    assert [(line.variant_id, line.asked, line.available) for line in refused.value.short] == [
        (low.id, 3, 2),
        (none.id, 1, 0),
    ]
    assert "chỉ còn 2" in str(refused.value)
    assert "vừa hết hàng" in str(refused.value)
    assert figures(full) == (10, 0)


def test_a_variant_without_stock_is_short():
    with pytest.raises(OutOfStock):
        operations.reserve({10**9: 1}, held_for={10**9: "x"}, ends_at=None)


@pytest.mark.parametrize("quantity", [0, -1, 10**18])
def test_holding_an_odd_number_is_refused(quantity):
    with pytest.raises(ImplausibleQuantity):
        hold(jar(), quantity)


def test_ended_reservations_make_room():
    variant = jar(3)
    hold(variant, 3, "slow", ended=True)

    hold(variant, 2, "quick")

    assert figures(variant) == (3, 2)
    assert findings() == []


def test_kept_stock_stays_past_its_end():
    variant = jar(3)
    hold(variant, 3, "paid", ended=True)

    assert operations.keep(["paid"]) == frozenset()

    with pytest.raises(OutOfStock):
        hold(variant, 1, "next")


def test_keeping_tells_what_somebody_else_got():
    variant = jar(3)
    hold(variant, 3, "late", ended=True)
    hold(variant, 1, "next")

    assert operations.keep(["late", "next"]) == {"late"}


def test_letting_go_twice_is_letting_go_once():
    variant = jar(3)
    hold(variant, 2)

    operations.release(["vendor-order/1"])
    operations.release(["vendor-order/1"])

    assert figures(variant) == (3, 0)


def test_taking_twice_is_taking_once():
    variant = jar(10)
    hold(variant, 4)

    operations.take(["vendor-order/1"], by=None)
    operations.take(["vendor-order/1"], by=None)

    assert figures(variant) == (6, 0)
    assert movements(variant)[-1] == (-4, MovementReason.SOLD)
    assert findings() == []


def test_what_was_let_go_cannot_be_taken():
    variant = jar(10)
    hold(variant, 4)
    operations.release(["vendor-order/1"])

    with pytest.raises(NotHeld):
        operations.take(["vendor-order/1"], by=None)


def test_what_was_never_held_cannot_be_taken():
    with pytest.raises(NotHeld):
        operations.take(["vendor-order/404"], by=None)


def test_letting_go_of_what_was_taken_changes_nothing():
    variant = jar(10)
    hold(variant, 4)
    operations.take(["vendor-order/1"], by=None)

    operations.release(["vendor-order/1"])

    assert figures(variant) == (6, 0)


def test_a_parcel_that_comes_back_is_on_the_shelf_once():
    variant = jar(10)
    hold(variant, 4)
    operations.take(["vendor-order/1"], by=None)

    operations.put_back(["vendor-order/1"], by=None)
    operations.put_back(["vendor-order/1"], by=None)

    assert figures(variant) == (10, 0)
    assert movements(variant)[-1] == (4, MovementReason.RETURNED)


def test_only_what_was_taken_can_come_back():
    variant = jar(10)
    hold(variant, 4)

    operations.put_back(["vendor-order/1"], by=None)

    assert figures(variant) == (10, 4)


def test_sweeping_lets_go_of_what_has_ended_only():
    ended, standing = jar(3), jar(3)
    hold(ended, 2, "ended", ended=True)
    hold(standing, 2, "standing")

    assert operations.sweep() == 1
    assert operations.sweep() == 0
    assert (figures(ended), figures(standing)) == ((3, 0), (3, 2))


def test_a_fall_to_the_warning_level_is_told_once():
    variant = jar(10)
    operations.warn_at(the_stock(variant), 5)

    hold(variant, 4, "above")
    assert warnings_of(variant) == 0
    hold(variant, 1, "at the level")
    hold(variant, 1, "below")
    assert warnings_of(variant) == 1


def test_a_second_fall_is_told_again():
    variant = jar(10)
    hold(variant, 8, "first")
    operations.release(["first"])
    hold(variant, 8, "second")

    assert warnings_of(variant) == 2


def test_a_warning_level_below_nothing_is_refused():
    with pytest.raises(ImplausibleQuantity):
        operations.warn_at(the_stock(jar()), -1)


def test_buyers_see_the_change():
    listing = a_listing()
    shown.take_changes()

    hold(listing.variants[0], 1)

    assert shown.take_changes()[0] == {listing.id}


@pytest.mark.parametrize("lines", [1, 50])
def test_holding_takes_as_many_statements_for_one_line_as_for_fifty(lines):
    variants = _variants(lines)
    hold(variants[0], 1, "ended", ended=True)
    demand = {variant.id: 8 for variant in variants}

    with watch_statements() as seen:
        operations.reserve(demand, held_for=dict.fromkeys(demand, "vendor-order/1"), ends_at=None)

    assert len(seen) == 6


@pytest.mark.parametrize("lines", [1, 50])
def test_taking_takes_as_many_statements_for_one_line_as_for_fifty(lines):
    demand = {variant.id: 1 for variant in _variants(lines)}
    operations.reserve(demand, held_for=dict.fromkeys(demand, "vendor-order/1"), ends_at=None)

    with watch_statements() as seen:
        operations.take(["vendor-order/1"], by=None)

    assert len(seen) == 7


def _variants(how_many: int) -> list[Variant]:
    listing = a_listing()
    return [*listing.variants, *(a_variant(listing) for _ in range(how_many - 1))]


def test_a_stock_item_is_found_through_its_vendor_only():
    vendor = a_vendor()
    [variant] = a_listing(vendor).variants
    item = the_stock(variant)

    assert queries.item_of(vendor, item.id) is item
    with pytest.raises(NotFound):
        queries.item_of(a_vendor(), item.id)
