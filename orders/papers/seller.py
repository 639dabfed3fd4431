"""Printing what goes with the goods, for one order or for many at once."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import Refusal
from marketplace.web.private_files import send_made
from orders.papers.making import papers_of
from orders.papers.models import PaperKind
from orders.papers.queries import NothingChosen, TooManyChosen, chosen_parts
from vendors.access import current_member, current_vendor, seller
from vendors.permissions import Right

blueprint = Blueprint("seller_papers", __name__)


@blueprint.get("/papers")
@seller(Right.HANDLE_ORDERS)
def papers() -> Response:
    """Give the papers of the chosen orders as one PDF, or say on the list why there is none."""
    asked = request.args.get("kind", "")
    kind = PaperKind(asked) if asked in set(PaperKind) else PaperKind.ALL
    try:
        parts = chosen_parts(current_vendor(), request.args.getlist("number"))
        made = papers_of(parts, kind, vendor=current_vendor(), reader=current_member(), by=current_user)
    except (NothingChosen, TooManyChosen) as refusal:
        return _back(refusal)
    return send_made(made, "application/pdf", name=f"{kind}-{parts[0].number}.pdf")


def _back(refusal: Refusal) -> Response:
    flash(str(refusal), "bad")
    return redirect(url_for("seller_orders.index"), code=303)
