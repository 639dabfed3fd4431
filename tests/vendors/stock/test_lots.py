"""Lots: first expired first out, chosen otherwise, counted one by one, and given back what came out of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Refusal
from tests.factories.listings import a_listing, the_stock
from tests.factories.people import a_person
from vendors.audit import findings
from vendors.listings.models import Variant
from vendors.stock import operations
from vendors.stock.allocation import LOOSE, Shelf, as_chosen, first_expired_first
from vendors.stock.errors import BelowReserved, CountLotByLot, LotKnown, LotTooSmall, NotHeld, OnlyExpiredLeft
from vendors.stock.lessening import give_back
from vendors.stock.lots import DatesReversed, count_lot, open_lot, receive_lot
from vendors.stock.models import Lot, LotUse

DAY = date(2026, 11, 23)
PURPOSE = "vendor-order/7"


@pytest.fixture
def jar(app) -> Variant:
    """A variant with three that belong to no lot."""
    return a_listing(stock=3).variants[0]


@pytest.fixture
def person(app) -> User:
    return a_person()


def a_lot(jar: Variant, code: str, on_hand: int, *, days: int | None, by: User) -> Lot:
    best_before = clock.today() + timedelta(days=days) if days is not None else None
    return receive_lot(the_stock(jar), on_hand, code=code, produced_on=None, best_before_on=best_before, by=by)


def sell(jar: Variant, quantity: int, chosen: dict[int | None, int] | None = None, name: str = PURPOSE) -> None:
    operations.reserve({jar.id: quantity}, held_for={jar.id: name}, ends_at=None)
    operations.take([name], by=None, chosen={jar.id: chosen} if chosen else None)


def used() -> dict[str, int]:
    rows = db.session.execute(select(Lot.code, LotUse.quantity - LotUse.returned).join(Lot, Lot.id == LotUse.lot_id))
    return {code: left for code, left in rows if left}


def test_what_expires_first_goes_first_and_what_has_no_lot_last(jar: Variant, person: User) -> None:
    late, soon = a_lot(jar, "A", 5, days=60, by=person), a_lot(jar, "B", 4, days=10, by=person)
    sell(jar, 7)
    assert used() == {"B": 4, "A": 3}
    assert (soon.on_hand, late.on_hand, the_stock(jar).on_hand) == (0, 2, 5)
    assert findings() == []


def test_what_is_past_its_date_is_never_packed(jar: Variant, person: User) -> None:
    a_lot(jar, "CŨ", 5, days=-1, by=person)
    sell(jar, 3)
    assert used() == {}
    with pytest.raises(OnlyExpiredLeft):
        sell(jar, 1, name="vendor-order/8")


def test_the_packer_may_choose(jar: Variant, person: User) -> None:
    late, soon = a_lot(jar, "A", 5, days=60, by=person), a_lot(jar, "B", 4, days=10, by=person)
    sell(jar, 4, {late.id: 3, LOOSE: 1})
    assert (soon.on_hand, late.on_hand, used()) == (4, 2, {"A": 3})


@pytest.mark.parametrize("wrong", ["too many of a lot", "not the sum", "less than nothing", "another's lot"])
def test_a_choice_that_does_not_fit_is_refused(jar: Variant, person: User, wrong: str) -> None:
    lot = a_lot(jar, "A", 5, days=60, by=person)
    stranger = a_lot(a_listing(stock=1).variants[0], "A", 5, days=60, by=person)
    choice = {
        "too many of a lot": {lot.id: 6},
        "not the sum": {lot.id: 2},
        "less than nothing": {lot.id: 7, LOOSE: -1},
        "another's lot": {stranger.id: 6},
    }[wrong]
    with pytest.raises(LotTooSmall):
        sell(jar, 6, choice)


def test_what_comes_back_goes_into_its_lots(jar: Variant, person: User) -> None:
    late, soon = a_lot(jar, "A", 5, days=60, by=person), a_lot(jar, "B", 4, days=10, by=person)
    sell(jar, 10)
    give_back(PURPOSE, {jar.id: 2}, by=person)
    assert (soon.on_hand, late.on_hand, the_stock(jar).on_hand) == (0, 2, 4)
    operations.put_back([PURPOSE], by=person)
    operations.put_back([PURPOSE], by=person)
    assert (soon.on_hand, late.on_hand, the_stock(jar).on_hand) == (4, 5, 12)
    assert used() == {}
    assert findings() == []


def test_a_lot_is_counted_by_itself(jar: Variant, person: User) -> None:
    lot = a_lot(jar, "A", 5, days=60, by=person)
    operations.reserve({jar.id: 6}, held_for={jar.id: PURPOSE}, ends_at=None)
    with pytest.raises(BelowReserved):
        count_lot(lot, 2, by=person)
    count_lot(lot, 3, by=person)
    assert (lot.on_hand, the_stock(jar).on_hand) == (3, 6)
    with pytest.raises(CountLotByLot):
        operations.release([PURPOSE]) or operations.count(the_stock(jar), 2, by=person)
    operations.count(the_stock(jar), 3, by=person)
    assert findings() == []


def test_a_code_is_used_once_and_made_up_when_there_is_none(jar: Variant, person: User) -> None:
    item = the_stock(jar)
    made = [open_lot(item, code="", produced_on=DAY, best_before_on=None, by=person).code for _ in range(3)]
    assert made == ["L261123", "L261123-2", "L261123-3"]
    with pytest.raises(LotKnown):
        open_lot(item, code=" l261123-2 ", produced_on=None, best_before_on=None, by=person)
    with pytest.raises(DatesReversed):
        open_lot(item, code="X", produced_on=DAY, best_before_on=DAY - timedelta(days=1), by=person)


lots = st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(-3, 30)), max_size=6)


@given(lots, st.integers(0, 9), st.integers(1, 60))
def test_nothing_is_taken_twice_nor_from_what_has_expired(
    there: list[tuple[int, int | None]], loose: int, quantity: int
) -> None:
    shelf = Shelf(
        [
            Lot(id=number, on_hand=on_hand, best_before_on=None if days is None else DAY + timedelta(days=days))
            for number, (on_hand, days) in enumerate(there, start=1)
        ],
        loose + sum(on_hand for on_hand, _ in there),
    )
    good = loose + sum(on_hand for on_hand, days in there if days is None or days >= 0)
    try:
        taken = first_expired_first(shelf, quantity, day=DAY)
    except OnlyExpiredLeft:
        assert good < quantity
        return
    assert sum(taken.values()) == quantity <= good
    assert as_chosen(shelf, quantity, taken, day=DAY) == taken
    untouched = [lot for lot in shelf.lots if lot.on_hand > taken.get(lot.id, 0)]
    for lot in shelf.lots:
        earlier = [o for o in untouched if (o.best_before_on or date.max) < (lot.best_before_on or date.max)]
        assert not (taken.get(lot.id) and [o for o in earlier if o.best_before_on and o.best_before_on >= DAY])


class Lots(RuleBasedStateMachine):
    """One item with lots: whatever is done, movements, lots and the item agree."""

    person: User

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = db.session.begin_nested()
        self.jar = a_listing(stock=2).variants[0]
        self.lots: list[Lot] = []
        self.number = 0

    def teardown(self) -> None:
        self.savepoint.rollback()
        db.session.expire_all()

    @invariant()
    def all_agrees(self) -> None:
        db.session.flush()
        assert findings() == []

    @rule(quantity=st.integers(1, 6), days=st.none() | st.integers(-2, 20))
    def receive_a_lot(self, quantity: int, days: int | None) -> None:
        self.lots.append(a_lot(self.jar, f"L{len(self.lots)}", quantity, days=days, by=self.person))

    @rule(quantity=st.integers(1, 8))
    def sell(self, quantity: int) -> None:
        self.number += 1
        self._tried(lambda: sell(self.jar, quantity, name=f"vendor-order/{self.number}"))

    @rule(data=st.data(), quantity=st.integers(1, 4))
    def something_comes_back(self, data: st.DataObject, quantity: int) -> None:
        name = f"vendor-order/{data.draw(st.integers(0, self.number))}"
        self._tried(lambda: give_back(name, {self.jar.id: quantity}, by=self.person))

    @rule(data=st.data())
    def all_comes_back(self, data: st.DataObject) -> None:
        operations.put_back([f"vendor-order/{data.draw(st.integers(0, self.number))}"], by=None)

    @rule(data=st.data(), on_hand=st.integers(0, 9))
    def count_one(self, data: st.DataObject, on_hand: int) -> None:
        if self.lots:
            lot = data.draw(st.sampled_from(self.lots))
            self._tried(lambda: count_lot(lot, on_hand, by=self.person))

    @rule(on_hand=st.integers(0, 30))
    def count_all(self, on_hand: int) -> None:
        self._tried(lambda: operations.count(the_stock(self.jar), on_hand, by=self.person))

    def _tried(self, act) -> None:
        try:
            with db.session.begin_nested():
                act()
        except (Refusal, NotHeld):
            db.session.expire_all()


def test_lots_and_their_item_agree_whatever_happens(app) -> None:
    Lots.person = a_person()
    run_state_machine_as_test(Lots, settings=hypothesis_settings(max_examples=5, stateful_step_count=20, deadline=None))
