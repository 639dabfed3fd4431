"""What a producer opens from the letter about a new order: the goods, and yes or no. Nobody has to sign in."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.extensions import limiter
from marketplace.web.audience import public
from orders.answering.links import Invitation, invitation_of
from orders.answering.operations import accept_by_link, refuse_by_link
from orders.fulfilment import words
from orders.fulfilment.forms import ReasonForm

blueprint = Blueprint("answering", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/o/<token>")
@public
@limiter.limit("60 per minute")
def ask(token: str) -> str:
    """Show what was ordered, without its buyer, and ask: nothing is changed by looking."""
    return _page(token, invitation_of(token), ReasonForm(formdata=None))


@blueprint.post("/o/<token>/acceptance")
@public
@limiter.limit("20 per minute")
def accept(token: str) -> Page:
    """Accept the order as the member to whom the link was sent."""
    return _answer(token, ReasonForm(formdata=None), accept_by_link)


@blueprint.post("/o/<token>/refusal")
@public
@limiter.limit("20 per minute")
def refuse(token: str) -> Page:
    """Refuse the order with a reason as the member to whom the link was sent."""
    form = ReasonForm()
    invitation = invitation_of(token)
    if invitation.is_open and not form.validate():
        return _page(token, invitation, form), 422
    said = form.reason.data or ""
    return _answer(token, form, lambda invitation: refuse_by_link(invitation, reason=said))


def _answer(token: str, form: ReasonForm, act: Callable[[Invitation], None]) -> Page:
    invitation = invitation_of(token)
    if not invitation.is_open:
        return redirect(url_for("answering.ask", token=token), code=303)
    try:
        with db.session.begin_nested():
            act(invitation)
    except Refusal as refusal:
        form.blame(refusal)
        return _page(token, invitation_of(token), form), refusal.status
    return redirect(url_for("answering.ask", token=token), code=303)


def _page(token: str, invitation: Invitation, form: ReasonForm) -> str:
    part = invitation.part
    return render_template(
        "orders/answering/ask.html", part=part, invitation=invitation, token=token, form=form, words=words
    )
