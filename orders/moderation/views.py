"""Where people report a message or a review: each side its own conversations, a review whoever is signed in."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.extensions import limiter
from marketplace.web.audience import public, signed_in
from marketplace.web.forms import form_page
from orders import queries as orders
from orders.buying.access import order_of_visitor
from orders.carts.session import visitor
from orders.conversations import queries as conversations
from orders.conversations.models import Conversation, Side
from orders.moderation import operations
from orders.moderation.forms import ReportForm
from orders.moderation.models import ReportReason
from orders.reviews import queries as reviews
from vendors.access import current_vendor, seller
from vendors.permissions import Right

blueprint = Blueprint("reporting", __name__)
Page = str | Response | tuple[str, int]
BOTH = ["GET", "POST"]
OFTEN = "30 per hour"


@blueprint.route("/account/messages/<int:conversation_id>/reports/<int:message_id>", methods=BOTH)
@signed_in
@limiter.limit(OFTEN, methods=["POST"])
def report_message(conversation_id: int, message_id: int) -> Page:
    """Let a buyer report what a vendor wrote."""
    conversation = conversations.own_conversation(conversation_id, current_user)
    back = url_for("conversations.show", conversation_id=conversation_id)
    return _of_message(conversation, message_id, side=Side.BUYER, back=back)


@blueprint.route("/orders/<number>/parts/<part_number>/messages/reports/<int:message_id>", methods=BOTH)
@public
@limiter.limit(OFTEN, methods=["POST"])
def report_of_part(number: str, part_number: str, message_id: int) -> Page:
    """Let the buyer of an order, also a guest, report what its vendor wrote."""
    part = orders.part_of(order_of_visitor(number), part_number)
    conversation = conversations.conversation_about(part)
    if conversation is None:
        abort(404)
    back = url_for("conversations.of_part", number=number, part_number=part_number)
    return _of_message(conversation, message_id, side=Side.BUYER, back=back)


@blueprint.route("/seller/questions/<int:conversation_id>/reports/<int:message_id>", methods=BOTH)
@seller(Right.TALK_WITH_BUYERS)
def report_to_vendor(conversation_id: int, message_id: int) -> Page:
    """Let a vendor report what a buyer wrote."""
    conversation = conversations.conversation_with(current_vendor(), conversation_id)
    back = url_for("seller_questions.show", conversation_id=conversation_id)
    return _of_message(conversation, message_id, side=Side.VENDOR, back=back)


@blueprint.route("/reviews/<int:review_id>/report", methods=BOTH)
@signed_in
@limiter.limit(OFTEN, methods=["POST"])
def report_review(review_id: int) -> Page:
    """Let a person report a review."""
    review = reviews.shown_review(review_id)

    def act(form: ReportForm) -> None:
        reason = ReportReason(form.reason.data)
        operations.report_review(review, by=current_user, reason=reason, words=form.words.data or "")

    return _asked(act, review.text, "/", "layouts/shop.html")


def _of_message(conversation: Conversation, message_id: int, *, side: Side, back: str) -> Page:
    message = conversations.message_in(conversation, message_id)
    if message.hidden_at is not None:
        abort(404)

    def act(form: ReportForm) -> None:
        reason = ReportReason(form.reason.data)
        operations.report_message(message, side=side, by=visitor(), reason=reason, words=form.words.data or "")

    said = conversations.Thread(conversation, [], conversations.shares_contacts(conversation)).words_of(message)
    layout = "layouts/shop.html" if side is Side.BUYER else "layouts/seller.html"
    return _asked(act, said, back, layout)


def _asked(act: Callable[[ReportForm], None], said: str, back: str, layout: str) -> Page:
    form = ReportForm()
    if form.carried_out(lambda: act(form)):
        flash(_("Cảm ơn bạn. Chợ sẽ xem và giải quyết."), "good")
        return redirect(back, code=303)
    return form_page("orders/moderation/report.html", form, said=said, back=back, layout=layout)
