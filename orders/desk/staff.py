"""`/desk/orders`: any order by what a caller remembers of it, all of one order, and ending a part."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import audit
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.web.audience import administrators, staff
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.credits.operations import may_credit
from orders.credits.queries import notes_of
from orders.desk import queries, words
from orders.fulfilment import words as part_words
from orders.fulfilment.endings import cancel_by_staff
from orders.fulfilment.forms import ReasonForm
from orders.kinds import VENDOR_ORDER_MOVES, VendorOrderStatus
from orders.queries import states_of

blueprint = Blueprint("desk_orders", __name__)
NAVIGATION = (Entry(_l("Đơn hàng"), "desk_orders.index", "shopping-bag", Place.DESK, 40),)
CANCELLABLE = frozenset(status for status, moves in VENDOR_ORDER_MOVES.items() if VendorOrderStatus.CANCELLED in moves)


@blueprint.get("")
@staff
def index() -> str:
    """List orders, newest first, or those that a caller's words find."""
    sought = request.args.get("q", "")[:100]
    page = page_of(queries.orders_for(current_user, sought), size=50)
    return render_template(
        "orders/desk/index.html", page=page, sought=sought, state_of=states_of(page.rows), chips=words.ORDERS
    )


@blueprint.get("/<number>")
@staff
def show(number: str) -> str:
    """Show one order; reading who the buyer is goes into the trail."""
    return _page(number)


@blueprint.post("/<number>/parts/<part_number>/cancellation")
@administrators
def cancel(number: str, part_number: str) -> str | Response | tuple[str, int]:
    """End a part that is not sent yet, with the reason that both sides read."""
    form, part = ReasonForm(), queries.part_for(current_user, number, part_number)
    if not form.validate():
        return _page(number, form, part_number), 422
    try:
        with db.session.begin_nested():
            cancel_by_staff(part, by=current_user, reason=form.reason.data or "")
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        flash(_("Đã hủy phần %(number)s. Khách và nhà sản xuất được báo.", number=part_number), "good")
    return redirect(url_for("desk_orders.show", number=number), code=303)


def _page(number: str, refused: ReasonForm | None = None, refused_part: str = "") -> str:
    order = queries.order_for(current_user, number)
    audit.record("buyer read", order, by=current_user)
    return render_template(
        "orders/desk/order.html",
        order=order,
        parts=queries.parts_for(current_user, order),
        money=queries.money_of(order) if current_user.is_administrator else None,
        notes=notes_of([part.id for part in order.vendor_orders]),
        may_credit=may_credit if current_user.is_administrator else lambda _part, _lines: False,
        chip=words.ORDERS[states_of([order])[order.id]],
        part_words=part_words,
        words=words,
        cancellable=CANCELLABLE if current_user.is_administrator else frozenset(),
        blank=ReasonForm(formdata=None),
        refused=refused,
        refused_part=refused_part,
    )
