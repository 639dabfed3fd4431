"""Reads of coupons: what lies in a cart with its buyer's standing, and what their owners look at."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true, union_all
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from orders.coupons.cutting import Standing
from orders.coupons.models import CartCoupon, Coupon, CouponUse
from orders.kinds import ENDED_UNSOLD
from orders.models import Order, VendorOrder
from vendors.listings.models import Category, Listing, ListingStatus
from vendors.models import Vendor, VendorStatus


def standings_in(cart_id: int | None, *, buyer_id: int | None, phone: str | None) -> list[Standing]:
    """The coupons that lie in a cart, with how its buyer stands to each: one statement."""
    if cart_id is None:
        return []
    chosen = _standings(buyer_id, phone).join(CartCoupon, CartCoupon.coupon_id == Coupon.id)
    return _read(chosen.where(CartCoupon.cart_id == cart_id))


def standings_of(coupon_ids: Collection[int], *, buyer_id: int | None, phone: str, but_order_id: int) -> list[Standing]:
    """These coupons as they are now, with how the buyer stands to each, without this order: one statement."""
    read = _standings(buyer_id, phone, but_order_id=but_order_id).where(Coupon.id.in_(coupon_ids)).order_by(Coupon.id)
    return _read(read.execution_options(populate_existing=True))


def buyers_limits(*, buyer_id: int | None, phone: str, but_order_id: int) -> tuple[ColumnElement[bool], ...]:
    """Whether a coupon has a use left for this buyer, and is not for first orders alone when this is none."""
    uses, ordered = _uses_by(buyer_id, phone), _ordered_by(buyer_id, phone, but_order_id)
    return or_(Coupon.most_uses_each.is_(None), uses < Coupon.most_uses_each), ~(Coupon.first_order_only & ordered)


def coupon_coded(code: str) -> Coupon | None:
    """The coupon of this folded code."""
    return db.session.scalar(select(Coupon).where(Coupon.code == code))


def coupons_of(vendor: Vendor | None) -> Select[Coupon]:
    """Select the coupons of a vendor, or (None) of the market: the youngest first."""
    return select(Coupon).where(_owned_by(vendor)).order_by(Coupon.id.desc())


def coupon_of(vendor: Vendor | None, coupon_id: int) -> Coupon:
    """One of them. Raises NotFound for any other."""
    coupon = db.session.scalar(select(Coupon).where(_owned_by(vendor), Coupon.id == coupon_id))
    if coupon is None:
        raise NotFound
    return coupon


def uses_of(coupon: Coupon) -> Select[CouponUse]:
    """Select the uses of a coupon with their orders, the latest first."""
    uses = select(CouponUse).where(CouponUse.coupon_id == coupon.id).order_by(CouponUse.id.desc())
    return uses.options(joinedload(CouponUse.order))


def coupons_on(order: Order) -> Sequence[Coupon]:
    """The coupons that an order was placed with."""
    used = select(Coupon).join(CouponUse, CouponUse.coupon_id == Coupon.id).where(CouponUse.order_id == order.id)
    return db.session.scalars(used.order_by(Coupon.id)).all()


def goods_of(vendor: Vendor) -> list[tuple[int, str]]:
    """A vendor's goods that are not put away, by number and name."""
    query = select(Listing.id, Listing.title_vi).where(Listing.vendor_id == vendor.id)
    rows = db.session.execute(query.where(Listing.status != ListingStatus.ARCHIVED).order_by(Listing.title_fold))
    return [(listing_id, title) for listing_id, title in rows]


def shops() -> list[tuple[int, str]]:
    """The vendors that may sell, by number and name."""
    query = select(Vendor.id, Vendor.name).where(Vendor.status == VendorStatus.APPROVED).order_by(Vendor.name)
    return [(vendor_id, name) for vendor_id, name in db.session.execute(query)]


def targets_of(coupon: Coupon) -> list[str]:
    """The names of what a coupon is for alone; nothing when it is for all."""
    named = (
        select(Listing.title_vi.label("name")).where(Listing.id.in_(coupon.listing_ids)),
        select(Category.label_vi).where(Category.number.in_(coupon.category_numbers)),
        select(Vendor.name).where(Vendor.id.in_(coupon.vendor_ids)),
    )
    return list(db.session.scalars(union_all(*named)))


def _owned_by(vendor: Vendor | None) -> ColumnElement[bool]:
    return Coupon.vendor_id == vendor.id if vendor else Coupon.vendor_id.is_(None)


def _standings(
    buyer_id: int | None, phone: str | None, *, but_order_id: int | None = None
) -> Select[Coupon, int, bool]:
    """Select coupons with the standing uses of the buyer, as account or phone number, and earlier orders."""
    ordered = _ordered_by(buyer_id, phone, but_order_id)
    return select(Coupon, _uses_by(buyer_id, phone), Coupon.first_order_only & ordered)


def _uses_by(buyer_id: int | None, phone: str | None) -> ColumnElement[int]:
    mine = select(func.count(CouponUse.id)).where(
        CouponUse.coupon_id == Coupon.id, CouponUse.released_at.is_(None), _by(CouponUse, buyer_id, phone)
    )
    return mine.correlate(Coupon).scalar_subquery()


def _ordered_by(buyer_id: int | None, phone: str | None, but_order_id: int | None) -> ColumnElement[bool]:
    other = true() if but_order_id is None else Order.id != but_order_id
    living = select(VendorOrder.id).join(Order, Order.id == VendorOrder.order_id)
    return living.where(_by(Order, buyer_id, phone), VendorOrder.status.not_in(ENDED_UNSOLD), other).exists()


def _by(kind: type[CouponUse] | type[Order], buyer_id: int | None, phone: str | None) -> ColumnElement[bool]:
    """By the same account or the same phone number; nobody while neither is known."""
    known = [kind.buyer_id == buyer_id] if buyer_id is not None else []
    return or_(false(), *known, *([kind.phone == phone] if phone else []))


def _read(query: Select[Coupon, int, bool]) -> list[Standing]:
    return [Standing(coupon, uses, has_ordered) for coupon, uses, has_ordered in db.session.execute(query)]
