"""What a buyer says of money that goes straight to a vendor: that it was sent, and that it came back or did not."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Invalid, Refusal
from marketplace.web.audience import public
from orders import queries
from orders.buying.access import let_in, order_of_visitor
from orders.buying.forms import ObjectionForm
from orders.carts.session import visitor
from orders.direct import operations, refunds
from orders.models import Order
from orders.payments.models import Refund

blueprint = Blueprint("buying_direct", __name__)


@blueprint.post("/orders/<number>/parts/<part_number>/transfer")
@public
def claim(number: str, part_number: str) -> Response:
    """Note that the buyer has sent the money of a part."""
    order = order_of_visitor(number)
    part = queries.part_of(order, part_number)
    told = _("Cảm ơn bạn. Nhà sản xuất được báo để xem tài khoản.")
    return _answered(order, lambda: operations.claim(part), told)


@blueprint.post("/orders/<number>/refunds/<reference>/cash")
@public
def ask_for_cash(number: str, reference: str) -> Response:
    """Note that the buyer wants the money back in cash."""
    told = _("Đã ghi. Nhà sản xuất sẽ gọi bạn để trả tiền mặt.")
    return _of_refund(number, reference, lambda refund: refunds.ask_for_cash(refund, by=visitor()), told)


@blueprint.post("/orders/<number>/refunds/<reference>/receipt")
@public
def confirm(number: str, reference: str) -> Response:
    """Note that the money came back."""
    return _of_refund(number, reference, lambda refund: refunds.confirm(refund, by=visitor()), _("Cảm ơn bạn đã báo."))


@blueprint.post("/orders/<number>/refunds/<reference>/objection")
@public
def object_to(number: str, reference: str) -> Response:
    """Note that the money did not come back, and what the buyer saw."""
    form = ObjectionForm()

    def act(refund: Refund) -> None:
        if not form.validate():
            raise Invalid(_("Hãy ghi vài lời, không quá 500 chữ."))
        refunds.object_to(refund, words=form.words.data or "", by=visitor())

    return _of_refund(number, reference, act, _("Đã báo nhà sản xuất và chợ."))


def _of_refund(number: str, reference: str, act: Callable[[Refund], None], done: str) -> Response:
    order = order_of_visitor(number)
    refund = queries.refund_of(order, reference)
    return _answered(order, lambda: act(refund), done)


def _answered(order: Order, act: Callable[[], None], done: str) -> Response:
    address = let_in(order)
    try:
        act()
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
    else:
        flash(done, "good")
    return redirect(address, code=303)
