"""The seller's pages of certificates."""

from types import SimpleNamespace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace import clock
from marketplace.web.forms import form_page
from marketplace.web.private_files import send_private
from vendors.access import current_vendor, seller
from vendors.certificates import operations, queries
from vendors.certificates.forms import AwardForm
from vendors.certificates.models import Certificate
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
    """Register a certificate, or the one that renews another."""
    earlier = _renewed()
    form = AwardForm(obj=_to_renew(earlier) if earlier else None)
    if form.carried_out(lambda: _register(form, earlier)):
        flash(_("Đã gửi chứng nhận. Sao sẽ hiện sau khi chợ xác nhận."), "good")
        return redirect(url_for("seller_paperwork.index" if earlier else "certificates.index"))
    return form_page("certificates/new.html", form, earlier=earlier)


@blueprint.get("/<int:certificate_id>/scan")
@seller(Right.SEE_PAPERS)
def scan(certificate_id: int) -> Response:
    """Send the scan of one of the vendor's own certificates."""
    return send_private(queries.certificate_of(current_vendor(), certificate_id).scan_key, name="certificate")


def _renewed() -> Certificate | None:
    """Give the vendor's certificate that the new one renews, if the address names one. Raises NotFound."""
    renews_id = request.args.get("renews", type=int)
    return queries.certificate_of(current_vendor(), renews_id) if renews_id else None


def _to_renew(earlier: Certificate) -> SimpleNamespace:
    """Give what a renewal has in common with the earlier certificate."""
    return SimpleNamespace(product_name=earlier.product_name, star=str(earlier.star), issuer=earlier.issuer)


def _register(form: AwardForm, earlier: Certificate | None) -> None:
    operations.register(current_vendor(), form.award, by=current_user, scan=form.raw, renews=earlier)
