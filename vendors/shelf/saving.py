"""One form of a listing's own page: saved, or shown again with what is wrong."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.web.forms import MarketForm, form_page
from vendors.access import current_vendor
from vendors.listings.models import Listing
from vendors.listings.queries import listing_of

Page = str | Response | tuple[str, int]


def own(listing_id: int) -> Listing:
    """Give the listing of whoever sells. Raises NotFound."""
    return listing_of(current_vendor(), listing_id)


def saved(
    form: MarketForm,
    template: str,
    listing: Listing,
    save: Callable[[], object],
    *,
    then: str = "shelf.listing",
    **context: object,
) -> Page:
    """Save what was sent and go on, or show the form with what is wrong beside its fields.

    What `save` answers with True waits for a moderator, and the seller is told.
    """
    answers: list[object] = []
    if not form.carried_out(lambda: answers.append(save())):
        return form_page(template, form, listing=listing, **context)
    return done(listing, waits=answers == [True], then=then)


def done(listing: Listing, *, waits: bool, then: str = "shelf.listing", words: str = "") -> Response:
    """Say that it is saved, or that buyers see it once it is looked at; and go on."""
    if waits:
        flash(_("Đã gửi phần sửa để duyệt. Đến lúc đó khách vẫn thấy và mua bản cũ."), "info")
    else:
        flash(words or _("Đã lưu."), "good")
    return redirect(url_for(then, listing_id=listing.id))
