"""`/seller/returns`: a vendor answers the complaints about its goods."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.web.forms import MarketForm
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from orders.returns import operations, queries, words
from orders.returns.forms import AnswerForm, GoodsBackForm
from orders.returns.models import ReturnCase, ReturnState
from vendors.access import current_vendor, seller
from vendors.permissions import Right

blueprint = Blueprint("seller_returns", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@seller(Right.HANDLE_ORDERS)
def index() -> str:
    """List the vendor's complaints: the open ones by their clock, or those that are over."""
    is_open = request.args.get("tab") != "over"
    page = page_of(queries.cases_of_vendor(current_vendor(), is_open=is_open), size=20)
    return render_template("orders/returns/index.html", page=page, is_open=is_open, words=words, desk=False)


@blueprint.get("/<return_reference>")
@seller(Right.HANDLE_ORDERS)
def show(return_reference: str) -> str:
    """Show one complaint with what can be answered."""
    return _page(queries.case_of_vendor(current_vendor(), return_reference))


@blueprint.get("/<return_reference>/photos/<int:return_photo_id>")
@seller(Right.HANDLE_ORDERS)
def photo(return_reference: str, return_photo_id: int) -> Response:
    """Show a photo of the goods."""
    case = queries.case_of_vendor(current_vendor(), return_reference)
    return send_private(queries.photo_of(case, return_photo_id).key, name="return")


@blueprint.post("/<return_reference>/answer")
@seller(Right.CREDIT_BUYERS)
def answer(return_reference: str) -> Page:
    """Agree to refund or replace, or refuse, with a few words."""
    case, form = queries.case_of_vendor(current_vendor(), return_reference), AnswerForm()
    if form.carried_out(lambda: _answered(case, form)):
        flash(_("Đã trả lời. Khách được báo ngay."), "good")
        return redirect(url_for("seller_returns.show", return_reference=return_reference), code=303)
    db.session.rollback()
    return _page(queries.case_of_vendor(current_vendor(), return_reference), form), 422


@blueprint.post("/<return_reference>/goods")
@seller(Right.CREDIT_BUYERS)
def have_goods_back(return_reference: str) -> Page:
    """Note that the goods came back: the money goes back."""
    case, form = queries.case_of_vendor(current_vendor(), return_reference), GoodsBackForm()
    if form.carried_out(lambda: operations.have_goods_back(case, by=current_user, restock=form.restock.data)):
        flash(_("Đã nhận hàng trả và hoàn tiền cho khách."), "good")
        return redirect(url_for("seller_returns.show", return_reference=return_reference), code=303)
    db.session.rollback()
    return _page(queries.case_of_vendor(current_vendor(), return_reference), form), 422


def _answered(case: ReturnCase, form: AnswerForm) -> None:
    said = form.words.data or ""
    if form.answer.data == "replace":
        operations.agree_to_replace(case, by=current_user, words=said)
    elif form.answer.data == "refuse":
        operations.refuse(case, by=current_user, words=said)
    else:
        operations.agree_to_refund(case, by=current_user, words=said, goods_first=form.answer.data == "goods")


def _page(case: ReturnCase, refused: MarketForm | None = None) -> str:
    return render_template(
        "orders/returns/seller.html",
        case=case,
        words=words,
        next=words.next_of(case, words.NEXT_FOR_VENDOR),
        answer=refused if isinstance(refused, AnswerForm) else AnswerForm(formdata=None),
        goods=refused if isinstance(refused, GoodsBackForm) else GoodsBackForm(formdata=None),
        errors=refused,
        may_answer=case.state in {ReturnState.ASKED, ReturnState.REFUSED, ReturnState.REPLACING},
        awaits_goods=case.state is ReturnState.AWAITING_GOODS,
    )
