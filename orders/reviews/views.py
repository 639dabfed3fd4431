"""Reviews as everybody reads them, and the page on which a buyer writes one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from werkzeug.wrappers import Response

from marketplace.extensions import limiter
from marketplace.web.audience import public
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from orders.buying.access import let_in, order_of_visitor
from orders.carts.session import visitor
from orders.reviews import operations, queries
from orders.reviews.forms import ReviewForm
from orders.reviews.models import Review
from orders.reviews.queries import ReviewSort
from vendors.listings.models import Listing
from vendors.models import Vendor
from vendors.ratings.models import ListingRating
from vendors.ratings.queries import rating_of, rating_of_shop
from vendors.storefront.queries import listing_on_show, vendor_on_show

blueprint = Blueprint("reviews", __name__)
Page = str | Response | tuple[str, int]
FIRST = 3
"""Reviews on a listing's own page; a link leads to all."""
SORTS = {
    ReviewSort.NEWEST: _l("Mới nhất"),
    ReviewSort.BEST: _l("Nhiều sao trước"),
    ReviewSort.WORST: _l("Ít sao trước"),
}


@blueprint.get("/p/<vendor_slug>/<listing_slug>/reviews")
@public
def of_listing(vendor_slug: str, listing_slug: str) -> str:
    """Show all that is said of a listing."""
    listing = listing_on_show(vendor_slug, listing_slug)
    if listing is None:
        abort(404)
    query = queries.reviews_of_listing(listing, _asked_sort())
    rating, bars = rating_of(listing), queries.bars_of_listing(listing)
    return _all(query, rating, bars, vendor=listing.vendor, listing=listing)


@blueprint.get("/shop/<vendor_slug>/reviews")
@public
def of_shop(vendor_slug: str) -> str:
    """Show all that is said of what a vendor sells."""
    vendor = vendor_on_show(vendor_slug)
    if vendor is None:
        abort(404)
    query = queries.reviews_of_shop(vendor, _asked_sort())
    return _all(query, rating_of_shop(vendor), queries.bars_of_shop(vendor), vendor=vendor)


@blueprint.route("/orders/<number>/lines/<int:order_line_id>/review", methods=["GET", "POST"])
@public
@limiter.limit("30 per hour", methods=["POST"])
def write(number: str, order_line_id: int) -> Page:
    """Let a buyer review a line that was delivered, or change what they wrote."""
    order = order_of_visitor(number)
    line, part = queries.line_of(order, order_line_id)
    written, back = queries.review_of(line), let_in(order)
    form = ReviewForm(obj=written if written and request.method == "GET" else None)
    form.offer()
    if form.carried_out(lambda: operations.review(line, part, form.opinion(), by=visitor())):
        flash(_("Cảm ơn bạn. Đánh giá đã hiện trên trang món hàng."), "good")
        return redirect(back, code=303)
    return form_page(
        "orders/reviews/write.html",
        form,
        order=order,
        line=line,
        written=written,
        may_write=operations.may_change(written) if written else operations.may_review(line, part),
        back=back,
    )


def on_listing(listing: Listing) -> str:
    """Draw the first reviews on a listing's page, with the rating."""
    rating = rating_of(listing)
    shown = queries.latest(queries.reviews_of_listing(listing), FIRST) if rating.review_count else []
    more = url_for("reviews.of_listing", vendor_slug=listing.vendor.slug, listing_slug=listing.slug)
    return render_template("orders/reviews/on_page.html", rating=rating, reviews=shown, more=more)


def on_shop(vendor: Vendor) -> str:
    """Draw the first reviews on a shop's page, with the rating of all it sells."""
    rating = rating_of_shop(vendor)
    shown = queries.latest(queries.reviews_of_shop(vendor), FIRST) if rating.review_count else []
    more = url_for("reviews.of_shop", vendor_slug=vendor.slug)
    return render_template("orders/reviews/on_page.html", rating=rating, reviews=shown, more=more)


def _all(
    query: Select[Review],
    rating: ListingRating,
    bars: list[queries.Bar],
    *,
    vendor: Vendor,
    listing: Listing | None = None,
) -> str:
    return render_template(
        "orders/reviews/all.html",
        page=page_of(query, size=10),
        rating=rating,
        bars=bars,
        shop=vendor,
        listing=listing,
        sorts=SORTS,
        sort=_asked_sort(),
    )


def _asked_sort() -> ReviewSort:
    return queries.sort_named(request.args.get("sort", ""))
