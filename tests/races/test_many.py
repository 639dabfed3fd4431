"""Two people press for the same many orders at once, and a buyer cancels one of them meanwhile."""

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Row, select

from marketplace.database import db
from marketplace.ledger import audit as ledger_audit
from orders import steps
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.many import operations as many
from orders.models import Order, StatusChange, VendorOrder
from orders.states import move_to
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.races.running import SECONDS, race
from vendors import audit as market_audit
from vendors.stock.models import StockItem

S = VendorOrderStatus
COUNT, ON_SHELF = 4, 20


@pytest.fixture
def part_ids(market: Flask) -> list[int]:
    """Accepted and paid parts of one shop, of the same goods."""
    listing = a_listing(a_shop(), stock=ON_SHELF)
    parts = [a_part(listing, status=S.ACCEPTED, method=PaymentMethod.TRANSFER) for _ in range(COUNT)]
    db.session.commit()
    return [part.id for part in parts]


def packed_by_somebody(part_ids: list[int], told: list[int]) -> Callable[[], object]:
    """Press "packed" for all of them; how many it was for is told."""

    def verb() -> None:
        parts = [db.session.get_one(VendorOrder, part_id) for part_id in part_ids]
        told.append(len(many.pack_each(parts, by=owner_of(parts[0])).done))

    return verb


def cancelled(part_id: int) -> Callable[[], object]:
    return lambda: cancel(db.session.get_one(VendorOrder, part_id), by=None)


def steps_to(status: VendorOrderStatus) -> int:
    return len(db.session.scalars(select(StatusChange.id).where(StatusChange.to_status == status)).all())


def left_on_shelf() -> Row[int, int]:
    db.session.rollback()
    return db.session.execute(select(StockItem.on_hand, StockItem.reserved)).one()


def test_each_order_is_packed_once_or_cancelled(market: Flask, part_ids: list[int]) -> None:
    """The second person, in the other order of ticks, finds all done; nobody waits in a circle."""
    told = list[int]()
    acts = [packed_by_somebody(part_ids, told), packed_by_somebody(part_ids[::-1], told), cancelled(part_ids[2])]
    endings = race(market, acts)
    is_cancelled = "MoveNotAllowed" not in endings
    assert endings == (["done"] * 3 if is_cancelled else ["MoveNotAllowed", "done", "done"])
    assert sorted(told) == [0, COUNT - is_cancelled]
    assert (steps_to(S.PACKED), steps_to(S.CANCELLED)) == (COUNT - is_cancelled, int(is_cancelled))
    assert left_on_shelf() == (ON_SHELF - COUNT + is_cancelled, 0)
    assert ledger_audit.findings() == market_audit.findings() == []


def test_without_the_locks_an_order_is_accepted_twice(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what both have read before either wrote is not true any more."""
    part_id = a_part(status=S.PLACED).id
    db.session.commit()
    both_have_read = Barrier(2)

    def move_when_both_have_read(*arguments: object, **named: object) -> None:
        both_have_read.wait(SECONDS)
        move_to(*arguments, **named)

    def accept() -> None:
        part = db.session.get_one(VendorOrder, part_id)
        many.accept_each([part], by=owner_of(part))

    monkeypatch.setattr(many, "_hold_orders", lambda _parts: None)
    monkeypatch.setattr(steps, "lock_order", lambda order_id: db.session.get_one(Order, order_id))
    monkeypatch.setattr(steps, "move_to", move_when_both_have_read)
    assert race(market, [accept] * 2) == ["done", "done"]
    assert steps_to(S.ACCEPTED) == 2
