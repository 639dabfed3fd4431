"""Putting a coupon into a cart, and taking it out."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from orders.carts.models import Cart
from orders.coupons.codes import folded
from orders.coupons.models import CartCoupon, Coupon
from orders.coupons.queries import coupon_coded


class UnknownCode(Invalid):
    """No coupon has this code."""

    sentence = _l("Không có mã này. Bạn xem lại từng chữ nhé.")


def choose(cart: Cart, typed: str) -> Coupon:
    """Put the coupon of this code into the cart, in place of another of the same payer. Raises UnknownCode."""
    coupon = coupon_coded(folded(typed))
    if coupon is None:
        raise UnknownCode(field="coupon_code")
    same_payer = select(Coupon.id).where(Coupon.vendor_id.is_not_distinct_from(coupon.vendor_id))
    db.session.execute(
        delete(CartCoupon).where(CartCoupon.cart_id == cart.id, CartCoupon.coupon_id.in_(same_payer)),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(upsert(CartCoupon).values(cart_id=cart.id, coupon_id=coupon.id).on_conflict_do_nothing())
    db.session.expire(cart, ["coupons"])
    return coupon


def take_back(cart: Cart, coupon_id: int) -> None:
    """Take a coupon out of the cart. Raises NotFound for one that does not lie in it."""
    out = delete(CartCoupon).where(CartCoupon.cart_id == cart.id, CartCoupon.coupon_id == coupon_id)
    if db.session.scalar(out.returning(CartCoupon.coupon_id)) is None:
        raise NotFound
    db.session.expire(cart, ["coupons"])
