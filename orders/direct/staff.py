"""What vendors owe buyers, and transfers of which both sides do not say the same, at the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.gateways.banks import bank_by_bin
from marketplace.settings import settings
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.direct import queries, refunds, words
from orders.direct.forms import SettlingForm
from orders.kinds import Holding
from orders.payments.models import RefundStatus

blueprint = Blueprint("desk_direct", __name__)


def _is_offered() -> bool:
    return bool(current_user.is_administrator) and Holding(settings().holding) is Holding.DIRECT


NAVIGATION = (
    Entry(
        label=_l("Chuyển thẳng"),
        endpoint="desk_direct.index",
        icon="hand-coins",
        place=Place.DESK,
        order=55,
        count=queries.open_count,
        allowed=_is_offered,
    ),
)


@blueprint.get("/desk/direct")
@administrators
def index() -> str:
    """List what vendors have to give back with its age, and the transfers that wait for a vendor's word."""
    open_only = request.args.get("all") != "1"
    page = page_of(queries.all_refunds(open_only=open_only), size=50)
    return render_template(
        "orders/direct/desk.html",
        page=page,
        open_only=open_only,
        part_of_refund=queries.parts_of(page.rows),
        claims=queries.disputed(),
        words=words,
    )


@blueprint.route("/desk/direct/<vendor_refund>", methods=["GET", "POST"])
@administrators
def refund(vendor_refund: str) -> str | Response | tuple[str, int]:
    """Show what was said of a refund by a vendor, and close it once both sides were heard."""
    found, form = queries.refund_referenced(vendor_refund), SettlingForm()
    if form.carried_out(lambda: refunds.settle(found, words=form.words.data or "", by=current_user)):
        flash(_("Đã kết thúc việc hoàn tiền này."), "good")
        return redirect(url_for("desk_direct.index"))
    return form_page(
        "orders/direct/desk_refund.html",
        form,
        refund=found,
        part=queries.parts_of([found])[found.id],
        steps=queries.steps_of([found]).get(found.id, []),
        bank=bank_by_bin(found.bank_bin or ""),
        waits=found.status is not RefundStatus.DONE,
        words=words,
    )
