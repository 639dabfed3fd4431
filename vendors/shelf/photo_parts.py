"""The photos of a listing: several at once, in an order, cut square, with words for each."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace.web.private_files import send_private
from vendors.access import seller
from vendors.listings import photos
from vendors.permissions import Right
from vendors.shelf.forms import CutForm, PhotosForm
from vendors.shelf.saving import Page, done, own, saved

blueprint = Blueprint("photos", __name__)
HERE = "shelf.photos.index"


@blueprint.route("/<int:listing_id>/photos", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def index(listing_id: int) -> Page:
    """Show the photos and add some."""
    listing, form = own(listing_id), PhotosForm()
    return saved(
        form,
        "shelf/photos.html",
        listing,
        lambda: photos.add_photos(listing, form.uploads, by=current_user),
        then=HERE,
        photos=photos.photos_of(listing),
    )


@blueprint.post("/<int:listing_id>/photos/<photo_name>/place")
@seller(Right.EDIT_LISTINGS)
def place(listing_id: int, photo_name: str) -> Answer:
    """Put a photo at a place (`to`, from 0)."""
    listing, to = own(listing_id), request.form.get("to", 0, type=int)
    return done(listing, waits=photos.move_photo(listing, photo_name, to=to, by=current_user), then=HERE)


@blueprint.post("/<int:listing_id>/photos/<photo_name>/words")
@seller(Right.EDIT_LISTINGS)
def words(listing_id: int, photo_name: str) -> Answer:
    """Say what a photo shows."""
    listing, said = own(listing_id), request.form.get("words", "")
    return done(listing, waits=photos.describe_photo(listing, photo_name, said, by=current_user), then=HERE)


@blueprint.route("/<int:listing_id>/photos/<photo_name>/cut", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def cut(listing_id: int, photo_name: str) -> Page:
    """Choose which part of the whole picture the square shows."""
    listing = own(listing_id)
    photo = photos.photo_named(listing, photo_name)
    form = CutForm(obj=photo)
    return saved(
        form,
        "shelf/cut.html",
        listing,
        lambda: photos.cut_photo(listing, photo_name, centre=form.place, by=current_user),
        then=HERE,
        photo=photo,
    )


@blueprint.get("/<int:listing_id>/photos/<photo_name>/whole")
@seller(Right.EDIT_LISTINGS)
def whole(listing_id: int, photo_name: str) -> Response:
    """Send the whole picture that a photo was cut from, to those who sell it."""
    return send_private(photos.photo_named(own(listing_id), photo_name).whole_key, name="photo")


@blueprint.post("/<int:listing_id>/photos/<photo_name>/removal")
@seller(Right.EDIT_LISTINGS)
def removal(listing_id: int, photo_name: str) -> Answer:
    """Take a photo off."""
    listing = own(listing_id)
    waits = photos.remove_photo(listing, photo_name, by=current_user)
    return done(listing, waits=waits, then=HERE, words=_("Đã bỏ ảnh."))
