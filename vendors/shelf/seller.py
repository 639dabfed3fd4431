"""The seller's goods: the list, a new one, a listing's own page and its states."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from vendors.access import current_vendor, seller
from vendors.commissions import fees
from vendors.commissions import words as fee_words
from vendors.listings import operations as listings
from vendors.listings.food import asked_of, names_of
from vendors.listings.models import LISTING_MOVES, Listing, ListingStatus
from vendors.listings.proposals.differences import differences
from vendors.listings.proposals.operations import ON_SHELF
from vendors.listings.proposals.overlay import AsProposed
from vendors.listings.proposals.queries import latest_of
from vendors.listings.queries import categories, counts_by_status, listing_of
from vendors.listings.readiness import missing_of
from vendors.listings.words import STATUS_CHIPS, STORAGE_NAMES
from vendors.permissions import Right
from vendors.reductions import seller as reductions
from vendors.reductions.queries import was_prices
from vendors.shelf import changes, pack_parts, parts, photo_parts, queries
from vendors.shelf.copying import copy_listing
from vendors.shelf.forms import NewListingForm, by_sector
from vendors.shelf.operations import put_on_shelf
from vendors.stock.offers import offers_of

blueprint = Blueprint("shelf", __name__)
for part in (parts, photo_parts, pack_parts, changes, reductions):
    blueprint.register_blueprint(part.blueprint)
LISTED = ("stock", "imports", "seller_coupons")
NAVIGATION = (Entry(_l("Hàng"), "shelf.index", "package", Place.SELLER, 30, also=LISTED),)
Page = str | Response | tuple[str, int]
WORKED_ON = frozenset({ListingStatus.DRAFT, ListingStatus.RETURNED, ListingStatus.PAUSED})


@blueprint.get("")
@seller(Right.SEE_LISTINGS)
def index() -> str:
    """List the vendor's goods."""
    vendor = current_vendor()
    asked = request.args.get("status", "")
    status = ListingStatus(asked) if asked in set(ListingStatus) else None
    words = request.args.get("q", "")[:100]
    page, figures = queries.shelf_page(vendor, status=status, words=words)
    counts = counts_by_status(vendor)
    return render_template(
        "shelf/index.html", page=page, figures=figures, counts=counts, status=status, words=words, chips=STATUS_CHIPS
    )


@blueprint.route("/new", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def new() -> Page:
    """Begin a listing with the little that is needed."""
    form = NewListingForm()
    form.category_number.choices = by_sector(categories(), str(get_locale()))
    begun: list[Listing] = []
    if form.carried_out(lambda: begun.append(put_on_shelf(current_vendor(), form.goods, by=current_user))):
        flash(_("Đã lưu bản nháp. Viết thêm vài lời rồi gửi duyệt."), "good")
        return redirect(url_for("shelf.listing", listing_id=begun[0].id))
    return form_page("shelf/new.html", form, fee=_fee(form), words=fee_words)


@blueprint.get("/<int:listing_id>")
@seller(Right.SEE_LISTINGS)
def listing(listing_id: int) -> str:
    """Show a listing, what it lacks and what can be done with it."""
    found = _listing(listing_id)
    change = latest_of(found) if found.status in ON_SHELF else None
    return render_template(
        "shelf/listing.html",
        listing=found,
        chip=STATUS_CHIPS[found.status],
        stock=queries.stock_of(found),
        missing=missing_of(found) if found.status in WORKED_ON else [],
        moves=LISTING_MOVES[found.status],
        states=ListingStatus,
        storage_names=STORAGE_NAMES,
        asked=asked_of(found.category_number),
        allergens=names_of(found.allergens or []),
        change=change,
        differences=differences(change) if change else [],
        fee=fees.fee_on(found),
        fee_words=fee_words,
    )


@blueprint.get("/<int:listing_id>/preview")
@seller(Right.SEE_LISTINGS)
def preview(listing_id: int) -> str:
    """Show the listing as buyers will see it, without what buys."""
    found = AsProposed(_listing(listing_id))
    certificate = found.certificate
    return render_template(
        "storefront/listing.html",
        listing=found,
        vendor=current_vendor(),
        offers=offers_of(listing_id),
        was=was_prices(listing_id),
        certificate=certificate if certificate and certificate.verified_at else None,
        similar=[],
        preview=True,
    )


@blueprint.post("/<int:listing_id>/submission")
@seller(Right.EDIT_LISTINGS)
def submission(listing_id: int) -> Response:
    """Ask the moderator to let the listing on sale."""
    listings.submit(_listing(listing_id), by=current_user)
    return _back(listing_id, _("Đã gửi duyệt. Chúng tôi sẽ báo khi có kết quả."))


@blueprint.post("/<int:listing_id>/withdrawal")
@seller(Right.EDIT_LISTINGS)
def withdrawal(listing_id: int) -> Response:
    """Take back what was submitted."""
    listings.withdraw(_listing(listing_id), by=current_user)
    return _back(listing_id, _("Đã rút lại để sửa tiếp."))


@blueprint.post("/<int:listing_id>/pause")
@seller(Right.EDIT_LISTINGS)
def pause(listing_id: int) -> Response:
    """Hide the listing for a while."""
    listings.pause(_listing(listing_id), by=current_user)
    return _back(listing_id, _("Đã tạm dừng. Khách không còn thấy mặt hàng này."))


@blueprint.post("/<int:listing_id>/sale")
@seller(Right.EDIT_LISTINGS)
def sale(listing_id: int) -> Response:
    """Show a paused listing again."""
    listings.resume(_listing(listing_id), by=current_user)
    return _back(listing_id, _("Mặt hàng đang bán trở lại."))


@blueprint.post("/<int:listing_id>/archive")
@seller(Right.EDIT_LISTINGS)
def archive(listing_id: int) -> Response:
    """Put the listing away for good."""
    listings.archive(_listing(listing_id), by=current_user)
    return _back(listing_id, _("Đã cất mặt hàng. Các đơn cũ vẫn còn nguyên."))


@blueprint.post("/<int:listing_id>/copies")
@seller(Right.EDIT_LISTINGS)
def copies(listing_id: int) -> Response:
    """Begin another listing like this one."""
    copy = copy_listing(_listing(listing_id), current_vendor(), by=current_user)
    return _back(copy.id, _("Đây là bản sao, còn là bản nháp. Sửa tên và giá, rồi gửi duyệt."))


def _fee(form: NewListingForm) -> fees.Fee:
    """What the market would take: of the product set that stands in the form, at its price if there is one."""
    shown = form.category_number.data or categories()[0].number
    return fees.fee_for(current_vendor(), category_number=shown, price_dong=form.price_dong.data)


def _listing(listing_id: int) -> Listing:
    return listing_of(current_vendor(), listing_id)


def _back(listing_id: int, words: str) -> Response:
    flash(words, "good")
    return redirect(url_for("shelf.listing", listing_id=listing_id))
