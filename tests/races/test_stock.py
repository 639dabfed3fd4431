"""Buyers who want the same piece in the same moment."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from tests.factories.listings import a_listing, a_variant, the_stock
from tests.races.running import SECONDS, race
from vendors.audit import findings
from vendors.listings.models import Variant
from vendors.stock import audit, operations
from vendors.stock.expecting import expect
from vendors.stock.models import Reservation, ReservationState, StockItem

PAIRS = 8


def _jar(quantity: int) -> Variant:
    [variant] = a_listing(stock=quantity).variants
    db.session.commit()
    return variant


def _buy(variant_id: int, name: str) -> Callable[[], object]:
    soon = clock.now() + timedelta(hours=1)
    return lambda: operations.reserve({variant_id: 1}, held_for={variant_id: name}, ends_at=soon)


def _held(variant_id: int) -> int:
    query = select(Reservation).join(StockItem).where(StockItem.variant_id == variant_id)
    return len(db.session.scalars(query.where(Reservation.state == ReservationState.HELD)).all())


def test_last_jar_is_sold_once(market: Flask):
    """The control further below shows that without the lock both would succeed."""
    jar_id = _jar(1).id

    assert race(market, [_buy(jar_id, "a"), _buy(jar_id, "b")]) == ["OutOfStock", "done"]

    assert _held(jar_id) == 1
    assert findings() == []


def test_the_last_of_what_is_still_to_come_is_sold_once(market: Flask):
    """Nothing is on hand; the lock, its control below and the CHECK hold for what is expected as well."""
    jar = _jar(0)
    expect(the_stock(jar), 1, on=clock.today(), by=None)
    db.session.commit()
    jar_id = jar.id

    assert race(market, [_buy(jar_id, "a"), _buy(jar_id, "b")]) == ["OutOfStock", "done"]

    assert _held(jar_id) == 1
    assert findings() == []


def test_without_the_lock_the_last_jar_would_be_promised_twice(market: Flask):
    """The control: two buyers who read without locking, and write what they read."""
    jar_id = _jar(1).id
    both_have_read = Barrier(2)

    def buy_carelessly() -> None:
        item = db.session.scalars(select(StockItem).where(StockItem.variant_id == jar_id)).one()
        available = item.available
        both_have_read.wait(SECONDS)
        if available:
            item.reserved += 1
            db.session.add(Reservation(stock_item_id=item.id, quantity=1, held_for="careless", at=clock.now()))

    assert race(market, [buy_carelessly, buy_carelessly]) == ["done", "done"]

    assert _held(jar_id) == 2
    assert len(list(audit.reservations_add_up())) == 1


def test_a_rush_sells_exactly_what_is_there(market: Flask):
    jar_id = _jar(5).id

    endings = race(market, [_buy(jar_id, f"buyer-{number}") for number in range(16)])

    assert endings.count("done") == 5
    assert the_stock(db.session.get_one(Variant, jar_id)).available == 0
    assert findings() == []


def test_baskets_in_opposite_order_do_not_wait_for_each_other(market: Flask):
    """Rows are locked in the order of their ids, whatever the order of the basket."""
    listing = a_listing(stock=100)
    first, second = listing.variants[0].id, a_variant(listing, stock=100).id
    db.session.commit()

    def buy(one: int, other: int) -> Callable[[], object]:
        names = {one: "basket", other: "basket"}
        return lambda: operations.reserve({one: 1, other: 1}, held_for=names, ends_at=None)

    assert race(market, [buy(first, second), buy(second, first)] * PAIRS) == ["done"] * PAIRS * 2
    assert _held(first) == _held(second) == PAIRS * 2


def test_an_ended_reservation_is_either_kept_or_sold_anew(market: Flask):
    """The payment of one buyer and the order of the next meet at a reservation that has just ended."""
    jar_id = _jar(1).id
    past = clock.now() - timedelta(minutes=1)
    operations.reserve({jar_id: 1}, held_for={jar_id: "slow"}, ends_at=past)
    db.session.commit()
    lost: list[frozenset[str]] = []

    ending_of_next = race(market, [lambda: lost.append(operations.keep(["slow"])), _buy(jar_id, "next")])

    assert (ending_of_next, lost) in (
        (["OutOfStock", "done"], [frozenset()]),
        (["done", "done"], [frozenset({"slow"})]),
    )
    assert _held(jar_id) == 1


def test_a_part_is_taken_once_by_two_packers(market: Flask):
    jar_id = _jar(3).id
    operations.reserve({jar_id: 2}, held_for={jar_id: "vendor-order/1"}, ends_at=None)
    db.session.commit()

    def pack() -> None:
        operations.take(["vendor-order/1"], by=None)

    assert race(market, [pack, pack]) == ["done", "done"]
    assert the_stock(db.session.get_one(Variant, jar_id)).on_hand == 1
    assert findings() == []
