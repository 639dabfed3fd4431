"""The vendor's word on money that comes straight to it, and on what it gives back."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.gateways.banks import bank_by_bin
from marketplace.web.forms import MarketForm, form_page
from marketplace.web.paging import page_of
from orders.direct import operations, queries, refunds, words
from orders.fulfilment.forms import GivingBackForm, NeverCameForm
from orders.fulfilment.privacy import read_who_is_owed
from orders.fulfilment.queries import part_of
from orders.models import VendorOrder
from vendors.access import current_vendor, seller
from vendors.models import MemberRole
from vendors.permissions import Right

blueprint = Blueprint("seller_direct", __name__)
MONEY_ROLES = (MemberRole.MANAGER, MemberRole.ACCOUNTANT)
Page = str | Response | tuple[str, int]


@blueprint.post("/seller/orders/<number>/transfer")
@seller(Right.MOVE_MONEY)
def receive(number: str) -> Response:
    """Note that the money of a part is in the vendor's account."""
    return _said(number, lambda part: operations.receive(part, by=current_user), _("Đã ghi là nhận tiền."))


@blueprint.post("/seller/orders/<number>/missing-transfer")
@seller(Right.MOVE_MONEY)
def deny(number: str) -> Response:
    """Note that the vendor has looked and does not see the money of a part."""
    return _said(number, lambda part: operations.deny(part, by=current_user), _("Đã báo khách xem lại giao dịch."))


@blueprint.get("/seller/money/refunds")
@seller(Right.SEE_MONEY)
def owed() -> str:
    """List what the vendor gives back to buyers, what is open first."""
    page = page_of(queries.refunds_by(current_vendor()), size=20)
    return render_template(
        "orders/fulfilment/refunds.html", page=page, part_of_refund=queries.parts_of(page.rows), words=words
    )


@blueprint.get("/seller/money/refunds/<vendor_refund>")
@seller(Right.SEE_MONEY)
def refund(vendor_refund: str) -> Page:
    """Show one refund: how much, to whom, how, and what was said of it."""
    return _page(vendor_refund)


@blueprint.post("/seller/money/refunds/<vendor_refund>")
@seller(Right.MOVE_MONEY)
def give_back(vendor_refund: str) -> Page:
    """Note that the vendor has given the money back."""
    found, form = queries.refund_by(current_vendor(), vendor_refund), GivingBackForm()
    if form.carried_out(lambda: refunds.give_back(found, words=form.words.data or "", by=current_user)):
        flash(_("Đã ghi. Khách được mời xác nhận."), "good")
        return redirect(url_for("seller_direct.refund", vendor_refund=vendor_refund), code=303)
    return _page(vendor_refund, giving=form)


@blueprint.post("/seller/money/refunds/<vendor_refund>/objection")
@seller(Right.MOVE_MONEY)
def never_came(vendor_refund: str) -> Page:
    """Note that the vendor says to have nothing to give back."""
    found, form = queries.refund_by(current_vendor(), vendor_refund), NeverCameForm()
    if form.carried_out(lambda: refunds.deny(found, words=form.words.data or "", by=current_user)):
        flash(_("Đã báo chợ. Chợ nghe cả hai bên rồi quyết định."), "good")
        return redirect(url_for("seller_direct.refund", vendor_refund=vendor_refund), code=303)
    return _page(vendor_refund, denying=form)


def _page(reference: str, *, giving: MarketForm | None = None, denying: MarketForm | None = None) -> Page:
    found = queries.refund_by(current_vendor(), reference)
    part = part_of(current_vendor(), queries.parts_of([found])[found.id].number)
    return form_page(
        "orders/fulfilment/refund.html",
        giving or denying or GivingBackForm(formdata=None),
        refund=found,
        part=part,
        receiver=read_who_is_owed(part, by=current_user),
        bank=bank_by_bin(found.bank_bin or ""),
        said=words.said_of(queries.steps_of([found]).get(found.id, [])),
        giving=giving or GivingBackForm(formdata=None),
        denying=denying or NeverCameForm(formdata=None),
        may_say=found.status in refunds.TO_GIVE,
        words=words,
    )


def _said(number: str, act: Callable[[VendorOrder], None], done: str) -> Response:
    part = part_of(current_vendor(), number)
    try:
        with db.session.begin_nested():
            act(part)
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        flash(done, "good")
    return redirect(url_for("seller_orders.show", number=number), code=303)
