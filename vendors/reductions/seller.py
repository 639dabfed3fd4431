"""The seller's page of a variant's reduced price."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.web.forms import form_page
from vendors.access import current_vendor, seller
from vendors.listings.queries import listing_of, variant_of
from vendors.permissions import Right
from vendors.reductions import operations, queries
from vendors.reductions.forms import ReductionForm
from vendors.reductions.words import CHIPS

blueprint = Blueprint("reductions", __name__)
Page = str | Response | tuple[str, int]


@blueprint.route("/<int:listing_id>/packs/<int:variant_id>/reduction", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def plan(listing_id: int, variant_id: int) -> Page:
    """Show what a variant's price was reduced to, and reduce it for some days."""
    variant, form = variant_of(current_vendor(), listing_id, variant_id), ReductionForm()
    if form.carried_out(
        lambda: operations.plan(
            variant,
            price_dong=form.price_dong.data or 0,
            first_day=form.first_day.data or clock.today(),
            last_day=form.last_day.data or clock.today(),
            by=current_user,
        )
    ):
        flash(_("Đã lưu đợt giảm giá."), "good")
        return redirect(url_for("shelf.reductions.plan", listing_id=listing_id, variant_id=variant_id))
    return form_page(
        "reductions/reduction.html",
        form,
        listing=listing_of(current_vendor(), listing_id),
        variant=variant,
        standing=operations.open_reduction(variant),
        past=queries.reductions_of(variant),
        days_left=operations.days_left(variant, clock.today().year),
        chips=CHIPS,
    )


@blueprint.post("/<int:listing_id>/packs/<int:variant_id>/reduction/end")
@seller(Right.EDIT_LISTINGS)
def end(listing_id: int, variant_id: int) -> Response:
    """End it now; the price is again what it was."""
    operations.end(variant_of(current_vendor(), listing_id, variant_id), by=current_user)
    flash(_("Đã kết thúc đợt giảm giá."), "good")
    return redirect(url_for("shelf.reductions.plan", listing_id=listing_id, variant_id=variant_id), code=303)
