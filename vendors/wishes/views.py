"""`/wishes`: hearts, and a guest's page of them; `/account/wishes`: a person's."""

import re

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import NotFound, Refusal
from marketplace.extensions import limiter
from marketplace.web.audience import public, signed_in
from marketplace.web.errors import answer, wants_json
from marketplace.web.links import safe_next
from vendors.listings.models import Listing
from vendors.storefront.cards import card_of
from vendors.wishes import operations, queries
from vendors.wishes.forms import WishForm
from vendors.wishes.session import next_heart, wished, wisher, wisher_from_now

blueprint = Blueprint("wishes", __name__)
blueprint.app_template_global("wished")(wished)
blueprint.app_template_global("next_heart")(next_heart)
Page = str | Response | tuple[Response | str, int]
HEART = re.compile(r"heart-\d{1,4}")


@blueprint.post("/wishes")
@public
@limiter.limit("120 per minute")
def change() -> Page:
    """Fill a heart or empty it; a script of the page gets only the heart."""
    form = WishForm()
    try:
        listing = _changed(form)
    except Refusal as refusal:
        return _refused(refusal, form.next.data)
    if "HX-Request" in request.headers:
        g.pop("wished", None)
        asked = request.headers.get("HX-Trigger", "")
        return render_template("wishes/swapped.html", listing=listing, id=asked if HEART.fullmatch(asked) else "")
    return redirect(safe_next(form.next.data, otherwise=url_for("wishes.index")), code=303)


@blueprint.get("/wishes")
@public
def index() -> str | Response:
    """Show a guest what they keep in mind; a person's page is in their account."""
    return redirect(url_for("wishes.own")) if current_user.is_authenticated else _shown()


@blueprint.get("/account/wishes")
@signed_in
def own() -> str:
    """Show a person what they keep in mind, by shop."""
    return _shown()


def _shown() -> str:
    somebody = wisher()
    shops = queries.wished_by_shop(somebody) if somebody else []
    cards = {shop.slug: [card_of(entry) for entry in shop.entries] for shop in shops}
    return render_template("wishes/index.html", shops=shops, cards=cards)


def _changed(form: WishForm) -> Listing:
    if not form.validate():
        raise NotFound
    if form.wish.data:
        return operations.wish(wisher_from_now(), form.wish.data)
    if form.unwish.data:
        return operations.let_go(wisher_from_now(), form.unwish.data)
    raise NotFound


def _refused(refusal: Refusal, address: str | None) -> Page:
    if wants_json() or "HX-Request" in request.headers:
        return answer(refusal.status, str(refusal))
    flash(str(refusal), "bad")
    return redirect(safe_next(address, otherwise=url_for("wishes.index")), code=303)
