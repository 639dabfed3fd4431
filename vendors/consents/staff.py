"""The officer's page: which producers may be helped, beginning and ending it."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts.models import StaffRole
from marketplace.database import db
from marketplace.web.audience import signed_in, staff
from marketplace.web.navigation import Entry, Place
from vendors.access import choose_vendor, consents_to, stop_helping
from vendors.words import KIND_NAMES

blueprint = Blueprint("helping", __name__)
NAVIGATION = (
    Entry(
        label=_l("Làm thay"),
        endpoint="helping.index",
        icon="hand-coins",
        place=Place.DESK,
        order=38,
        allowed=lambda: current_user.staff_role is StaffRole.OFFICER,
    ),
)


@blueprint.get("/desk/helping")
@staff
def index() -> str:
    """List the producers who consented, and until when."""
    consents = list(db.session.scalars(consents_to(current_user)))
    return render_template("consents/helping.html", consents=consents, kind_names=KIND_NAMES)


@blueprint.post("/desk/helping/<int:vendor_id>")
@staff
def begin(vendor_id: int) -> Response:
    """Act in a producer's name from now on. Raises NoShop without its consent."""
    choose_vendor(vendor_id)
    return redirect("/seller", code=303)


@blueprint.post("/helping/end")
@signed_in
def end() -> Response:
    """Act in nobody's name any more."""
    stop_helping()
    return redirect(url_for("helping.index") if current_user.staff_role else "/", code=303)
