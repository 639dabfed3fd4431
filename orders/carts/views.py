"""`/cart`: what a buyer means to buy, from many producers at once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.database import db
from marketplace.errors import NotFound, Refusal
from marketplace.web.audience import public
from marketplace.web.errors import answer, wants_json
from marketplace.web.forms import MarketForm
from marketplace.web.links import safe_next
from orders.carts import operations, queries
from orders.carts.forms import AddForm, CouponForm, LineForm, PriceForm
from orders.carts.models import Cart
from orders.carts.session import count, current_cart, forget_count, note_count, opened_cart, visitor
from orders.coupons import choosing
from orders.coupons import words as coupon_words
from orders.coupons.queries import standings_in

blueprint = Blueprint("carts", __name__)
Page = str | Response | tuple[Response | str, int]


@blueprint.app_context_processor
def count_in_head() -> dict[str, int]:
    """Give every page the number in its head."""
    return {"cart_count": count()}


@blueprint.get("/cart")
@public
def show() -> str:
    """Show the cart, by producer."""
    return _shown(current_cart())


@blueprint.post("/cart/lines")
@public
def add() -> Page:
    """Put goods into the cart."""
    form = AddForm()
    try:
        _check(form)
        operations.add(opened_cart(), form.variant_id.data or 0, form.asked, listing_id=form.listing_id.data)
    except Refusal as refusal:
        return _refused(refusal, form.next.data)
    forget_count()
    return _added(form.next.data)


@blueprint.post("/cart/lines/<int:line_id>")
@public
def change(line_id: int) -> Page:
    """Ask for another quantity; 0 takes the line out."""
    form = LineForm()
    try:
        _check(form)
        operations.set_quantity(_own_cart(), line_id, form.quantity.data or 0)
    except Refusal as refusal:
        return _refused(refusal, url_for("carts.show"))
    forget_count()
    return _changed()


@blueprint.post("/cart/lines/<int:line_id>/price")
@public
def agree(line_id: int) -> Page:
    """Agree to a line's new price."""
    form = PriceForm()
    try:
        _check(form)
        operations.agree_to_price(_own_cart(), line_id, form.price_dong.data or 0)
    except Refusal as refusal:
        return _refused(refusal, url_for("carts.show"))
    return _changed()


@blueprint.post("/cart/coupons")
@public
def choose_coupon() -> Page:
    """Put a coupon into the cart."""
    form = CouponForm()
    try:
        _check(form)
        choosing.choose(opened_cart(), form.coupon_code.data or "")
    except Refusal as refusal:
        return _refused(refusal, url_for("carts.show"))
    return _changed()


@blueprint.post("/cart/coupons/<int:coupon_id>/removal")
@public
def take_coupon_back(coupon_id: int) -> Page:
    """Take a coupon out of the cart."""
    choosing.take_back(_own_cart(), coupon_id)
    return _changed()


def _check(form: MarketForm) -> None:
    """Raise what is wrong with a short form whose fields cannot show it."""
    if not form.validate():
        raise Refusal(next(str(sentence) for errors in form.errors.values() for sentence in errors))


def _own_cart() -> Cart:
    cart = current_cart()
    if cart is None:
        raise NotFound(_("Giỏ hàng này đã trống."))
    return cart


def _shown(cart: Cart | None, template: str = "orders/carts/cart.html") -> str:
    contents = queries.contents(cart, language=str(get_locale()))
    note_count(contents.count)
    user = visitor()
    known = cart.id if cart and contents.groups else None
    standings = standings_in(known, buyer_id=user.id if user else None, phone=user.phone if user else None)
    made = contents.cuts(standings, today=clock.today())
    return render_template(template, contents=contents, cuts=made, coupon_words=coupon_words)


def _added(address: str | None) -> Page:
    flash(_("Đã cho vào giỏ."), "good")
    if _in_place():
        return render_template("orders/carts/head.html")
    return redirect(safe_next(address, otherwise=url_for("carts.show")), code=303)


def _changed() -> Page:
    db.session.flush()
    if _in_place():
        return _shown(current_cart(), "orders/carts/changed.html")
    return redirect(url_for("carts.show"), code=303)


def _refused(refusal: Refusal, address: str | None) -> Page:
    """Say it where the buyer is: on the page they came from, or among the messages of the page that stands."""
    db.session.rollback()
    if wants_json():
        return answer(refusal.status, str(refusal))
    flash(str(refusal), "bad")
    if _in_place():
        return render_template("orders/carts/head.html"), 422
    return redirect(safe_next(address, otherwise=url_for("carts.show")), code=303)


def _in_place() -> bool:
    """Whether a script of the page asks, which puts parts of the answer into the page that stands."""
    return "HX-Request" in request.headers
