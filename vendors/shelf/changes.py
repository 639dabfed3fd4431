"""What a seller proposes to say otherwise of goods on sale: taken back."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.forms import MarketForm
from vendors.access import seller
from vendors.listings.proposals import operations as proposals
from vendors.listings.proposals.queries import change_of
from vendors.permissions import Right
from vendors.shelf.saving import own

blueprint = Blueprint("changes", __name__)


@blueprint.post("/<int:listing_id>/changes/<int:change_id>/withdrawal")
@seller(Right.EDIT_LISTINGS)
def withdrawal(listing_id: int, change_id: int) -> Response:
    """Propose it no longer."""
    listing, form = own(listing_id), MarketForm()
    change_of(listing, change_id)
    if form.carried_out(lambda: proposals.withdraw(listing, change_id, by=current_user)):
        flash(_("Đã rút lại phần sửa. Khách vẫn thấy bản cũ."), "good")
    for sentence in form.form_errors:
        flash(str(sentence), "warning")
    return redirect(url_for("shelf.listing", listing_id=listing.id))
