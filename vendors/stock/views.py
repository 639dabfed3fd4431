"""What is behind the code on a jar: who made it, where, which lot and until when it is good."""

from flask import Blueprint, render_template

from marketplace import clock
from marketplace.extensions import limiter
from marketplace.web.audience import public
from vendors.certificates.queries import valid_on
from vendors.stock.queries import lot_behind

blueprint = Blueprint("lots", __name__)


@blueprint.get("/lot/<token>")
@public
@limiter.limit("60 per minute")
def lot(token: str) -> str:
    """Show a lot to whoever holds the jar; how many there are is nobody's business."""
    found = lot_behind(token)
    certificate = found.stock_item.variant.listing.certificate
    has_star = certificate is not None and valid_on(certificate, clock.today())
    return render_template("stock/lot.html", lot=found, certificate=certificate if has_star else None)
