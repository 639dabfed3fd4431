"""The desk takes something off a part and gives the money back."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from orders.crediting.forms import credit_form
from orders.desk.queries import part_for
from orders.fulfilment.parcels import credit_or_cut
from orders.kinds import DELIVERED

blueprint = Blueprint("desk_credits", __name__)


@blueprint.route("/<number>/parts/<part_number>/credit", methods=["GET", "POST"])
@administrators
def write(number: str, part_number: str) -> str | Response | tuple[str, int]:
    """Choose what is given back, and give it."""
    part = part_for(current_user, number, part_number)
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
        flash(_("Đã lập phiếu giảm trừ. Khách và nhà sản xuất được báo."), "good")
        return redirect(url_for("desk_orders.show", number=number), code=303)
    return form_page("orders/crediting/desk.html", form, part=part, number=number, delivered=part.status in DELIVERED)
