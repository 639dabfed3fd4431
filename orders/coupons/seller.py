"""`/seller/coupons`: a shop's own coupons, which it pays for itself."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from orders.coupons import operations, queries, words
from orders.coupons.forms import CouponForm
from orders.coupons.models import Coupon
from vendors.access import current_vendor, seller
from vendors.listings.queries import categories
from vendors.permissions import Right

blueprint = Blueprint("seller_coupons", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@seller(Right.SEE_LISTINGS)
def index() -> str:
    """List the shop's coupons with what was used of each."""
    page = page_of(queries.coupons_of(current_vendor()), size=20)
    return render_template("orders/coupons/index.html", page=page, words=words, today=clock.today(), desk=False)


@blueprint.route("/new", methods=["GET", "POST"])
@seller(Right.EDIT_SHOP)
def new() -> Page:
    """Make a coupon."""
    form, made = CouponForm(), list[Coupon]()
    label = f"label_{get_locale()}"
    sets = [(each.number, getattr(each, label, each.label_vi)) for each in categories()]
    form.offer(listings=queries.goods_of(current_vendor()), categories=sets)
    if form.carried_out(
        lambda: made.append(operations.make(current_vendor(), form.code.data or "", form.terms, by=current_user))
    ):
        flash(_("Đã tạo mã %(code)s.", code=made[0].printed), "good")
        return redirect(url_for("seller_coupons.show", coupon_id=made[0].id))
    return form_page("orders/coupons/new.html", form, desk=False)


@blueprint.get("/<int:coupon_id>")
@seller(Right.SEE_LISTINGS)
def show(coupon_id: int) -> str:
    """Show a coupon with its uses."""
    coupon = _coupon(coupon_id)
    uses = page_of(queries.uses_of(coupon), size=20)
    targets = queries.targets_of(coupon)
    return render_template(
        "orders/coupons/show.html",
        coupon=coupon,
        page=uses,
        targets=targets,
        words=words,
        today=clock.today(),
        desk=False,
    )


@blueprint.post("/<int:coupon_id>/pause")
@seller(Right.EDIT_SHOP)
def pause(coupon_id: int) -> Response:
    """Let nobody use it for a while."""
    operations.pause(_coupon(coupon_id), by=current_user)
    return _back(coupon_id)


@blueprint.post("/<int:coupon_id>/resumption")
@seller(Right.EDIT_SHOP)
def resume(coupon_id: int) -> Response:
    """Let it be used again."""
    operations.resume(_coupon(coupon_id), by=current_user)
    return _back(coupon_id)


@blueprint.post("/<int:coupon_id>/end")
@seller(Right.EDIT_SHOP)
def end(coupon_id: int) -> Response:
    """End it for good."""
    operations.end(_coupon(coupon_id), by=current_user)
    return _back(coupon_id)


def _coupon(coupon_id: int) -> Coupon:
    return queries.coupon_of(current_vendor(), coupon_id)


def _back(coupon_id: int) -> Response:
    flash(_("Đã lưu."), "good")
    return redirect(url_for("seller_coupons.show", coupon_id=coupon_id), code=303)
