"""`/orders/<number>/pay` leads to the gateway; `/payments/<gateway>/return` only shows what came of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.settings import settings
from marketplace.web.audience import public
from orders.buying.access import let_in, order_of_visitor
from orders.paying.returned import came_back
from orders.payments import tries
from orders.payments.gateways import NAMES
from orders.payments.tries import GatewayAway, NothingToPay

blueprint = Blueprint("paying", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/orders/<number>/pay")
@public
def start(number: str) -> Page:
    """Begin a try to pay, or go on with the open one; it is kept before the gateway hears of it."""
    order = order_of_visitor(number)
    address = let_in(order)
    try:
        begun = tries.begin_try(order)
    except NothingToPay as refusal:
        flash(str(refusal), "warning")
        return redirect(address, code=303)
    return redirect(url_for("paying.go", number=number, try_reference=begun.reference), code=303)


@blueprint.get("/orders/<number>/pay/<try_reference>")
@public
def go(number: str, try_reference: str) -> Page:
    """Send the buyer to the gateway, or say that it does not answer."""
    order = order_of_visitor(number)
    begun, address = tries.try_of(order, try_reference), let_in(order)
    try:
        page = tries.page_of(
            begun,
            order,
            return_url=settings().public_url.rstrip("/") + url_for("paying.back", gateway=begun.method.value),
            address=request.remote_addr or "127.0.0.1",
            language=str(get_locale()),
        )
    except NothingToPay as refusal:
        flash(str(refusal), "warning")
        return redirect(address, code=303)
    except GatewayAway as refusal:
        db.session.rollback()
        name = NAMES[begun.method.value]
        told = render_template("orders/paying/away.html", number=number, name=name, address=address, refusal=refusal)
        return told, refusal.status
    return redirect(page, code=303)


@blueprint.get("/payments/<gateway>/return")
@public
def back(gateway: str) -> Page:
    """Show what the market knows of the payment; what the browser brings moves no money."""
    if gateway not in NAMES:
        raise NotFound
    outcome = came_back(gateway, request.args.to_dict())
    return render_template("orders/paying/back.html", outcome=outcome, name=NAMES[gateway], here=request.full_path)
