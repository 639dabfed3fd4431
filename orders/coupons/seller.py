"""`/seller/coupons`: a shop's own coupons, which it pays for itself."""

from flask import Blueprint
from werkzeug.wrappers import Response

from orders.coupons import operations, queries
from orders.coupons.pages import CouponPages, Page
from vendors.access import current_vendor, seller
from vendors.permissions import Right

blueprint = Blueprint("seller_coupons", __name__)


@blueprint.get("")
@seller(Right.SEE_LISTINGS)
def index() -> str:
    """List the shop's coupons with what was used of each."""
    return _pages().index()


@blueprint.route("/new", methods=["GET", "POST"])
@seller(Right.EDIT_SHOP)
def new() -> Page:
    """Make a coupon."""
    return _pages().new(listings=queries.goods_of(current_vendor()))


@blueprint.get("/<int:coupon_id>")
@seller(Right.SEE_LISTINGS)
def show(coupon_id: int) -> str:
    """Show a coupon with its uses."""
    return _pages().show(coupon_id)


@blueprint.post("/<int:coupon_id>/pause")
@seller(Right.EDIT_SHOP)
def pause(coupon_id: int) -> Response:
    """Let nobody use it for a while."""
    return _pages().change(coupon_id, operations.pause)


@blueprint.post("/<int:coupon_id>/resumption")
@seller(Right.EDIT_SHOP)
def resume(coupon_id: int) -> Response:
    """Let it be used again."""
    return _pages().change(coupon_id, operations.resume)


@blueprint.post("/<int:coupon_id>/end")
@seller(Right.EDIT_SHOP)
def end(coupon_id: int) -> Response:
    """End it for good."""
    return _pages().change(coupon_id, operations.end)


def _pages() -> CouponPages:
    return CouponPages(current_vendor(), blueprint.name)
