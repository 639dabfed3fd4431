"""`/desk`: what waits for the market's staff, oldest first, and how the market itself is."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import outbox
from marketplace.web.audience import administrators, staff
from marketplace.web.navigation import Entry, Place
from orders.fulfilment import words
from orders.today import desk

blueprint = Blueprint("desk_today", __name__)
NAVIGATION = (Entry(_l("Việc đang chờ"), "desk_today.index", "inbox", Place.DESK, 10),)


@blueprint.get("")
@staff
def index() -> str:
    """Say what waits, and for administrators how the books and the messages are."""
    return render_template(
        "orders/today/desk.html",
        queues=desk.waiting_for(current_user),
        unanswered=desk.unanswered_for(current_user),
        health=desk.health_of_market() if current_user.is_administrator else None,
        taxes_due=desk.taxes_due() if current_user.is_administrator else [],
        words=words,
    )


@blueprint.post("/deliveries/<int:delivery_id>/try")
@administrators
def try_again(delivery_id: int) -> Response:
    """Let a fact that was given up be delivered anew."""
    outbox.try_again(delivery_id)
    flash(_("Đã đưa vào hàng đợi để gửi lại."), "good")
    return redirect(url_for("desk_today.index"), code=303)
