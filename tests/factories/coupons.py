"""Coupons, and orders placed with them."""

import secrets
from datetime import timedelta

from marketplace import clock
from orders.carts.models import Cart
from orders.coupons.choosing import choose
from orders.coupons.models import Coupon, CouponKind
from orders.coupons.operations import CouponTerms, make
from orders.kinds import PaymentMethod
from orders.models import Order
from tests.factories.orders import Checkout, a_cart
from tests.factories.people import an_administrator
from vendors.listings.models import Listing
from vendors.models import Vendor


def a_coupon(
    vendor: Vendor | None = None, code: str = "", *, kind: CouponKind = CouponKind.PERCENT, **more: object
) -> Coupon:
    """Ten percent off for a week, unless told otherwise; the market's when no vendor is named."""
    today = clock.today()
    named: dict[str, object] = {"basis_points": 1_000} if kind is CouponKind.PERCENT else {"most_dong": 20_000}
    if kind is CouponKind.AMOUNT:
        named["least_order_dong"] = 40_000
    named |= {"first_day": today, "last_day": today + timedelta(days=7), **more}
    return make(vendor, code or f"MA{secrets.token_hex(4)}", CouponTerms(kind=kind, **named), by=an_administrator())


def a_cart_with(*coupons: Coupon, listings: tuple[Listing, ...], quantity: int = 1) -> Cart:
    """A guest's cart with goods and coupons."""
    cart = a_cart(*listings, quantity=quantity)
    for coupon in coupons:
        choose(cart, coupon.printed)
    return cart


def reduced_order(
    *coupons: Coupon, listings: tuple[Listing, ...], quantity: int = 1, method: PaymentMethod = PaymentMethod.CASH
) -> Order:
    """An order placed with these coupons, as a buyer places it."""
    return Checkout(a_cart_with(*coupons, listings=listings, quantity=quantity), method=method).place()
