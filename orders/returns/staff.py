"""`/desk/disputes`: complaints that the market decides, with the whole thread and the money before it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.web.audience import administrators, staff
from marketplace.web.forms import MarketForm
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from orders.returns import deciding, queries, words
from orders.returns.forms import DecisionForm, WordsForm, decision_form
from orders.returns.models import ReturnCase, ReturnState
from orders.returns.operations import quantities_of

blueprint = Blueprint("desk_returns", __name__)
Page = str | Response | tuple[str, int]


def disputed_count() -> int:
    """Count the disputes that wait for a decision."""
    return queries.count_disputed(current_user)


NAVIGATION = (Entry(_l("Khiếu nại"), "desk_returns.index", "message", Place.DESK, 45, disputed_count),)


@blueprint.get("")
@staff
def index() -> str:
    """List complaints: disputes first, by their clock, or those that are over."""
    is_open = request.args.get("tab") != "over"
    page = page_of(queries.cases_for(current_user, is_open=is_open), size=50)
    return render_template("orders/returns/index.html", page=page, is_open=is_open, words=words, desk=True)


@blueprint.get("/<return_reference>")
@staff
def show(return_reference: str) -> str:
    """Show one complaint with its thread, its photos and its money."""
    return _page(queries.case_for(current_user, return_reference))


@blueprint.get("/<return_reference>/photos/<int:return_photo_id>")
@staff
def photo(return_reference: str, return_photo_id: int) -> Response:
    """Show a photo of the goods."""
    case = queries.case_for(current_user, return_reference)
    return send_private(queries.photo_of(case, return_photo_id).key, name="return")


@blueprint.post("/<return_reference>/grant")
@administrators
def grant(return_reference: str) -> Page:
    """Decide for the buyer."""
    case = queries.case_for(current_user, return_reference)
    form = decision_form(case.vendor_order, {})
    if form.carried_out(
        lambda: deciding.grant(
            case,
            form.quantities(),
            delivery=form.delivery.data,
            restock=form.restock.data,
            words=form.words.data or "",
            by=current_user,
        )
    ):
        flash(_("Đã quyết định hoàn tiền. Cả hai bên được báo."), "good")
        return redirect(url_for("desk_returns.show", return_reference=return_reference), code=303)
    return _refused(return_reference, form)


@blueprint.post("/<return_reference>/rejection")
@administrators
def reject(return_reference: str) -> Page:
    """Decide for the vendor."""
    case, form = queries.case_for(current_user, return_reference), WordsForm()
    if form.carried_out(lambda: deciding.reject(case, words=form.words.data or "", by=current_user)):
        flash(_("Đã quyết định không hoàn. Cả hai bên được báo."), "good")
        return redirect(url_for("desk_returns.show", return_reference=return_reference), code=303)
    return _refused(return_reference, form)


def _refused(return_reference: str, form: MarketForm) -> Page:
    db.session.rollback()
    return _page(queries.case_for(current_user, return_reference), form), 422


def _page(case: ReturnCase, refused: MarketForm | None = None) -> str:
    is_decision = isinstance(refused, DecisionForm)
    blank = WordsForm(formdata=None)
    return render_template(
        "orders/returns/desk.html",
        case=case,
        part=case.vendor_order,
        words=words,
        decision=refused if is_decision else decision_form(case.vendor_order, quantities_of(case)),
        rejection=blank if is_decision or refused is None else refused,
        is_rejection_refused=refused is not None and not is_decision,
        may_decide=case.state is ReturnState.DISPUTED and current_user.is_administrator,
        is_decision=is_decision,
    )
