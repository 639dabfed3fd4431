"""Certificates as anybody may check them: all in force, and each with number, star, dates and its scan."""

from typing import Final

from flask import Blueprint, Response, render_template, request

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.places.queries import quang_ninh_commune, quang_ninh_communes
from marketplace.web.audience import public
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from vendors.certificates.queries import public_certificate, shown_certificates, standing, valid_on
from vendors.certificates.words import STANDING_CHIPS

blueprint = Blueprint("certificate_pages", __name__)
STARS: Final = (5, 4, 3)


@blueprint.get("/certificates")
@public
def index() -> str:
    """List the certificates in force: all, of one star, of one commune; a filter that names nothing is none."""
    star = request.args.get("star", type=int)
    commune = quang_ninh_commune(request.args.get("commune", ""))
    chosen = star if star in STARS else None
    query = shown_certificates(clock.today(), star=chosen, commune_code=commune.code if commune else None)
    return render_template(
        "certificates/all.html",
        page=page_of(query, size=40),
        stars=STARS,
        star=chosen,
        commune=commune,
        communes=quang_ninh_communes(),
    )


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
