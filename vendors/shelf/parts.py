"""The parts of a listing that a seller edits: words, facts, photos, packs."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.forms import MarketForm, form_page
from vendors.access import current_vendor, seller
from vendors.certificates.queries import certificates_of
from vendors.commissions import words as fee_words
from vendors.commissions.fees import fee_on
from vendors.listings import operations, photos, variants
from vendors.listings.models import Listing
from vendors.listings.queries import categories, listing_of, variant_of
from vendors.permissions import Right
from vendors.shelf.forms import FactsForm, PackForm, PhotosForm, TextForm, by_sector
from vendors.shelf.operations import add_pack

blueprint = Blueprint("parts", __name__)
Page = str | Response | tuple[str, int]


@blueprint.route("/<int:listing_id>/text", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def text(listing_id: int) -> Page:
    """Change name and words in three languages."""
    listing = _listing(listing_id)
    form = TextForm(obj=listing)
    return _saved(form, "shelf/text.html", listing, lambda: operations.change(listing, by=current_user, **form.values))


@blueprint.route("/<int:listing_id>/facts", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def facts(listing_id: int) -> Page:
    """Change product set, keeping, season and certificate."""
    listing = _listing(listing_id)
    form = FactsForm(obj=listing)
    form.offer(by_sector(categories(), str(get_locale())), certificates_of(current_vendor()))
    return _saved(form, "shelf/facts.html", listing, lambda: operations.change(listing, by=current_user, **form.values))


@blueprint.route("/<int:listing_id>/photos", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def pictures(listing_id: int) -> Page:
    """Show the photos and add some."""
    listing = _listing(listing_id)
    form = PhotosForm()
    return _saved(
        form,
        "shelf/photos.html",
        listing,
        lambda: photos.add_photos(listing, form.uploads, by=current_user),
        then="shelf.parts.pictures",
    )


@blueprint.post("/<int:listing_id>/photos/<int:photo_id>/place")
@seller(Right.EDIT_LISTINGS)
def photo_place(listing_id: int, photo_id: int) -> Response:
    """Put a photo at a place (`to`, from 0)."""
    photos.move_photo(_listing(listing_id), photo_id, to=request.form.get("to", 0, type=int), by=current_user)
    return redirect(url_for("shelf.parts.pictures", listing_id=listing_id))


@blueprint.post("/<int:listing_id>/photos/<int:photo_id>/words")
@seller(Right.EDIT_LISTINGS)
def photo_words(listing_id: int, photo_id: int) -> Response:
    """Say what a photo shows."""
    photos.describe_photo(_listing(listing_id), photo_id, request.form.get("words", ""))
    flash(_("Đã lưu."), "good")
    return redirect(url_for("shelf.parts.pictures", listing_id=listing_id))


@blueprint.post("/<int:listing_id>/photos/<int:photo_id>/removal")
@seller(Right.EDIT_LISTINGS)
def photo_removal(listing_id: int, photo_id: int) -> Response:
    """Take a photo off."""
    photos.remove_photo(_listing(listing_id), photo_id, by=current_user)
    flash(_("Đã bỏ ảnh."), "good")
    return redirect(url_for("shelf.parts.pictures", listing_id=listing_id))


@blueprint.route("/<int:listing_id>/packs/new", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def new_pack(listing_id: int) -> Page:
    """Add a variant with its stock."""
    listing = _listing(listing_id)
    form = PackForm()
    return _saved(
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
    listing = _listing(listing_id)
    variant = variant_of(current_vendor(), listing_id, variant_id)
    form = PackForm()
    if not form.is_submitted():
        form.show(variant)
    return _saved(
        form,
        "shelf/pack.html",
        listing,
        lambda: variants.change_variant(variant, form.terms, by=current_user),
        variant=variant,
        fee=fee_on(listing, form.price_dong.data),
        words=fee_words,
    )


@blueprint.post("/<int:listing_id>/packs/<int:variant_id>/archive")
@seller(Right.EDIT_LISTINGS)
def pack_archive(listing_id: int, variant_id: int) -> Response:
    """Sell a variant no longer."""
    variants.archive_variant(variant_of(current_vendor(), listing_id, variant_id), by=current_user)
    flash(_("Đã ngừng bán quy cách này."), "good")
    return redirect(url_for("shelf.listing", listing_id=listing_id))


def _listing(listing_id: int) -> Listing:
    return listing_of(current_vendor(), listing_id)


def _saved(
    form: MarketForm,
    template: str,
    listing: Listing,
    save: Callable[[], object],
    *,
    then: str = "shelf.listing",
    **context: object,
) -> Page:
    """Save what was sent and go on, or show the form with what is wrong beside its fields."""
    if not form.carried_out(save):
        return form_page(template, form, listing=listing, **context)
    flash(_("Đã lưu."), "good")
    return redirect(url_for(then, listing_id=listing.id))
