"""What is done with the orders chosen in the list: accepted, packed, or their papers printed."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.links import safe_next
from orders.many import operations
from orders.many.operations import Outcome
from orders.papers.models import PaperKind
from orders.papers.queries import NothingChosen, TooManyChosen, chosen_parts
from vendors.access import current_vendor, seller
from vendors.permissions import Right

blueprint = Blueprint("seller_many", __name__)
ACTS: dict[str, Callable[..., Outcome]] = {"accept": operations.accept_each, "pack": operations.pack_each}


@blueprint.post("/chosen")
@seller(Right.HANDLE_ORDERS)
def chosen() -> str | Response:
    """Do it with each chosen order and tell what was done and what was not; send who prints to the papers."""
    back = safe_next(request.form.get("next"), otherwise=url_for("seller_orders.index"))
    act, numbers = request.form.get("act", ""), request.form.getlist("number")
    try:
        parts = chosen_parts(current_vendor(), numbers)
    except (NothingChosen, TooManyChosen) as refusal:
        flash(str(refusal), "bad")
        return redirect(back, code=303)
    if act not in ACTS:
        kind = PaperKind(act) if act in set(PaperKind) else PaperKind.ALL
        return redirect(url_for("seller_papers.papers", kind=kind, number=numbers), code=303)
    outcome = ACTS[act](parts, by=current_user)
    return render_template("orders/many/summary.html", outcome=outcome, act=act, back=back)
