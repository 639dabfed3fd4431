"""Two presses on one button, two pages of one cart, two buyers of one jar: at the same moment, with real commits."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

from marketplace.database import db
from orders.carts.models import Cart, CartLine
from orders.checkout import place_order as placing
from orders.models import Order
from orders.payments.models import Payment
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import Checkout, a_cart, a_shop, first_variant_of
from tests.races.conftest import forget_everything
from tests.races.running import SECONDS, race
from vendors.audit import findings
from vendors.commissions.queries import rules_at
from vendors.listings.models import Listing

UNIQUE_KEY = "uq_customer_order_checkout_key"


def a_jar(stock: int = 10) -> Listing:
    return a_listing(a_shop(), stock=stock)


def reserved(jar: Listing) -> int:
    return the_stock(first_variant_of(jar)).reserved


def a_page(cart: Cart, checkout_key: UUID | None = None) -> Callable[[], object]:
    """A checkout page with its total on it; pressing its button places the order."""
    seen = Checkout(cart).look()
    vendors_chosen, total_dong, key = seen.vendor_ids(), seen.seen_total_dong, checkout_key or uuid4()
    db.session.commit()
    cart_id = cart.id

    def press() -> None:
        mine = db.session.get_one(Cart, cart_id)
        Checkout(mine, checkout_key=key, seen_total_dong=total_dong, vendors_chosen=vendors_chosen).place()

    return press


def wait_before_writing(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """Let everyone have read before anyone writes, which is the worst moment."""
    all_have_read = Barrier(people)

    def read_rules(moment: datetime) -> object:
        all_have_read.wait(SECONDS)
        return rules_at(moment)

    monkeypatch.setattr(placing, "rules_at", read_rules)


def count(model: type) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(model)).all())


def test_two_presses_on_one_button_make_one_order(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are answered with the order; the control below shows that without the guards there would be two."""
    jar = a_jar()
    press = a_page(a_cart(jar))
    wait_before_writing(monkeypatch, people=2)
    assert race(market, [press, press]) == ["done", "done"]
    assert (count(Order), count(Payment), count(CartLine)) == (1, 1, 0)
    assert reserved(jar) == 1


def test_two_pages_of_one_cart_make_one_order(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page has its own key; the lines can be taken out of the cart only once."""
    jar = a_jar()
    cart = a_cart(jar)
    pages = [a_page(cart), a_page(cart)]
    wait_before_writing(monkeypatch, people=2)
    assert race(market, pages) == ["CartChanged", "done"]
    assert (count(Order), count(Payment)) == (1, 1)
    assert reserved(jar) == 1


def test_without_the_guards_two_presses_make_two_orders(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: no unique key, and nobody looks whether the lines were still in the cart."""
    press = a_page(a_cart(a_jar()))
    wait_before_writing(monkeypatch, people=2)
    monkeypatch.setattr(placing, "take_out", lambda _cart, variant_ids: len(variant_ids))
    db.session.execute(text(f"ALTER TABLE customer_order DROP CONSTRAINT {UNIQUE_KEY}"))
    db.session.commit()
    try:
        assert race(market, [press, press]) == ["done", "done"]
        assert count(Order) == 2
    finally:
        db.session.remove()
        forget_everything()
        db.session.execute(text(f"ALTER TABLE customer_order ADD CONSTRAINT {UNIQUE_KEY} UNIQUE (checkout_key)"))
        db.session.commit()


def test_the_last_jar_goes_to_one_buyer(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = a_jar(stock=1)
    pages = [a_page(a_cart(jar)), a_page(a_cart(jar))]
    wait_before_writing(monkeypatch, people=2)
    assert race(market, pages) == ["OutOfStock", "done"]
    assert (count(Order), count(CartLine)) == (1, 1)
    assert findings() == []


def test_a_rush_sells_what_there_is(market: Flask) -> None:
    """Carts of two jars each cross: every buyer is answered, and nobody waits for another for ever."""
    honey, tea = a_jar(stock=3), a_jar(stock=3)
    pages = [a_page(a_cart(*pair)) for pair in [(honey, tea), (tea, honey)] * 4]
    assert Counter(race(market, pages)) == {"done": 3, "OutOfStock": 5}
    assert [reserved(jar) for jar in (honey, tea)] == [3, 3]
    assert findings() == []
