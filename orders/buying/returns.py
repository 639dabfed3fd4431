"""`/orders/.../return`: a buyer complains of goods that have arrived, and follows what comes of it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.web.audience import public
from marketplace.web.forms import form_page
from marketplace.web.private_files import send_private
from orders import queries as all_orders
from orders.buying.access import order_of_visitor
from orders.carts.session import visitor
from orders.models import Order
from orders.returns import operations, queries, words
from orders.returns.forms import WordsForm, complaint_form
from orders.returns.models import RETURN_MOVES, ReturnCase, ReturnState

blueprint = Blueprint("returns", __name__)
Page = str | Response | tuple[str, int]


@blueprint.route("/orders/<complained_number>/parts/<complained_part>/return", methods=["GET", "POST"])
@public
def ask(complained_number: str, complained_part: str) -> Page:
    """Say what is wrong with goods that have arrived."""
    order = order_of_visitor(complained_number)
    part = all_orders.part_of(order, complained_part)
    form = complaint_form(part)
    asked: list[ReturnCase] = []
    if form.carried_out(lambda: asked.append(operations.ask(part, form.complaint, by=visitor()))):
        flash(_("Đã gửi yêu cầu. Nhà sản xuất được báo ngay."), "good")
        return redirect(_address(order, asked[0].reference), code=303)
    return form_page("orders/returns/ask.html", form, order=order, part=part)


@blueprint.get("/orders/<complained_number>/returns/<return_reference>")
@public
def show(complained_number: str, return_reference: str) -> Page:
    """Show a complaint to its buyer."""
    order = order_of_visitor(complained_number)
    return _page(order, queries.case_of_order(order, return_reference), WordsForm(formdata=None))


@blueprint.get("/orders/<complained_number>/returns/<return_reference>/photos/<int:return_photo_id>")
@public
def photo(complained_number: str, return_reference: str, return_photo_id: int) -> Response:
    """Show a photo of the goods to its buyer."""
    case = queries.case_of_order(order_of_visitor(complained_number), return_reference)
    return send_private(queries.photo_of(case, return_photo_id).key, name="return")


@blueprint.post("/orders/<complained_number>/returns/<return_reference>/objection")
@public
def contest(complained_number: str, return_reference: str) -> Page:
    """Ask the market to decide."""
    order = order_of_visitor(complained_number)
    case, form = queries.case_of_order(order, return_reference), WordsForm()
    if form.carried_out(lambda: operations.contest(case, by=visitor(), words=form.words.data or "")):
        flash(_("Chợ sẽ xem cả hai bên rồi quyết định."), "good")
        return redirect(_address(order, return_reference), code=303)
    db.session.rollback()
    order = order_of_visitor(complained_number)
    return _page(order, queries.case_of_order(order, return_reference), form), 422


@blueprint.post("/orders/<complained_number>/returns/<return_reference>/replacement")
@public
def have_replacement(complained_number: str, return_reference: str) -> Page:
    """Note that the other goods have arrived."""
    return _act(complained_number, return_reference, operations.have_replacement, _("Cảm ơn bạn đã báo."))


@blueprint.post("/orders/<complained_number>/returns/<return_reference>/withdrawal")
@public
def withdraw(complained_number: str, return_reference: str) -> Page:
    """Take the complaint back."""
    return _act(complained_number, return_reference, operations.withdraw, _("Đã rút yêu cầu."))


def _act(complained_number: str, reference: str, act: Callable[..., None], done: str) -> Response:
    order = order_of_visitor(complained_number)
    case, address = queries.case_of_order(order, reference), _address(order, reference)
    try:
        act(case, by=visitor())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
    else:
        flash(done, "good")
    return redirect(address, code=303)


def _address(order: Order, reference: str) -> str:
    return url_for("returns.show", complained_number=order.number, return_reference=reference)


def _page(order: Order, case: ReturnCase, form: WordsForm) -> str:
    moves = RETURN_MOVES[case.state]
    return render_template(
        "orders/returns/buyer.html",
        order=order,
        case=case,
        form=form,
        words=words,
        next=words.next_of(case, words.NEXT_FOR_BUYER),
        may_contest=case.state is not ReturnState.ASKED and ReturnState.DISPUTED in moves,
        may_withdraw=ReturnState.WITHDRAWN in moves,
    )
