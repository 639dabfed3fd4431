"""A coupon's use: counted when the order is placed, given back when it ends unsold."""

from collections.abc import Mapping, Sequence

from sqlalchemy import BigInteger, ColumnElement, DateTime, and_, case, delete, insert, literal, or_, select, update

from marketplace import clock
from marketplace.database import db
from marketplace.errors import Refusal
from orders.carts.models import Cart
from orders.coupons.cutting import Cut, Standing
from orders.coupons.models import CartCoupon, Coupon, CouponUse
from orders.coupons.obstacles import Obstacle, of_terms, sentence_of
from orders.coupons.queries import buyers_limits, standings_of
from orders.kinds import ENDED_UNSOLD
from orders.locking import lock_order
from orders.models import Order, VendorOrder


class CouponNotUsable(Refusal):
    """A coupon that the buyer counted on does not apply any more."""

    def __init__(self, coupon: Coupon, sentence: str) -> None:
        """Name the coupon and why."""
        super().__init__(f"{coupon.printed}: {sentence}")


def use(order: Order, made: Sequence[Cut], cart: Cart) -> None:
    """Count the use of what applied to the (new) order: of two buyers of a last use exactly one gets it.

    Two statements, whatever was used; the coupons are held from here to the commit, so this comes late. What was used
    leaves the cart. Raises CouponNotUsable.
    """
    off = {cut.coupon.id: cut.off_dong for cut in made if cut.off_dong}
    if not off:
        return
    if set(_counted(off)) != off.keys() or set(_written(order, off, cart)) != off.keys():
        raise _refusal(order, off)


def still_usable(off_dong: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a coupon, as it is once it is held, can be used once more for so much."""
    today = clock.today()
    return and_(
        Coupon.ended_at.is_(None),
        Coupon.paused_at.is_(None),
        Coupon.first_day <= today,
        Coupon.last_day >= today,
        or_(Coupon.most_uses.is_(None), Coupon.uses < Coupon.most_uses),
        or_(Coupon.budget_dong.is_(None), Coupon.cost_dong + off_dong <= Coupon.budget_dong),
    )


def _counted(off: Mapping[int, int]) -> Sequence[int]:
    """Hold the coupons by id and count the use of those that still can be used; give their ids."""
    held = select(Coupon.id).where(Coupon.id.in_(off)).order_by(Coupon.id).with_for_update()
    off_dong = case(off, value=Coupon.id)
    counted = (
        update(Coupon)
        .where(Coupon.id.in_(held), still_usable(off_dong))
        .values(uses=Coupon.uses + 1, cost_dong=Coupon.cost_dong + off_dong)
        .returning(Coupon.id)
    )
    return db.session.scalars(counted, execution_options={"synchronize_session": False}).all()


def _written(order: Order, off: Mapping[int, int], cart: Cart) -> Sequence[int]:
    """Write each use that the buyer still has, now that others wait, and take it out of the cart; give their ids."""
    columns = ["coupon_id", "order_id", "buyer_id", "phone", "amount_dong", "used_at"]
    rows = (
        select(
            Coupon.id,
            literal(order.id),
            literal(order.buyer_id, BigInteger),
            literal(order.phone),
            case(off, value=Coupon.id),
            literal(order.placed_at, DateTime(timezone=True)),
        )
        .where(Coupon.id.in_(off), *buyers_limits(buyer_id=order.buyer_id, phone=order.phone, but_order_id=order.id))
        .order_by(Coupon.id)
    )
    out = delete(CartCoupon).where(CartCoupon.cart_id == cart.id, CartCoupon.coupon_id.in_(off)).cte("taken_out")
    written = insert(CouponUse).from_select(columns, rows).returning(CouponUse.coupon_id).add_cte(out)
    return db.session.scalars(written).all()


def _refusal(order: Order, off: Mapping[int, int]) -> CouponNotUsable:
    """Say which coupon cannot be used, and why."""
    standings = standings_of(off, buyer_id=order.buyer_id, phone=order.phone, but_order_id=order.id)
    found = [(each.coupon, _obstacle(each)) for each in standings]
    coupon, obstacle = next(((each, why) for each, why in found if why), (standings[0].coupon, None))
    return CouponNotUsable(coupon, sentence_of(coupon, obstacle or Obstacle.USED_UP))


def _obstacle(standing: Standing) -> Obstacle | None:
    uses, has_ordered = standing.uses_by_buyer, standing.has_ordered
    return of_terms(standing.coupon, uses_by_buyer=uses, has_ordered=has_ordered, today=clock.today())


def give_back(order_id: int) -> None:
    """Let coupons hold no more than what the living parts of the order were promised; without any, the use is free.

    May be repeated without harm.
    """
    order = lock_order(order_id)
    standing = select(CouponUse).where(CouponUse.order_id == order.id, CouponUse.released_at.is_(None))
    uses = db.session.scalars(standing.order_by(CouponUse.coupon_id).execution_options(populate_existing=True)).all()
    if not uses:
        return
    held = select(Coupon).where(Coupon.id.in_([use.coupon_id for use in uses])).order_by(Coupon.id).with_for_update()
    coupons = {each.id: each for each in db.session.scalars(held.execution_options(populate_existing=True))}
    living = select(VendorOrder).where(VendorOrder.order_id == order.id, VendorOrder.status.not_in(ENDED_UNSOLD))
    parts = db.session.scalars(living.execution_options(populate_existing=True)).all()
    for each in uses:
        _lower(each, coupons[each.coupon_id], parts)


def _lower(each: CouponUse, coupon: Coupon, parts: Sequence[VendorOrder]) -> None:
    mine = [part for part in parts if coupon.vendor_id in (None, part.vendor_id)]
    left = sum(_promised(coupon, part) for part in mine)
    coupon.cost_dong -= each.amount_dong - left
    each.amount_dong = left
    if not left:
        each.released_at = clock.now()
        coupon.uses -= 1


def _promised(coupon: Coupon, part: VendorOrder) -> int:
    if coupon.vendor_id is None:
        return part.agreed.promotion_dong
    return part.discount_goods_dong + part.discount_delivery_dong


def part_ended(vendor_order_id: int) -> None:
    """A part ended unsold: see `give_back`."""
    order_id = db.session.scalar(select(VendorOrder.order_id).where(VendorOrder.id == vendor_order_id))
    if order_id is not None:
        give_back(order_id)
