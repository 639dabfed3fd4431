"""The packs of a listing: price and weight, and what is sold before it is there."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import NotFound
from vendors.access import current_vendor, seller
from vendors.commissions import words as fee_words
from vendors.commissions.fees import fee_on
from vendors.listings import variants
from vendors.listings.queries import variant_of
from vendors.permissions import Right
from vendors.shelf.operations import add_pack
from vendors.shelf.pack_forms import PackForm, PreorderForm
from vendors.shelf.queries import stock_of
from vendors.shelf.saving import Page, own, saved
from vendors.stock.expecting import expect

blueprint = Blueprint("packs", __name__)


@blueprint.route("/<int:listing_id>/packs/new", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def new(listing_id: int) -> Page:
    """Add a variant with its stock."""
    listing = own(listing_id)
    form = PackForm()
    return saved(
        form,
        "shelf/pack.html",
        listing,
        lambda: add_pack(listing, form.terms, on_hand=form.on_hand.data or 0, by=current_user),
        fee=fee_on(listing, form.price_dong.data),
        words=fee_words,
    )


@blueprint.route("/<int:listing_id>/packs/<int:variant_id>", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def pack(listing_id: int, variant_id: int) -> Page:
    """Change a variant; its stock is counted on the stock page."""
    listing = own(listing_id)
    variant = variant_of(current_vendor(), listing_id, variant_id)
    form = PackForm()
    if not form.is_submitted():
        form.show(variant)
    return saved(
        form,
        "shelf/pack.html",
        listing,
        lambda: variants.change_variant(variant, form.terms, by=current_user),
        variant=variant,
        fee=fee_on(listing, form.price_dong.data),
        words=fee_words,
    )


@blueprint.route("/<int:listing_id>/packs/<int:variant_id>/preorder", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def preorder(listing_id: int, variant_id: int) -> Page:
    """Let so many of a variant be ordered before they are there."""
    listing = own(listing_id)
    variant = variant_of(current_vendor(), listing_id, variant_id)
    item = stock_of(listing).get(variant.id)
    if item is None:
        raise NotFound
    form = PreorderForm()
    if not form.is_submitted():
        form.show(item)
    return saved(
        form,
        "shelf/preorder.html",
        listing,
        lambda: expect(item, form.expected.data or 0, on=form.day, by=current_user),
        variant=variant,
        item=item,
    )


@blueprint.post("/<int:listing_id>/packs/<int:variant_id>/archive")
@seller(Right.EDIT_LISTINGS)
def archive(listing_id: int, variant_id: int) -> Response:
    """Sell a variant no longer."""
    variants.archive_variant(variant_of(current_vendor(), listing_id, variant_id), by=current_user)
    flash(_("Đã ngừng bán quy cách này."), "good")
    return redirect(url_for("shelf.listing", listing_id=listing_id))
