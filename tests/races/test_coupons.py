"""Two buyers and the last use of one coupon: exactly one gets it, with real commits."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, select, text, true

from marketplace.database import db
from orders.carts.models import Cart
from orders.coupons import using
from orders.coupons.models import Coupon, CouponUse
from orders.models import Order
from tests.factories.coupons import a_cart_with, a_coupon
from tests.factories.listings import a_listing
from tests.factories.orders import TO_HANOI, Checkout, a_shop
from tests.races.conftest import forget_everything
from tests.races.running import race
from tests.races.test_checkout import wait_before_writing

LIMIT = "ck_coupon_uses_within_limit"
RULE = "uses >= 0 AND (most_uses IS NULL OR uses <= most_uses)"


def a_page(coupon: Coupon, *, phone: str = TO_HANOI.phone) -> Callable[[], object]:
    """A page with ten percent off on it; pressing its button places the order."""
    deliver_to = replace(TO_HANOI, phone=phone)
    seen = Checkout(a_cart_with(coupon, listings=(a_listing(a_shop()),)), deliver_to=deliver_to).look()
    vendors_chosen, total_dong, cart_id, key = seen.vendor_ids(), seen.seen_total_dong, seen.cart.id, uuid4()
    db.session.commit()

    def press() -> None:
        mine = db.session.get_one(Cart, cart_id)
        Checkout(
            mine, deliver_to=deliver_to, checkout_key=key, seen_total_dong=total_dong, vendors_chosen=vendors_chosen
        ).place()

    return press


def uses(coupon_id: int) -> tuple[int, int, int]:
    db.session.rollback()
    counted = db.session.get_one(Coupon, coupon_id).uses
    return counted, len(db.session.scalars(select(CouponUse)).all()), len(db.session.scalars(select(Order)).all())


def test_the_last_use_goes_to_one_buyer(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control below shows that without the guard both would get it."""
    coupon = a_coupon(most_uses=1)
    pages, coupon_id = [a_page(coupon), a_page(coupon, phone="+84911222333")], coupon.id
    wait_before_writing(monkeypatch, people=2)
    assert race(market, pages) == ["CouponNotUsable", "done"]
    assert uses(coupon_id) == (1, 1, 1)


def test_one_buyer_does_not_use_it_twice_at_once(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    coupon = a_coupon(most_uses_each=1)
    pages, coupon_id = [a_page(coupon), a_page(coupon)], coupon.id
    wait_before_writing(monkeypatch, people=2)
    assert race(market, pages) == ["CouponNotUsable", "done"]
    assert uses(coupon_id) == (1, 1, 1)


def test_without_the_guard_both_would_get_it(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nobody looks at the held coupon again, and no CHECK stands behind it."""
    coupon = a_coupon(most_uses=1)
    pages, coupon_id = [a_page(coupon), a_page(coupon, phone="+84911222333")], coupon.id
    wait_before_writing(monkeypatch, people=2)

    def anything_goes(_off: ColumnElement[int]) -> ColumnElement[bool]:
        return true()

    monkeypatch.setattr(using, "still_usable", anything_goes)
    db.session.execute(text(f"ALTER TABLE coupon DROP CONSTRAINT {LIMIT}"))
    db.session.commit()
    try:
        assert race(market, pages) == ["done", "done"]
        assert uses(coupon_id) == (2, 2, 2)
    finally:
        db.session.remove()
        forget_everything()
        db.session.execute(text(f"ALTER TABLE coupon ADD CONSTRAINT {LIMIT} CHECK ({RULE})"))
        db.session.commit()
