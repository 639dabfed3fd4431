"""`/checkout`: where the goods go, what it all costs, and the button."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace.accounts.addresses.operations import remember_address
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.settings import settings
from marketplace.web.audience import public
from orders import words
from orders.buying.access import let_in
from orders.carts.contents import CartContents
from orders.carts.queries import contents
from orders.carts.session import current_cart, forget_count, note_count, visitor
from orders.checkout import queries
from orders.checkout.errors import NothingToOrder
from orders.checkout.forms import CheckoutForm
from orders.checkout.place_order import place_order
from orders.coupons import choosing
from orders.coupons import words as coupon_words
from orders.coupons.cutting import Standing
from orders.coupons.queries import standings_in
from orders.direct.queries import accounts_of
from orders.kinds import Holding, PaymentMethod
from orders.models import Order
from vendors.delivery.models import DeliveryKind

blueprint = Blueprint("checkout", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/checkout")
@public
def show() -> Page:
    """Ask where the goods go; what is known of the person is filled in."""
    chosen = _chosen(request.args.getlist("vendor", type=int))
    user = visitor()
    form = CheckoutForm(formdata=None, data=queries.known_of(user, request.args.get("address", type=int)))
    form.begin()
    return _page(form, chosen)


@blueprint.post("/checkout/quote")
@public
def quote() -> Page:
    """Say what delivery costs to the place chosen so far; nothing is ordered and nothing typed is lost."""
    chosen = _chosen(_vendors())
    template = "orders/checkout/quote.html" if "HX-Request" in request.headers else "orders/checkout/checkout.html"
    return _page(_form(), chosen, template)


@blueprint.post("/checkout/coupons")
@public
def coupons() -> Page:
    """Put a coupon into the cart or take one out, from the page on which the order is placed."""
    chosen = _chosen(request.form.getlist("vendor", type=int))
    told = ""
    try:
        _change_coupons()
    except Refusal as refusal:
        told = str(refusal)
    template = "orders/checkout/quote.html" if "HX-Request" in request.headers else "orders/checkout/checkout.html"
    return _page(CheckoutForm(), chosen, template, told)


@blueprint.post("/checkout")
@public
def place() -> Page:
    """Place the order, once for each page that was shown; a touched place or address is only filled in."""
    form = _form()
    if form.is_touched or _touched_address():
        return _page(form, _chosen(_vendors()))
    if not form.validate():
        return _again(form, 422)
    try:
        order = _place(form)
    except Refusal as refusal:
        db.session.rollback()
        form.blame(refusal)
        return _again(form, refusal.status)
    forget_count()
    return redirect(let_in(order), code=303)


def _form() -> CheckoutForm:
    """The form as it was sent, with the kept address that was touched."""
    user, touched = visitor(), _touched_address()
    if user is None or touched is None:
        return CheckoutForm()
    kept = queries.known_of(user, touched)
    others = [(name, value) for name, value in request.form.items(multi=True) if name not in kept]
    return CheckoutForm(MultiDict([*others, *kept.items()]))


def _touched_address() -> int | None:
    return request.form.get("address", type=int)


def _change_coupons() -> None:
    cart, typed = current_cart(), request.form.get("coupon_code", "").strip()
    if cart is None:
        raise NothingToOrder
    if taken := request.form.get("coupon_out", type=int):
        choosing.take_back(cart, taken)
    elif typed:
        choosing.choose(cart, typed)


def _place(form: CheckoutForm) -> Order:
    cart, user = current_cart(), visitor()
    if cart is None:
        raise NothingToOrder
    email = user.email if user else None
    deliver_to = form.deliver_to(email=email, locale=str(get_locale()), pickups=_pickups(_vendors()))
    order = place_order(
        cart,
        vendors_chosen=_vendors(),
        deliver_to=deliver_to,
        choices=_choices(_vendors()),
        method=PaymentMethod(form.method.data),
        checkout_key=form.key,
        seen_total_dong=form.seen_total_dong.data or 0,
        seen_days={vendor_id: request.form.get(f"ships-{vendor_id}", "") for vendor_id in _vendors()},
    )
    if user and form.keep_address.data:
        remember_address(user, **form.address)
    return order


def _vendors() -> list[int]:
    return request.form.getlist("vendor", type=int)


def _choices(vendor_ids: Collection[int]) -> dict[int, DeliveryKind]:
    """How the goods of each vendor are to be brought, as far as the page says so."""
    sent = {vendor_id: request.form.get(f"delivery-{vendor_id}") for vendor_id in vendor_ids}
    return {vendor_id: DeliveryKind(kind) for vendor_id, kind in sent.items() if kind in set(DeliveryKind)}


def _pickups(vendor_ids: Collection[int]) -> dict[int, str]:
    """When goods are fetched, as far as the page says so."""
    return {vendor_id: request.form.get(f"pickup-{vendor_id}", "") for vendor_id in vendor_ids}


def _chosen(vendor_ids: Collection[int]) -> CartContents:
    """The groups to order: those named, or without a name all that are ready."""
    whole = contents(current_cart(), language=str(get_locale()))
    note_count(whole.count)
    return whole.only(vendor_ids or [group.vendor.id for group in whole.ready_groups])


def _again(form: CheckoutForm, status: int) -> Page:
    """Show the page again with what was typed, what is wrong, and the prices of now."""
    page = _page(form, _chosen(_vendors()))
    return (page, status) if isinstance(page, str) else page


def _page(
    form: CheckoutForm, chosen: CartContents, template: str = "orders/checkout/checkout.html", coupon_told: str = ""
) -> Page:
    if not chosen.groups:
        flash(next(iter(form.form_errors), _("Hãy chọn ít nhất một phần có thể đặt.")), "warning")
        return redirect(url_for("carts.show"), code=303)
    form.offer_places()
    shown = [group.vendor.id for group in chosen.groups]
    quoted = queries.quote_of(
        chosen,
        destination=form.destination,
        choices=_choices(shown),
        pickups=_pickups(shown),
        coupons=_standings(form),
    )
    return render_template(
        template,
        form=form,
        quote=quoted,
        addresses=queries.addresses_for(visitor()),
        straight=Holding(settings().holding) is Holding.DIRECT,
        cash_only=_cash_only(chosen),
        words=words,
        coupon_told=coupon_told,
        coupon_words=coupon_words,
    )


def _standings(form: CheckoutForm) -> list[Standing]:
    """The coupons in the cart, and how the buyer stands to them as far as the page says who that is."""
    cart, user = current_cart(), visitor()
    cart_id, user_id = (cart.id if cart else None), (user.id if user else None)
    return standings_in(cart_id, buyer_id=user_id, phone=form.phone.data or (user.phone if user else None))


def _cash_only(chosen: CartContents) -> list[str]:
    """Name the vendors that cannot be paid by transfer, where that goes straight to them."""
    if Holding(settings().holding) is not Holding.DIRECT:
        return []
    able = accounts_of([group.vendor.id for group in chosen.groups])
    return [group.vendor.name for group in chosen.groups if group.vendor.id not in able]
