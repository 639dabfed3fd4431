"""A vendor takes something off its own part and gives the money back."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.forms import form_page
from orders.crediting.forms import credit_form
from orders.fulfilment.parcels import credit_or_cut
from orders.fulfilment.queries import part_of
from orders.kinds import DELIVERED
from vendors.access import current_vendor, seller
from vendors.permissions import Right

blueprint = Blueprint("seller_credits", __name__)


@blueprint.route("/<number>/credit", methods=["GET", "POST"])
@seller(Right.CREDIT_BUYERS)
def write(number: str) -> str | Response | tuple[str, int]:
    """Choose what is given back, and give it."""
    part = part_of(current_vendor(), number)
    form = credit_form(part)
    if form.carried_out(
        lambda: credit_or_cut(
            part,
            quantities=form.quantities(),
            delivery=form.delivery.data,
            restock=form.restock.data,
            reason=form.reason.data or "",
            by=current_user,
        )
    ):
        flash(_("Đã lập phiếu giảm trừ. Khách được báo ngay."), "good")
        return redirect(url_for("seller_orders.show", number=number), code=303)
    return form_page("orders/crediting/seller.html", form, part=part, delivered=part.status in DELIVERED)
