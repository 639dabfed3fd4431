"""`/desk/coupons`: the market's own coupons, which it pays for itself."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from orders.coupons import operations, queries
from orders.coupons.pages import CouponPages, Page

blueprint = Blueprint("desk_coupons", __name__)
PAGES = CouponPages(None, blueprint.name)
NAVIGATION = (
    Entry(
        _l("Mã giảm giá"),
        "desk_coupons.index",
        "percent",
        Place.DESK,
        67,
        allowed=lambda: bool(current_user.is_administrator),
    ),
)


@blueprint.get("")
@administrators
def index() -> str:
    """List the market's coupons with what was used of each."""
    return PAGES.index()


@blueprint.route("/new", methods=["GET", "POST"])
@administrators
def new() -> Page:
    """Make a coupon."""
    return PAGES.new(vendors=queries.shops())


@blueprint.get("/<int:coupon_id>")
@administrators
def show(coupon_id: int) -> str:
    """Show a coupon with its uses."""
    return PAGES.show(coupon_id)


@blueprint.post("/<int:coupon_id>/pause")
@administrators
def pause(coupon_id: int) -> Response:
    """Let nobody use it for a while."""
    return PAGES.change(coupon_id, operations.pause)


@blueprint.post("/<int:coupon_id>/resumption")
@administrators
def resume(coupon_id: int) -> Response:
    """Let it be used again."""
    return PAGES.change(coupon_id, operations.resume)


@blueprint.post("/<int:coupon_id>/end")
@administrators
def end(coupon_id: int) -> Response:
    """End it for good."""
    return PAGES.change(coupon_id, operations.end)
