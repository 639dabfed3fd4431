"""`/orders`: a buyer's orders, each producer's part of them, the transfer to make, and what may still be changed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Invalid, Refusal
from marketplace.web.audience import public, signed_in
from marketplace.web.paging import page_of
from orders import queries, words
from orders.buying import states
from orders.buying.access import let_in, order_of_visitor
from orders.buying.again import buy_again
from orders.buying.forms import CancellationForm, ObjectionForm, RefundAccountForm
from orders.buying.live import following, standing_of
from orders.buying.transfer import transfer_for, transfer_to_vendor
from orders.carts.session import forget_count, opened_cart, visitor
from orders.coupons.queries import coupons_on
from orders.credits.queries import notes_of
from orders.direct import queries as direct
from orders.direct.refunds import name_account
from orders.fulfilment.endings import BUYER_MAY_CANCEL, cancel
from orders.fulfilment.operations import deliver
from orders.fulfilment.parcels import arrive
from orders.kinds import DELIVERED, ENDED_UNSOLD
from orders.models import Order
from orders.payments.gateways import NAMES
from orders.payments.models import PaymentStatus, RefundWay
from orders.returns import words as complaint_words
from orders.returns.operations import may_ask
from orders.shipments.queries import parcel_of
from orders.states import order_state
from orders.wishes.operations import may_name_invoice, wishes_of

blueprint = Blueprint("buying", __name__)
Page = str | Response | tuple[str, int]
UNCHANGED = ("", 204)


@blueprint.get("/orders")
@signed_in
def index() -> str:
    """List a person's orders, the newest first."""
    page = page_of(queries.orders_of(current_user), size=20)
    return render_template("orders/buying/index.html", page=page, state_of=queries.states_of(page.rows), states=states)


@blueprint.get("/orders/<number>")
@public
def show(number: str) -> str:
    """Show an order to whom it belongs."""
    return _page(order_of_visitor(number))


@blueprint.get("/orders/<number>/payment")
@public
def payment(number: str) -> Page:
    """Say what has come of the money, for the page that waits for it; a page that is out of date is loaded anew."""
    paying = queries.payment_of(order_of_visitor(number))
    is_awaited = paying.status is PaymentStatus.AWAITING
    if request.args.get("received", type=int) == paying.received_dong and is_awaited:
        return UNCHANGED
    return Response(headers={"HX-Refresh": "true"})


@blueprint.get("/orders/<number>/news")
@public
def news(number: str) -> Page:
    """Say whether the order has changed, for the page that follows it; after a change draw what the page shows anew."""
    order = order_of_visitor(number)
    live = following(order, standing_of(order), max(0, request.args.get("turn", 0, type=int)))
    if live and live.mark == request.args.get("seen"):
        return render_template("orders/buying/live.html", order=order, live=live)
    drawn = {"HX-Retarget": "#order", "HX-Reselect": "#order", "HX-Reswap": "outerHTML"}
    return Response(_page(order, has_news=True), headers=drawn)


@blueprint.post("/orders/<number>/repetition")
@public
def repeat(number: str) -> Response:
    """Put what was ordered into the cart once more, and say what cannot be had any more."""
    missing = buy_again(order_of_visitor(number), opened_cart())
    forget_count()
    if missing:
        flash(_("Không còn bán: %(titles)s.", titles=", ".join(missing)), "warning")
    return redirect(url_for("carts.show"), code=303)


@blueprint.post("/orders/<number>/parts/<part_number>/cancellation")
@public
def cancel_part(number: str, part_number: str) -> Page:
    """Cancel a part that is not packed yet."""
    order = order_of_visitor(number)
    part, form, address = queries.part_of(order, part_number), CancellationForm(), let_in(order)
    try:
        if not form.validate():
            raise Invalid(_("Lý do dài quá. Hãy viết trong 300 chữ."))
        cancel(part, by=visitor(), reason=form.reason.data or "")
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
    else:
        flash(_("Đã hủy phần này."), "good")
    return redirect(address, code=303)


@blueprint.post("/orders/<number>/parts/<part_number>/receipt")
@public
def receive_part(number: str, part_number: str) -> Page:
    """Note that the buyer has the goods of a part that is on its way."""
    order = order_of_visitor(number)
    part, address = queries.part_of(order, part_number), let_in(order)
    try:
        deliver(part, by=visitor())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
    else:
        flash(_("Cảm ơn bạn đã báo."), "good")
    return redirect(address, code=303)


@blueprint.post("/orders/<number>/parts/<part_number>/parcels/<parcel>/receipt")
@public
def receive_parcel(number: str, part_number: str, parcel: str) -> Page:
    """Note that the buyer has one parcel of a part that was sent in several."""
    order = order_of_visitor(number)
    part, address = queries.part_of(order, part_number), let_in(order)
    which = parcel_of(part, parcel)
    try:
        arrive(part, which, by=visitor())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
    else:
        flash(_("Cảm ơn bạn đã báo."), "good")
    return redirect(address, code=303)


@blueprint.post("/orders/<number>/refunds/<reference>/account")
@public
def refund_account(number: str, reference: str) -> Page:
    """Take down the account to which money goes back."""
    order = order_of_visitor(number)
    refund = queries.refund_of(order, reference)
    form = RefundAccountForm()
    try:
        if form.validate():
            name_account(
                refund,
                bank_bin=form.bank_bin.data,
                number=form.number.data or "",
                holder=form.holder.data or "",
                by=visitor(),
            )
            flash(_("Đã ghi tài khoản. Tiền sẽ được chuyển tới bạn."), "good")
            return redirect(let_in(order), code=303)
    except Refusal as refusal:
        db.session.rollback()
        form.blame(refusal)
    return _page(order_of_visitor(number), form, reference), 422


def _page(order: Order, form: RefundAccountForm | None = None, reference: str = "", *, has_news: bool = False) -> str:
    """Show the order; `form` is the refused one of the refund `reference`; `has_news` for a page that followed it."""
    blank, standing = RefundAccountForm(formdata=None), standing_of(order)
    paying, refunds = standing.payment, standing.refunds
    for each in (form or blank, blank):
        each.offer_banks()
    return render_template(
        "orders/buying/order.html",
        order=order,
        payment=paying,
        live=following(order, standing),
        has_news=has_news,
        state=order_state(order.vendor_orders, paying.status),
        transfer=transfer_for(paying, order.holding),
        gateway=NAMES.get(paying.method.value) if paying.status is PaymentStatus.AWAITING else None,
        ended_dong=sum(part.left.total_dong for part in order.vendor_orders if part.status in ENDED_UNSOLD),
        credited_dong=sum(part.credited.total_dong for part in order.vendor_orders),
        wish=wishes_of([order.id]).get(order.id),
        may_name_invoice=may_name_invoice,
        notes=notes_of([part.id for part in order.vendor_orders]),
        parcels=standing.parcels,
        complaints=standing.complaints,
        complaint_words=complaint_words,
        may_complain=may_ask,
        gateways=NAMES,
        coupons=coupons_on(order) if order.discount_dong or order.promotion_dong else (),
        directs=standing.directs,
        transfer_to_vendor=transfer_to_vendor,
        refunds=refunds,
        part_of_refund=direct.parts_of([refund for refund in refunds if refund.way is RefundWay.VENDOR]),
        objection=ObjectionForm(formdata=None),
        refused_form=form,
        refused_reference=reference,
        blank_form=blank,
        cancellation=CancellationForm(formdata=None),
        may_cancel=BUYER_MAY_CANCEL,
        reviewable=DELIVERED,
        states=states,
        words=words,
    )
