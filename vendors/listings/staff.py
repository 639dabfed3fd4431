"""The moderator's desk: what waits to be let on sale, and what changed on sale."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.listings import operations, queries
from vendors.listings.food import asked_of, names_of
from vendors.listings.forms import DecisionForm, ReturnForm, TaxClassForm
from vendors.listings.models import Listing, ListingStatus, TaxClass
from vendors.listings.proposals import operations as proposals
from vendors.listings.proposals.differences import differences
from vendors.listings.readiness import missing_of
from vendors.listings.words import STATUS_CHIPS, STORAGE_NAMES

blueprint = Blueprint("moderation", __name__)
NAVIGATION = (
    Entry(
        _l("Mặt hàng"),
        "moderation.index",
        "tags",
        Place.DESK,
        order=30,
        count=queries.count_to_review,
        allowed=lambda: bool(current_user.is_administrator),
    ),
)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@administrators
def index() -> str:
    """List what waits, the oldest first, or what changed on sale."""
    changed = request.args.get("tab") == "changed"
    page = page_of(queries.changed_on_sale() if changed else queries.waiting())
    return render_template("listings/queue.html", page=page, changed=changed, counts=queries.counts_to_review())


@blueprint.get("/<int:listing_id>")
@administrators
def review(listing_id: int) -> Page:
    """Show a listing with its vendor, what it lacks and what changed."""
    return _shown(queries.listing_to_review(listing_id), ReturnForm())


@blueprint.post("/<int:listing_id>/publication")
@administrators
def publication(listing_id: int) -> Page:
    """Let the listing on sale, as it was read."""
    listing, form = queries.listing_to_review(listing_id), DecisionForm()
    revision = form.revision.data
    if form.carried_out(lambda: operations.publish(listing, by=current_user, revision=revision)):
        return _on(_("Đã đưa “%(title)s” lên chợ.", title=listing.title_vi))
    return _undone(listing, form)


@blueprint.post("/<int:listing_id>/changes/<int:change_id>/acceptance")
@administrators
def acceptance(listing_id: int, change_id: int) -> Page:
    """Let buyers see what was proposed."""
    listing, form = queries.listing_to_review(listing_id), DecisionForm()
    if form.carried_out(lambda: proposals.accept(listing, change_id, by=current_user)):
        return _on(_("Khách đã thấy bản mới của “%(title)s”.", title=listing.title_vi), tab="changed")
    return _undone(listing, form)


@blueprint.post("/<int:listing_id>/changes/<int:change_id>/return")
@administrators
def change_return(listing_id: int, change_id: int) -> Page:
    """Send a proposed change back with a reason; buyers see what was before."""
    listing, form = queries.listing_to_review(listing_id), ReturnForm()
    reason = form.reason.data or ""
    if form.carried_out(lambda: proposals.send_back(listing, change_id, reason=reason, by=current_user)):
        return _on(_("Đã trả thay đổi của “%(title)s” lại cho người bán.", title=listing.title_vi), tab="changed")
    return _undone(listing, form) if form.form_errors else _shown(listing, form, change_form=form)


@blueprint.post("/<int:listing_id>/return")
@administrators
def returning(listing_id: int) -> Page:
    """Send the listing back with a reason."""
    listing, form = queries.listing_to_review(listing_id), ReturnForm()
    reason = form.reason.data or ""
    if form.carried_out(lambda: operations.return_to_vendor(listing, reason=reason, by=current_user)):
        return _on(_("Đã trả “%(title)s” lại cho người bán.", title=listing.title_vi))
    return _shown(listing, form)


@blueprint.post("/<int:listing_id>/tax-class")
@administrators
def tax_class(listing_id: int) -> Page:
    """Say as what the goods are taxed."""
    listing, form = queries.listing_to_review(listing_id), TaxClassForm()
    if form.carried_out(lambda: operations.set_tax_class(listing, TaxClass(form.tax_class.data), by=current_user)):
        flash(_("Đã đặt loại thuế của “%(title)s”.", title=listing.title_vi), "good")
        return redirect(url_for("moderation.review", listing_id=listing.id))
    return _shown(listing, form)


def _shown(
    listing: Listing, form: ReturnForm | TaxClassForm | DecisionForm, *, change_form: ReturnForm | None = None
) -> Page:
    change = next(iter(listing.changes), None)
    returning = form if isinstance(form, ReturnForm) and form is not change_form else None
    return form_page(
        "listings/review.html",
        form,
        return_form=returning or ReturnForm(formdata=None),
        change_form=change_form or ReturnForm(formdata=None),
        tax_form=form if isinstance(form, TaxClassForm) else TaxClassForm(formdata=None, obj=listing),
        listing=listing,
        chip=STATUS_CHIPS[listing.status],
        storage=STORAGE_NAMES[listing.storage],
        missing=missing_of(listing),
        change=change,
        differences=differences(change) if change else [],
        allergens=names_of(listing.allergens or []),
        asked=asked_of(listing.category_number),
        states=ListingStatus,
    )


def _undone(listing: Listing, form: DecisionForm | ReturnForm) -> Page:
    """Take back what was begun, and show the listing as it is now with what stood in the way."""
    told = "; ".join(str(words) for words in form.form_errors)
    db.session.rollback()
    flash(told, "warning")
    return redirect(url_for("moderation.review", listing_id=listing.id))


def _on(words: str, *, tab: str | None = None) -> Response:
    flash(words, "good")
    return redirect(url_for("moderation.index", tab=tab))
