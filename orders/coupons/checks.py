"""Checks of coupons against the orders that hold them, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import case, func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from orders.coupons.models import Coupon, CouponUse
from orders.models import Order, VendorOrder


@check
def coupons_count_their_uses() -> Iterator[str]:
    """Uses and cost of each coupon are those that standing orders hold of it."""
    stands = case((CouponUse.released_at.is_(None), 1), else_=0)
    sums = select(CouponUse.coupon_id, func.sum(stands), func.sum(CouponUse.amount_dong))
    held = sums.group_by(CouponUse.coupon_id).subquery()
    uses, cost = func.coalesce(held.c[1], 0), func.coalesce(held.c[2], 0)
    query = select(Coupon.code).outerjoin(held, held.c[0] == Coupon.id)
    for code in db.session.scalars(query.where((Coupon.uses != uses) | (Coupon.cost_dong != cost))):
        yield f"coupon {code} does not count what orders hold of it"


@check
def reduced_orders_have_their_coupons() -> Iterator[str]:
    """Nothing was taken off a part without a coupon of the vendor, nor paid by the market without one of its own."""
    discounts = VendorOrder.discount_goods_dong + VendorOrder.discount_delivery_dong
    promotions = VendorOrder.promotion_goods_dong + VendorOrder.promotion_delivery_dong
    used = select(CouponUse.id).join(Coupon, Coupon.id == CouponUse.coupon_id)
    used = used.where(CouponUse.order_id == VendorOrder.order_id)
    vendors = used.where(Coupon.vendor_id == VendorOrder.vendor_id).exists()
    markets = used.where(Coupon.vendor_id.is_(None)).exists()
    unfounded = ((discounts > 0) & ~vendors) | ((promotions > 0) & ~markets)
    for number in db.session.scalars(select(VendorOrder.number).where(unfounded)):
        yield f"vendor order {number} costs less without a coupon"


@check
def coupons_hold_no_more_than_was_promised() -> Iterator[str]:
    """What the coupons of an order hold is at most what they took off it."""
    held = select(CouponUse.order_id, func.sum(CouponUse.amount_dong)).group_by(CouponUse.order_id).subquery()
    promised = Order.discount_dong + Order.promotion_dong
    query = select(Order.number).join(held, held.c[0] == Order.id).where(held.c[1] > promised)
    for number in db.session.scalars(query):
        yield f"the coupons of order {number} hold more than they took off"
