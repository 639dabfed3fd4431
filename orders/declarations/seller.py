"""The vendor's tax: what was withheld each month, how near its revenue is to the threshold, the yearly certificate."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from marketplace import clock
from marketplace.documents.views import hand_out
from orders.declarations import operations, queries, words
from orders.taxes.operations import WITHHELD_FROM
from orders.taxes.queries import threshold_in
from vendors.access import current_vendor, seller
from vendors.permissions import Right
from vendors.words import TAX_STATUS_NAMES

blueprint = Blueprint("tax", __name__)
FIRST_YEAR = 2026
"""The market withholds since 1 July 2026 (Decree 252/2026/NĐ-CP)."""


@blueprint.get("")
@seller(Right.SEE_MONEY)
def index() -> str:
    """Show a year, month by month."""
    vendor, this_year = current_vendor(), clock.today().year
    asked = request.args.get("year", this_year, type=int)
    year = asked if FIRST_YEAR <= asked <= this_year else this_year
    return render_template(
        "orders/declarations/tax.html",
        year=queries.year_of(vendor, year),
        years=range(this_year, FIRST_YEAR - 1, -1),
        threshold=threshold_in(year),
        certificate=queries.certificates_of(vendor).get(year),
        withheld=vendor.tax_status in WITHHELD_FROM,
        taxed_as=TAX_STATUS_NAMES[vendor.tax_status],
        words=words,
    )


@blueprint.post("/<int:year>/certificate")
@seller(Right.MOVE_MONEY)
def certify(year: int) -> AnyResponse:
    """Issue the certificate of a whole year."""
    operations.certify(current_vendor(), year)
    flash(_("Đã lập chứng từ khấu trừ thuế năm %(year)s.", year=year), "good")
    return redirect(url_for("tax.index", year=year))


@blueprint.get("/<int:year>/certificate.<ending>")
@seller(Right.SEE_MONEY)
def certificate(year: int, ending: str) -> Response | AnyResponse:
    """Hand out the certificate of a year; before it is issued there is none."""
    document = queries.certificates_of(current_vendor()).get(year)
    if document is None:
        flash(_("Chưa có chứng từ khấu trừ thuế năm %(year)s.", year=year), "info")
        return redirect(url_for("tax.index"))
    return hand_out(document, ending)
