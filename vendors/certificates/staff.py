"""The desk's certificates: those that wait, those due; verified or withdrawn."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace import clock
from marketplace.web.audience import administrators, staff
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from vendors.certificates import operations, queries
from vendors.certificates.forms import WithdrawalForm
from vendors.certificates.models import Certificate
from vendors.certificates.queries import Standing
from vendors.certificates.words import STANDING_CHIPS

blueprint = Blueprint("desk_certificates", __name__)
Page = str | Answer | tuple[str, int]
NAVIGATION = (
    Entry(
        label=_l("Chứng nhận"),
        endpoint="desk_certificates.index",
        icon="badge-check",
        place=Place.DESK,
        order=35,
        count=lambda: queries.count_unverified(current_user),
    ),
)


@blueprint.get("")
@staff
def index() -> str:
    """List certificates by how they stand today: those that wait for staff unless another standing is asked for."""
    asked = request.args.get("standing", Standing.UNVERIFIED)
    standing = Standing(asked) if asked in set(Standing) else None
    return render_template(
        "certificates/desk.html",
        page=page_of(queries.certificates_for(current_user, standing)),
        standing=standing,
        chips=STANDING_CHIPS,
        today=clock.today(),
        standing_of=queries.standing,
    )


@blueprint.get("/<int:certificate_id>")
@staff
def case(certificate_id: int) -> Page:
    """Show one certificate with its scan."""
    return _case(queries.certificate_for(current_user, certificate_id), WithdrawalForm(formdata=None))


@blueprint.get("/<int:certificate_id>/scan")
@staff
def scan(certificate_id: int) -> Response:
    """Send the scan of a certificate that this member of staff may see."""
    return send_private(queries.certificate_for(current_user, certificate_id).scan_key, name="certificate")


@blueprint.post("/<int:certificate_id>/verification")
@administrators
def verify(certificate_id: int) -> Answer:
    """Note that the certificate is true."""
    operations.verify(queries.certificate_for(current_user, certificate_id), by=current_user)
    flash(_("Đã xác nhận, sao hiện trên món hàng."), "good")
    return redirect(url_for("desk_certificates.index"))


@blueprint.post("/<int:certificate_id>/withdrawal")
@administrators
def withdraw(certificate_id: int) -> Page:
    """Take the star away, with the reason."""
    certificate = queries.certificate_for(current_user, certificate_id)
    form = WithdrawalForm()
    if form.carried_out(lambda: operations.withdraw(certificate, by=current_user, reason=form.reason.data or "")):
        flash(_("Đã thu hồi, sao không còn hiện."), "good")
        return redirect(url_for("desk_certificates.index"))
    return _case(certificate, form)


def _case(certificate: Certificate, form: WithdrawalForm) -> Page:
    chip = STANDING_CHIPS[queries.standing(certificate, clock.today())]
    return form_page("certificates/case.html", form, certificate=certificate, chip=chip)
