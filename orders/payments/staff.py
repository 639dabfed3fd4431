"""Money that came and money that goes back, at the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.payments import notices, queries
from orders.payments.forms import PlacingForm
from orders.payments.models import NoticeOutcome

blueprint = Blueprint("desk_payments", __name__)
NAVIGATION = (Entry(_l("Tiền vào"), "desk_payments.incoming", "landmark", Place.DESK, 50, queries.unmatched_count),)


@blueprint.get("/desk/payments")
@administrators
def incoming() -> str:
    """List what the bank told us; what nobody could place comes first."""
    asked = request.args.get("outcome", NoticeOutcome.UNMATCHED.value)
    outcome = NoticeOutcome(asked) if asked in set(NoticeOutcome) else None
    page = page_of(queries.notices(outcome), size=50)
    return render_template("payments/incoming.html", page=page, outcome=outcome, waiting=queries.unmatched_count())


@blueprint.get("/desk/payments/<int:notice_id>")
@administrators
def notice(notice_id: int) -> str:
    """Show money that came, and for money that nobody could place the way to its order."""
    return _page(notice_id, PlacingForm())


@blueprint.post("/desk/payments/<int:notice_id>")
@administrators
def place(notice_id: int) -> Response | tuple[str, int]:
    """Give money that nobody could place to the order that a person names."""
    form = PlacingForm()
    if form.validate():
        try:
            order = notices.place(notice_id, form.number.data or "", by=current_user)
        except Refusal as refusal:
            db.session.rollback()
            form.blame(refusal)
        else:
            flash(_("Đã ghép tiền vào đơn %(number)s.", number=order.number), "good")
            return redirect(url_for("desk_payments.incoming"))
    return _page(notice_id, form), 422


@blueprint.get("/desk/refunds")
@administrators
def refunds() -> str:
    """List refunds, open ones first."""
    open_only = request.args.get("all") != "1"
    page = page_of(queries.refunds(open_only=open_only), size=50)
    return render_template("payments/refunds.html", page=page, open_only=open_only)


def _page(notice_id: int, form: PlacingForm) -> str:
    found = queries.notice(notice_id)
    waits = found.outcome is NoticeOutcome.UNMATCHED
    hints = queries.may_belong_to(found) if waits else []
    return render_template("payments/notice.html", notice=found, form=form if waits else None, hints=hints)
