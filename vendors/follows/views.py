"""Following: a button on a shop's page, and the list in the account."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import Refusal
from marketplace.extensions import limiter
from marketplace.web.audience import public, signed_in
from marketplace.web.links import safe_next
from marketplace.web.paging import page_of
from vendors.follows import operations, queries
from vendors.models import Vendor

blueprint = Blueprint("follows", __name__)


@blueprint.app_template_global("follows")
def follows(vendor_id: int) -> bool:
    """Whether whoever visits follows the shop."""
    return current_user.is_authenticated and queries.is_following(current_user, vendor_id)


@blueprint.post("/shop/<vendor_slug>/followers")
@public
@limiter.limit("60 per minute")
def change(vendor_slug: str) -> Response:
    """Follow a shop, or no longer; a visitor signs in first and comes back to the shop."""
    vendor = queries.vendor_to_follow(vendor_slug)
    if vendor is None:
        abort(404)
    shop = url_for("storefront.shop", vendor_slug=vendor.slug)
    if not current_user.is_authenticated:
        flash(_("Hãy đăng nhập để theo dõi cửa hàng."))
        return redirect(url_for("accounts.login", next=shop))
    _change(vendor, wanted=request.form.get("follow") == "1")
    return redirect(safe_next(request.form.get("next"), otherwise=shop), code=303)


@blueprint.get("/account/following")
@signed_in
def index() -> str:
    """List the shops that a person follows."""
    return render_template("follows/index.html", page=page_of(queries.followed_by(current_user)))


def _change(vendor: Vendor, *, wanted: bool) -> None:
    if not wanted:
        operations.unfollow(current_user, vendor)
        return
    try:
        operations.follow(current_user, vendor)
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        flash(_("Khi %(vendor)s có hàng mới, chợ sẽ báo bạn, nhiều nhất một lần mỗi ngày.", vendor=vendor.name), "good")
