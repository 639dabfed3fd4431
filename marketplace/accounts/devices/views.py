"""`/account/devices`: where the person is signed in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts.devices import operations, queries
from marketplace.accounts.sessions import stay_in, this_sign_in
from marketplace.web.audience import signed_in

blueprint = Blueprint("devices", __name__)


@blueprint.get("/account/devices")
@signed_in
def index() -> str:
    """List the devices, this one marked."""
    return render_template("accounts/devices.html", devices=queries.open_on(current_user), here=this_sign_in())


@blueprint.post("/account/devices/<int:sign_in_id>/end")
@signed_in
def end(sign_in_id: int) -> Response:
    """Sign out on one device."""
    operations.end(current_user, sign_in_id)
    flash(_("Đã đăng xuất thiết bị đó."), "good")
    return redirect(url_for("devices.index"))


@blueprint.post("/account/devices/end")
@signed_in
def end_others() -> Response:
    """Sign out everywhere but here."""
    operations.end_all(current_user, but=this_sign_in())
    stay_in(current_user)
    flash(_("Đã đăng xuất mọi thiết bị khác."), "good")
    return redirect(url_for("devices.index"))
