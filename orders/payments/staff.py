"""Money that came and money that goes back, at the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import audit
from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.locking import lock_order
from orders.payments import notices, queries
from orders.payments.models import NoticeOutcome

blueprint = Blueprint("desk_payments", __name__)
NAVIGATION = (Entry(_l("Tiền vào"), "desk_payments.incoming", "landmark", Place.DESK, 50, queries.unmatched_count),)


@blueprint.get("/desk/payments")
@administrators
def incoming() -> str:
    """List what the bank told us; what nobody could place waits on top."""
    asked = request.args.get("outcome", NoticeOutcome.UNMATCHED.value)
    outcome = NoticeOutcome(asked) if asked in set(NoticeOutcome) else None
    page = page_of(queries.notices(outcome), size=50)
    return render_template("payments/incoming.html", page=page, outcome=outcome, waiting=queries.unmatched_count())


@blueprint.post("/desk/payments/<int:notice_id>/match")
@administrators
def match(notice_id: int) -> Response:
    """Give money that nobody could place to the order that a person names."""
    notice = queries.unmatched(notice_id)
    order_id = queries.order_to_pay(request.form.get("number", ""))
    if order_id is None:
        flash(_("Không có đơn chuyển khoản nào mang mã đó. Hãy xem lại mã đơn."), "bad")
        return redirect(url_for("desk_payments.incoming"))
    order = lock_order(order_id)
    if notices.match(notice, order):
        audit.record("money placed", notice, by=current_user, order=order.number)
        flash(_("Đã ghép tiền vào đơn %(number)s.", number=order.number), "good")
    return redirect(url_for("desk_payments.incoming"))


@blueprint.get("/desk/refunds")
@administrators
def refunds() -> str:
    """List refunds, open ones first."""
    open_only = request.args.get("all") != "1"
    page = page_of(queries.refunds(open_only=open_only), size=50)
    return render_template("payments/refunds.html", page=page, open_only=open_only)
