"""`/seller/questions`: what buyers ask, what waits for an answer first."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace.errors import NotFound
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from orders.conversations import operations, publishing, queries, words
from orders.conversations.forms import MessageForm, PublicationForm, QuickAnswerForm
from orders.conversations.models import Conversation, Side
from orders.fulfilment.queries import part_of
from vendors.access import current_vendor, seller
from vendors.permissions import Right

blueprint = Blueprint("seller_questions", __name__)
Page = str | Answer | tuple[str, int]


@blueprint.get("")
@seller(Right.TALK_WITH_BUYERS)
def index() -> str:
    """List what buyers wrote: unanswered first, the longest waiting on top."""
    vendor, waiting = current_vendor(), request.args.get("show") != "all"
    page = page_of(queries.conversations_of_vendor(vendor, waiting=waiting), size=20)
    return render_template(
        "orders/conversations/seller.html",
        page=page,
        glances=queries.glances(page.rows, side=Side.VENDOR),
        waiting=waiting,
        count=queries.waiting_count(vendor),
        name_of=words.name_of,
    )


@blueprint.route("/<int:conversation_id>", methods=["GET", "POST"])
@seller(Right.TALK_WITH_BUYERS)
def show(conversation_id: int) -> Page:
    """Show a conversation and answer; ready words are put into the answer without sending it."""
    conversation = _conversation(conversation_id)
    form = MessageForm()
    if form.is_submitted() and "insert" in request.form:
        form.text.data = " ".join(filter(None, [form.text.data, _ready(request.form["insert"])]))
    elif form.carried_out(lambda: operations.write(conversation, form.said(), side=Side.VENDOR, by=current_user)):
        return redirect(url_for("seller_questions.show", conversation_id=conversation_id) + "#last", code=303)
    return _page(form, conversation)


@blueprint.route("/about/<number>", methods=["GET", "POST"])
@seller(Right.TALK_WITH_BUYERS)
def about(number: str) -> Page:
    """Write to the buyer of an order; what was said before is shown."""
    part = part_of(current_vendor(), number)
    begun, form = queries.conversation_about(part), MessageForm()
    if begun is not None:
        return redirect(url_for("seller_questions.show", conversation_id=begun.id), code=303)

    def begin() -> None:
        operations.write(operations.about_part(part), form.said(), side=Side.VENDOR, by=current_user)

    if form.carried_out(begin):
        return redirect(url_for("seller_questions.about", number=number), code=303)
    quick = queries.quick_answers(current_vendor())
    return form_page("orders/conversations/begin.html", form, part=part, quick=quick)


@blueprint.post("/<int:conversation_id>/rest")
@seller(Right.TALK_WITH_BUYERS)
def rest(conversation_id: int) -> Page:
    """Note that no answer is needed."""
    operations.need_no_answer(_conversation(conversation_id))
    flash(_("Đã cất khỏi việc chờ trả lời."), "good")
    return redirect(url_for("seller_questions.index"), code=303)


@blueprint.get("/<int:conversation_id>/files/<int:file_id>")
@seller(Right.TALK_WITH_BUYERS)
def file(conversation_id: int, file_id: int) -> Response:
    """Send a file of a conversation."""
    return send_private(queries.file_in(_conversation(conversation_id), file_id).key, name=f"tep-{file_id}")


@blueprint.route("/<int:conversation_id>/publication", methods=["GET", "POST"])
@seller(Right.SPEAK_PUBLICLY)
def publication(conversation_id: int) -> Page:
    """Choose the words under which a question and its answer are shown to everyone."""
    conversation = _conversation(conversation_id)
    form = PublicationForm(data=words.suggested(queries.thread_of(conversation)))

    def publish() -> None:
        asked, answered = form.question.data or "", form.answer.data or ""
        publishing.publish(conversation, question=asked, answer=answered, by=current_user)

    if form.carried_out(publish):
        flash(_("Đã đăng lên trang món hàng."), "good")
        return redirect(url_for("seller_questions.show", conversation_id=conversation_id), code=303)
    return form_page("orders/conversations/publication.html", form, conversation=conversation)


@blueprint.post("/<int:conversation_id>/publication/withdrawal")
@seller(Right.SPEAK_PUBLICLY)
def withdraw(conversation_id: int) -> Page:
    """Take a published answer off the listing's page."""
    shown = queries.publication_of(_conversation(conversation_id))
    if shown is not None:
        publishing.withdraw(shown, by=current_user)
        flash(_("Đã gỡ khỏi trang món hàng."), "good")
    return redirect(url_for("seller_questions.show", conversation_id=conversation_id), code=303)


@blueprint.route("/ready", methods=["GET", "POST"])
@seller(Right.SPEAK_PUBLICLY)
def ready() -> Page:
    """Keep words ready for what is often asked."""
    form = QuickAnswerForm()
    if form.carried_out(lambda: publishing.keep_ready(current_vendor(), form.text.data or "")):
        flash(_("Đã lưu câu soạn sẵn."), "good")
        return redirect(url_for("seller_questions.ready"), code=303)
    return form_page("orders/conversations/ready.html", form, quick=queries.quick_answers(current_vendor()))


@blueprint.post("/ready/<int:quick_id>/removal")
@seller(Right.SPEAK_PUBLICLY)
def drop(quick_id: int) -> Page:
    """Keep these words ready no more."""
    publishing.drop(queries.quick_answer(current_vendor(), quick_id))
    return redirect(url_for("seller_questions.ready"), code=303)


def _conversation(conversation_id: int) -> Conversation:
    return queries.conversation_with(current_vendor(), conversation_id)


def _ready(number: str) -> str:
    """The ready words of this number; nothing when they are gone."""
    try:
        return queries.quick_answer(current_vendor(), int(number[:18])).text
    except (NotFound, ValueError):
        return ""


def _page(form: MessageForm, conversation: Conversation) -> Page:
    thread = queries.thread_of(conversation)
    if thread.messages:
        operations.mark_read(conversation, side=Side.VENDOR, until=thread.messages[-1].id)
    return form_page(
        "orders/conversations/answer.html",
        form,
        thread=thread,
        quick=queries.quick_answers(current_vendor()),
        published=queries.publication_of(conversation),
        here=url_for("seller_questions.show", conversation_id=conversation.id),
        mine=Side.VENDOR,
        name_of=words.name_of,
    )
