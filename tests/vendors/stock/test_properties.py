"""Whatever is done to a shelf, in whatever order: the figures agree with a simple account kept beside it."""

from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from marketplace import clock
from marketplace.database import db
from tests.effort import IS_SOAK
from tests.factories.listings import a_listing, the_stock
from vendors.audit import findings
from vendors.stock import operations
from vendors.stock.errors import BelowReserved, NotHeld, OutOfStock

MINUTE = timedelta(minutes=1)


class Shelf(RuleBasedStateMachine):
    """One stock item, and what an honest shopkeeper would write down about it."""

    purposes = Bundle("purposes")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = db.session.begin_nested()
        self.now = clock.now()
        self.variant = a_listing(stock=0).variants[0]
        self.on_hand = 0
        self.held: dict[str, int] = {}
        self.ends: dict[str, datetime | None] = {}
        self.taken: Counter[str] = Counter()
        self.number = 0

    def teardown(self) -> None:
        self.savepoint.rollback()
        db.session.expire_all()

    @rule(quantity=st.integers(1, 20))
    def receive(self, quantity: int) -> None:
        with clock.at(self.now):
            operations.receive(the_stock(self.variant), quantity, by=None)
        self.on_hand += quantity

    @rule(on_hand=st.integers(0, 20))
    def count(self, on_hand: int) -> None:
        self._forget_ended()
        promised = sum(self.held.values())
        try:
            with clock.at(self.now):
                operations.count(the_stock(self.variant), on_hand, by=None)
        except BelowReserved:
            assert on_hand < promised
            return
        assert on_hand >= promised
        self.on_hand = on_hand

    @rule(target=purposes, quantity=st.integers(1, 8), minutes=st.none() | st.integers(1, 10))
    def reserve(self, quantity: int, minutes: int | None) -> str:
        self.number += 1
        name = f"purpose-{self.number}"
        self._forget_ended()
        left = self.on_hand - sum(self.held.values())
        ends_at = self.now + minutes * MINUTE if minutes else None
        if left < quantity:
            with pytest.raises(OutOfStock, match=f"chỉ còn {left}" if left else "vừa hết hàng"):
                self._reserve(quantity, name, ends_at)
            return name
        self._reserve(quantity, name, ends_at)
        self.held[name] = quantity
        self.ends[name] = ends_at
        return name

    @rule(minutes=st.integers(1, 5))
    def wait(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(name=purposes)
    def keep(self, name: str) -> None:
        with clock.at(self.now):
            gone = operations.keep([name])
        assert (name in gone) == (name not in self.held)
        self.ends[name] = None

    @rule(name=purposes)
    def release(self, name: str) -> None:
        operations.release([name])
        self.held.pop(name, None)

    @rule(name=purposes)
    def take(self, name: str) -> None:
        with suppress(NotHeld):
            operations.take([name], by=None)
            assert name in self.held or self.taken[name]
        quantity = self.held.pop(name, 0)
        self.taken[name] += quantity
        self.on_hand -= quantity

    @rule(name=consumes(purposes))
    def put_back(self, name: str) -> None:
        operations.put_back([name], by=None)
        self.on_hand += self.taken.pop(name, 0)

    @rule()
    def sweep(self) -> None:
        with clock.at(self.now):
            operations.sweep()
        self._forget_ended()

    @invariant()
    def figures_agree(self) -> None:
        item = the_stock(self.variant)
        assert (item.on_hand, item.reserved) == (self.on_hand, sum(self.held.values()))
        assert findings() == []

    def _reserve(self, quantity: int, name: str, ends_at: datetime | None) -> None:
        with clock.at(self.now):
            operations.reserve({self.variant.id: quantity}, held_for={self.variant.id: name}, ends_at=ends_at)

    def _forget_ended(self) -> None:
        self.held = {name: quantity for name, quantity in self.held.items() if not self._has_ended(name)}

    def _has_ended(self, name: str) -> bool:
        end = self.ends[name]
        return end is not None and end <= self.now


@pytest.mark.usefixtures("app")
@pytest.mark.longer
def test_the_figures_agree_whatever_happens():
    run_state_machine_as_test(
        Shelf, settings=settings(max_examples=500 if IS_SOAK else 12, stateful_step_count=25, deadline=None)
    )
