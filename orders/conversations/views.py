"""The buyer's side: a question from a listing's page, messages about a part of an order, and all of them in a list."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace.extensions import limiter
from marketplace.web.audience import public, signed_in
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from orders import queries as orders
from orders.buying.access import let_in, order_of_visitor
from orders.carts.session import visitor
from orders.conversations import operations, queries
from orders.conversations.forms import MessageForm, QuestionForm
from orders.conversations.models import Conversation, Side
from orders.models import Order, VendorOrder
from vendors.listings.models import Listing
from vendors.storefront.queries import listing_on_show

blueprint = Blueprint("conversations", __name__)
Page = str | Answer | tuple[str, int]
OFTEN = "60 per hour"


@blueprint.route("/p/<vendor_slug>/<listing_slug>/question", methods=["GET", "POST"])
@signed_in
@limiter.limit(OFTEN, methods=["POST"])
def ask(vendor_slug: str, listing_slug: str) -> Page:
    """Ask the vendor of a listing; whoever has asked before goes on in the same conversation."""
    listing = listing_on_show(vendor_slug, listing_slug)
    if listing is None:
        abort(404)
    begun = queries.question_about(listing, current_user)
    form = QuestionForm()
    if begun is not None and not form.is_submitted():
        return redirect(url_for("conversations.show", conversation_id=begun.id))

    def send() -> None:
        operations.ask(listing, form.said(), by=current_user, may_name=form.may_name.data)

    if form.carried_out(send):
        flash(_("Đã gửi câu hỏi. Bạn được báo khi nhà sản xuất trả lời."), "good")
        return redirect(url_for("conversations.index"), code=303)
    return form_page("orders/conversations/ask.html", form, listing=listing, vendor=listing.vendor)


@blueprint.app_template_global("unread_messages")
def unread_messages() -> int:
    """Count what vendors said that whoever is signed in has not seen."""
    return queries.unread_of_buyer(current_user) if current_user.is_authenticated else 0


@blueprint.get("/account/messages")
@signed_in
def index() -> str:
    """List a person's conversations, the latest first."""
    page = page_of(queries.conversations_of_buyer(current_user), size=20)
    glances = queries.glances(page.rows, side=Side.BUYER)
    return render_template("orders/conversations/index.html", page=page, glances=glances)


@blueprint.route("/account/messages/<int:conversation_id>", methods=["GET", "POST"])
@signed_in
@limiter.limit(OFTEN, methods=["POST"])
def show(conversation_id: int) -> Page:
    """Show a person's conversation and go on with it."""
    conversation = queries.own_conversation(conversation_id, current_user)
    here = url_for("conversations.show", conversation_id=conversation.id)
    form = MessageForm()
    if form.carried_out(lambda: operations.write(conversation, form.said(), side=Side.BUYER, by=visitor())):
        return redirect(f"{here}#last", code=303)
    return _thread_page(form, conversation, here=here)


@blueprint.get("/account/messages/<int:conversation_id>/files/<int:file_id>")
@signed_in
def file(conversation_id: int, file_id: int) -> Response:
    """Send a file of a person's conversation."""
    conversation = queries.own_conversation(conversation_id, current_user)
    return send_private(queries.file_in(conversation, file_id).key, name=f"tep-{file_id}")


@blueprint.route("/orders/<number>/parts/<part_number>/messages", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def of_part(number: str, part_number: str) -> Page:
    """Show what was said about a part of an order, and write to its vendor."""
    order = order_of_visitor(number)
    part = orders.part_of(order, part_number)
    let_in(order)
    here = url_for("conversations.of_part", number=number, part_number=part_number)
    form = MessageForm()
    if form.carried_out(lambda: _write_about(part, form)):
        return redirect(f"{here}#last", code=303)
    return _thread_page(form, queries.conversation_about(part), here=here, order=order, part=part)


@blueprint.get("/orders/<number>/parts/<part_number>/messages/files/<int:file_id>")
@public
def file_of_part(number: str, part_number: str, file_id: int) -> Response:
    """Send a file of what was said about a part."""
    part = orders.part_of(order_of_visitor(number), part_number)
    conversation = queries.conversation_about(part)
    if conversation is None:
        abort(404)
    return send_private(queries.file_in(conversation, file_id).key, name=f"tep-{file_id}")


def on_listing(listing: Listing) -> str:
    """Draw what a listing's page shows of questions: those that were published, and the way to ask."""
    shown = queries.public_answers(listing)
    return render_template("orders/conversations/on_listing.html", listing=listing, answers=shown)


def _write_about(part: VendorOrder, form: MessageForm) -> None:
    operations.write(operations.about_part(part), form.said(), side=Side.BUYER, by=visitor())


def _thread_page(
    form: MessageForm,
    conversation: Conversation | None,
    *,
    here: str,
    order: Order | None = None,
    part: VendorOrder | None = None,
) -> Page:
    thread = queries.thread_of(conversation) if conversation else None
    if thread and thread.messages:
        operations.mark_read(thread.conversation, side=Side.BUYER, until=thread.messages[-1].id)
    return form_page(
        "orders/conversations/thread.html", form, thread=thread, here=here, order=order, part=part, mine=Side.BUYER
    )
