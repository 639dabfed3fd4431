"""A certificate as anybody may check it: number, star, dates, and the scan while it is in force."""

from flask import Blueprint, Response, render_template

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.web.audience import public
from marketplace.web.private_files import send_private
from vendors.certificates.queries import public_certificate, standing, valid_on
from vendors.certificates.words import STANDING_CHIPS

blueprint = Blueprint("certificate_pages", __name__)


@blueprint.get("/certificates/<int:certificate_id>")
@public
def certificate(certificate_id: int) -> str:
    """Show a certificate that the market has verified, and how it stands today."""
    found = public_certificate(certificate_id)
    today = clock.today()
    chip = STANDING_CHIPS[standing(found, today)]
    in_force = valid_on(found, today)
    return render_template("certificates/public.html", certificate=found, chip=chip, in_force=in_force)


@blueprint.get("/certificates/<int:certificate_id>/scan")
@public
def scan(certificate_id: int) -> Response:
    """Send the scan of a certificate that is in force today. Raises NotFound for any other."""
    found = public_certificate(certificate_id)
    if not valid_on(found, clock.today()):
        raise NotFound
    answer = send_private(found.scan_key, name="certificate")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
