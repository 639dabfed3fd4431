"""The seller's pages of delivery rates."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import NotFound
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from marketplace.places.queries import communes_of
from marketplace.web.forms import form_page
from vendors.access import current_vendor, seller
from vendors.delivery import operations
from vendors.delivery.forms import PickupForm, PickupHoursForm, RateForm, commune_prices_form
from vendors.delivery.models import DeliveryKind, DeliveryZone
from vendors.delivery.operations import Way
from vendors.delivery.pickup import set_windows, windows_of
from vendors.delivery.queries import rate_of, rates_of
from vendors.delivery.words import WAY_KINDS, WAYS, ZONE_NAMES, way_name, way_named
from vendors.models import Vendor
from vendors.permissions import Right

blueprint = Blueprint("delivery", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@seller(Right.EDIT_SHOP)
def index() -> str:
    """List every way of delivery with its rate, or that it is not offered."""
    vendor = current_vendor()
    rates = {(rate.kind, rate.zone): rate for rate in rates_of([vendor.id])[vendor.id]}
    return render_template(
        "delivery/index.html",
        ways=[(way, rates.get(way)) for way in WAYS],
        kinds=WAY_KINDS,
        zones=ZONE_NAMES,
        windows=windows_of([vendor.id])[vendor.id],
    )


@blueprint.route("/pickup-times", methods=["GET", "POST"])
@seller(Right.EDIT_SHOP)
def pickup_times() -> Page:
    """Show and set the days and hours on which buyers fetch their goods."""
    vendor, form = current_vendor(), PickupHoursForm()
    if not form.is_submitted():
        form.begin(windows_of([vendor.id])[vendor.id])
    if form.carried_out(lambda: _set_hours(vendor, form)):
        flash(_("Đã lưu."), "good")
        return redirect(url_for("delivery.index"))
    return form_page("delivery/pickup_times.html", form)


@blueprint.route("/<kind>/<zone>", methods=["GET", "POST"])
@seller(Right.EDIT_SHOP)
def rate(kind: str, zone: str) -> Page:
    """Show and set the rate of one way of delivery."""
    vendor, way = current_vendor(), _way(kind, zone)
    now = rate_of(vendor, *way)
    form = (PickupForm if way[0] is DeliveryKind.PICKUP else RateForm)(obj=now)
    if form.carried_out(lambda: operations.set_rate(vendor, way, form.terms, by=current_user)):
        flash(_("Đã lưu."), "good")
        return redirect(url_for("delivery.index"))
    return form_page("delivery/rate.html", form, way=way, name=way_name(way), offered=now is not None)


@blueprint.route("/<kind>/<zone>/communes", methods=["GET", "POST"])
@seller(Right.EDIT_SHOP)
def communes(kind: str, zone: str) -> Page:
    """Show and set the communes of the province that have a price of their own."""
    vendor, way = current_vendor(), _way(kind, zone)
    now = rate_of(vendor, *way)
    if now is None or way[0] is DeliveryKind.PICKUP or way[1] is not DeliveryZone.PROVINCE:
        raise NotFound
    form = commune_prices_form(now, communes_of(HOME_PROVINCE_CODE))
    if form.carried_out(lambda: operations.set_commune_prices(vendor, now, form.prices, by=current_user)):
        flash(_("Đã lưu."), "good")
        return redirect(url_for("delivery.index"))
    return form_page("delivery/communes.html", form, way=way, name=way_name(way), rate=now)


@blueprint.post("/<kind>/<zone>/removal")
@seller(Right.EDIT_SHOP)
def remove(kind: str, zone: str) -> Response:
    """Offer one way of delivery no longer."""
    operations.drop_rate(current_vendor(), _way(kind, zone), by=current_user)
    return redirect(url_for("delivery.index"))


def _set_hours(vendor: Vendor, form: PickupHoursForm) -> None:
    set_windows(vendor, weekdays=form.weekdays.data or (), hours=form.hours, by=current_user)


def _way(kind: str, zone: str) -> Way:
    way = way_named(kind, zone)
    if way is None:
        raise NotFound
    return way
