"""The partner at the desk: what stands there, and money that moved between it and the market."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.settings import settings
from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from orders.kinds import Holding
from orders.partner import operations, queries

blueprint = Blueprint("desk_partner", __name__)


def _is_offered() -> bool:
    return bool(current_user.is_administrator) and Holding(settings().holding) is Holding.PARTNER


NAVIGATION = (
    Entry(
        label=_l("Đối tác giữ tiền"),
        endpoint="desk_partner.index",
        icon="landmark",
        place=Place.DESK,
        order=58,
        allowed=_is_offered,
    ),
)


@blueprint.get("/desk/partner")
@administrators
def index() -> str:
    """Show what the partner holds and whose it is."""
    return render_template("orders/partner/desk.html", at=queries.at_partner())


@blueprint.post("/desk/payments/<int:notice_id>/partner")
@administrators
def moved(notice_id: int) -> Response:
    """Note that money which nobody could place moved between the partner and the market's own bank."""
    operations.mark_as_moved(notice_id, by=current_user)
    flash(_("Đã ghi là tiền giữa chợ và đối tác."), "good")
    return redirect(url_for("desk_payments.incoming"), code=303)
