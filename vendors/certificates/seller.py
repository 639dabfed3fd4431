"""The seller's pages of certificates."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace import clock
from marketplace.web.forms import form_page
from marketplace.web.private_files import send_private
from vendors.access import current_vendor, seller
from vendors.certificates import operations, queries
from vendors.certificates.forms import AwardForm
from vendors.certificates.words import STANDING_CHIPS
from vendors.permissions import Right

blueprint = Blueprint("certificates", __name__)
Page = str | Answer | tuple[str, int]


@blueprint.get("")
@seller(Right.SEE_PAPERS)
def index() -> str:
    """List the vendor's certificates with how they stand today."""
    today = clock.today()
    listed = [
        (certificate, STANDING_CHIPS[queries.standing(certificate, today)])
        for certificate in queries.certificates_of(current_vendor())
    ]
    return render_template("certificates/index.html", listed=listed)


@blueprint.route("/new", methods=["GET", "POST"])
@seller(Right.HAND_IN_PAPERS)
def register() -> Page:
    """Register a certificate."""
    form = AwardForm()
    if form.carried_out(lambda: operations.register(current_vendor(), form.award, by=current_user, scan=form.raw)):
        flash(_("Đã gửi chứng nhận. Sao sẽ hiện sau khi chợ xác nhận."), "good")
        return redirect(url_for("certificates.index"))
    return form_page("certificates/new.html", form)


@blueprint.get("/<int:certificate_id>/scan")
@seller(Right.SEE_PAPERS)
def scan(certificate_id: int) -> Response:
    """Send the scan of one of the vendor's own certificates."""
    return send_private(queries.certificate_of(current_vendor(), certificate_id).scan_key, name="certificate")
