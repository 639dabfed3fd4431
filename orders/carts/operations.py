"""Putting goods into a cart, changing how many, taking them out; a guest's cart follows its person."""

import secrets
from collections.abc import Collection
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import aliased

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, NotFound, Refusal
from orders.carts import queries
from orders.carts.models import Cart, CartLine
from orders.coupons.models import CartCoupon, Coupon
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor

MOST_OF_A_KIND = 10_000
MOST_LINES = 200
GUEST_CART_DAYS = 60
"""A guest's cart that nobody touched for so long is swept away."""


def new_token() -> str:
    """A token that nobody can guess, for a guest's cart."""
    return secrets.token_urlsafe(24)


def open_cart(*, user: User | None = None, token: str | None = None) -> Cart:
    """The cart of a person, or of the guest with this token; made when there is none. Two at once make one."""
    owner = {"user_id": user.id} if user else {"token": token}
    made = insert(Cart).values(touched_at=clock.now(), **owner).on_conflict_do_nothing()
    db.session.execute(made)
    return db.session.scalars(select(Cart).filter_by(**owner)).one()


def cart_of(user: User | None, token: str | None) -> Cart | None:
    """The cart of whoever visits. A person's first reading after signing in takes in what they chose as a guest."""
    if user is None:
        return queries.cart_of_guest(token) if token else None
    guests = queries.cart_of_guest(token) if token else None
    if guests is not None:
        merge(guests, into=open_cart(user=user))
    return queries.cart_of_person(user)


def merge(guests: Cart, *, into: Cart) -> None:
    """Move a guest's lines into a person's cart, quantities added up to the most of a kind; the guest's cart ends."""
    columns = ["cart_id", "variant_id", "quantity", "seen_price_dong"]
    moved = select(literal(into.id), CartLine.variant_id, CartLine.quantity, CartLine.seen_price_dong).where(
        CartLine.cart_id == guests.id
    )
    db.session.execute(_adding(insert(CartLine).from_select(columns, moved)))
    _take_coupons_along(guests, into)
    db.session.execute(delete(Cart).where(Cart.id == guests.id))
    db.session.expunge(guests)
    into.touched_at = clock.now()


def _take_coupons_along(guests: Cart, into: Cart) -> None:
    """The guest's coupons follow, but not beside another of the same payer."""
    theirs, mine, there = aliased(Coupon), aliased(Coupon), aliased(CartCoupon)
    same_payer = mine.vendor_id.is_not_distinct_from(theirs.vendor_id)
    kept = select(mine.id).join(there, there.coupon_id == mine.id).where(there.cart_id == into.id, same_payer)
    chosen = select(literal(into.id), theirs.id).join(CartCoupon, CartCoupon.coupon_id == theirs.id)
    moved = chosen.where(CartCoupon.cart_id == guests.id, ~kept.exists())
    db.session.execute(insert(CartCoupon).from_select(["cart_id", "coupon_id"], moved).on_conflict_do_nothing())


def add(cart: Cart, variant_id: int, quantity: int, *, listing_id: int | None = None) -> CartLine:
    """Put so many of a variant into the cart, on top of what lies there, at the price of now.

    Raises Invalid for a quantity that is not from 1 to MOST_OF_A_KIND and for a full cart, NotFound for a variant that
    is not of the listing named, and Refusal when it is not on sale.
    """
    if not 1 <= quantity <= MOST_OF_A_KIND:
        raise Invalid(_quantity_words(), field="quantity")
    variant = _variant_on_sale(variant_id, listing_id)
    row = insert(CartLine).values(
        cart_id=cart.id, variant_id=variant.id, quantity=quantity, seen_price_dong=variant.price_dong
    )
    line_id = db.session.scalar(_adding(row).returning(CartLine.id))
    _refuse_overfull(cart)
    cart.touched_at = clock.now()
    return db.session.get_one(CartLine, line_id, populate_existing=True)


def set_quantity(cart: Cart, line_id: int, quantity: int) -> None:
    """Ask for so many from now on; 0 takes the line out.

    Raises NotFound for a line of another cart, Invalid for a quantity that is not from 0 to MOST_OF_A_KIND.
    """
    line = queries.line_of(cart, line_id)
    if not 0 <= quantity <= MOST_OF_A_KIND:
        raise Invalid(_quantity_words(), field="quantity")
    if quantity == 0:
        db.session.delete(line)
    else:
        line.quantity = quantity
    cart.touched_at = clock.now()


def agree_to_price(cart: Cart, line_id: int, price_dong: int) -> None:
    """Note the price that the buyer has now seen and agreed to. Raises NotFound for a line of another cart."""
    queries.line_of(cart, line_id).seen_price_dong = price_dong


def take_out(cart: Cart, variant_ids: Collection[int]) -> int:
    """Take what is being ordered out of the cart; give how many lines were still there to take.

    Waits for another transaction that takes the same lines, so each line is ordered once.
    """
    ordered = delete(CartLine).where(CartLine.cart_id == cart.id, CartLine.variant_id.in_(variant_ids))
    taken = db.session.execute(ordered.returning(CartLine.id), execution_options={"synchronize_session": False})
    return len(taken.all())


def sweep_guest_carts() -> int:
    """Forget the guests' carts that nobody touched for GUEST_CART_DAYS; give their number."""
    idle = Cart.touched_at < clock.now() - timedelta(days=GUEST_CART_DAYS)
    swept = db.session.execute(delete(Cart).where(Cart.user_id.is_(None), idle).returning(Cart.id))
    return len(swept.all())


def _adding(row: Insert) -> Insert:
    """Insert a line, or add to the one of the same variant: what was typed twice counts twice, up to the most."""
    both = func.least(CartLine.quantity + row.excluded.quantity, MOST_OF_A_KIND)
    return row.on_conflict_do_update(
        index_elements=["cart_id", "variant_id"],
        set_={"quantity": both, "seen_price_dong": row.excluded.seen_price_dong},
    )


def _variant_on_sale(variant_id: int, listing_id: int | None) -> Variant:
    row = db.session.execute(
        select(Variant, Listing.status, Vendor)
        .join(Listing, Variant.listing_id == Listing.id)
        .join(Vendor, Listing.vendor_id == Vendor.id)
        .where(Variant.id == variant_id)
    ).one_or_none()
    if row is None or listing_id not in (None, row.Variant.listing_id):
        raise NotFound(_("Không có loại hàng này trong món bạn chọn. Hãy tải lại trang rồi chọn lại."))
    if row.Variant.archived or row.status is not ListingStatus.ON_SALE:
        raise Refusal(_("Món này không còn bán."))
    if not row.Vendor.may_sell:
        raise Refusal(_("Nhà sản xuất này đang tạm ngừng bán."))
    variant: Variant = row.Variant
    return variant


def _refuse_overfull(cart: Cart) -> None:
    lines = db.session.scalar(select(func.count()).where(CartLine.cart_id == cart.id)) or 0
    if lines > MOST_LINES:
        raise Invalid(_("Giỏ đã có %(most)s món. Hãy đặt bớt rồi chọn thêm.", most=MOST_LINES))


def _quantity_words() -> str:
    return str(_("Số lượng phải từ 1 đến 10.000."))
