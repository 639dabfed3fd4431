"""The seller's pages of the shop: what it says, shows, and on which terms it sells."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import NotFound
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from vendors.access import current_vendor, seller
from vendors.holidays.queries import holidays_of
from vendors.payouts.accounts import current_account
from vendors.permissions import Right
from vendors.shop import operations
from vendors.shop.forms import PicturesForm, SaleTermsForm, StoryForm
from vendors.shop.operations import PictureKind
from vendors.words import KIND_NAMES, STATUS_CHIPS

blueprint = Blueprint("shop_settings", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (
    Entry(
        label=_l("Shop"),
        endpoint="shop_settings.index",
        icon="store",
        place=Place.SELLER,
        order=50,
        also=("holidays", "delivery", "certificates", "seller_paperwork", "team", "consents", "application"),
    ),
)


@blueprint.get("")
@seller(Right.SEE_SHOP)
def index() -> str:
    """Show what can be set, with how it stands now."""
    vendor = current_vendor()
    return render_template(
        "shop/index.html",
        account=current_account(vendor),
        kind_names=KIND_NAMES,
        chip=STATUS_CHIPS[vendor.status],
        holiday=next(iter(holidays_of(vendor)), None),
    )


@blueprint.route("/story", methods=["GET", "POST"])
@seller(Right.EDIT_SHOP)
def story() -> Page:
    """Show and change what the shop says of itself."""
    form = StoryForm(obj=current_vendor())
    if form.carried_out(lambda: operations.tell_story(current_vendor(), form.story, by=current_user)):
        return _saved()
    return form_page("shop/story.html", form)


@blueprint.route("/pictures", methods=["GET", "POST"])
@seller(Right.EDIT_SHOP)
def pictures() -> Page:
    """Show and change the shop's pictures."""
    form = PicturesForm()
    if form.carried_out(lambda: _hang(form)):
        flash(_("Đã lưu."), "good")
        return redirect(url_for("shop_settings.pictures"))
    return form_page("shop/pictures.html", form)


@blueprint.post("/pictures/<kind>/removal")
@seller(Right.EDIT_SHOP)
def remove_picture(kind: str) -> Response:
    """Show the shop without one of its pictures."""
    if kind not in set(PictureKind):
        raise NotFound
    operations.remove_picture(current_vendor(), PictureKind(kind), by=current_user)
    return redirect(url_for("shop_settings.pictures"))


@blueprint.route("/terms", methods=["GET", "POST"])
@seller(Right.EDIT_SHOP)
def terms() -> Page:
    """Show and change the terms of sale."""
    form = SaleTermsForm(obj=current_vendor())
    if form.carried_out(lambda: operations.set_sale_terms(current_vendor(), form.terms, by=current_user)):
        return _saved()
    return form_page("shop/terms.html", form)


def _hang(form: PicturesForm) -> None:
    """Hang those pictures that were chosen."""
    for kind, field in ((PictureKind.LOGO, form.logo), (PictureKind.BANNER, form.banner)):
        if field.data:
            operations.set_picture(current_vendor(), kind, field.data.read(), by=current_user)


def _saved() -> Response:
    flash(_("Đã lưu."), "good")
    return redirect(url_for("shop_settings.index"))
