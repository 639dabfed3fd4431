"""The seller's orders: what waits, one order, and each step of it."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.web.forms import MarketForm
from marketplace.web.links import safe_next
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.credits.operations import may_credit
from orders.credits.queries import notes_of
from orders.direct import queries as direct
from orders.direct import words as money_words
from orders.fulfilment import cash, operations, queries, words
from orders.fulfilment.forms import NoteForm, ReasonForm, ShipmentForm, shipment_form
from orders.fulfilment.packing import PackingForm, lots_by_line, packing_form
from orders.fulfilment.privacy import read_receiver
from orders.fulfilment.queries import Tab
from orders.fulfilment.remarks import write_note
from orders.kinds import VENDOR_ORDER_MOVES, VendorOrderStatus
from orders.models import VendorOrder
from orders.returns import words as complaint_words
from orders.returns.queries import cases_of_parts
from orders.shipments.queries import parcels_of
from orders.wishes.operations import wishes_of
from vendors.access import current_member, current_vendor, seller
from vendors.models import MemberRole
from vendors.permissions import Right
from vendors.stock.packing import lots_taken

ACTING = (MemberRole.MANAGER, MemberRole.PACKER)
"""Roles, besides the owner, that act on orders; the accountant reads."""
SEES_MONEY = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.ACCOUNTANT)
ALL = "all"
"""The tab of every order, whatever it waits for."""
MAY_CREDIT = (MemberRole.OWNER, MemberRole.MANAGER)

blueprint = Blueprint("seller_orders", __name__)
Page = str | Response | tuple[str, int]
Act = Callable[[VendorOrder], None]


def counts() -> dict[Tab, int]:
    """Count what waits, once in a request: the page and its navigation both say it."""
    if "order_counts" not in g:
        g.order_counts = queries.counts_of(current_vendor())
    counted: dict[Tab, int] = g.order_counts
    return counted


def waiting_count() -> int:
    """Count the parts that wait for the vendor's answer."""
    return counts()[Tab.TO_ACCEPT]


NAVIGATION = (Entry(_l("Đơn"), "seller_orders.index", "clipboard-list", Place.SELLER, 20, waiting_count),)


@blueprint.get("")
@seller(Right.SEE_ORDERS)
def index() -> str:
    """List the vendor's orders by what they wait for."""
    asked = request.args.get("tab", "")
    sought = request.args.get("q", "")[:100]
    tab = Tab(asked) if asked in set(Tab) else (None if sought or asked == ALL else Tab.TO_ACCEPT)
    page = page_of(queries.parts_of(current_vendor(), tab=tab, words=sought), size=20)
    return render_template(
        "orders/fulfilment/index.html",
        page=page,
        tab=tab,
        shown=tab or ALL,
        counts=queries.counts_of(current_vendor(), words=sought) if sought.strip() else counts(),
        words=words,
        sought=sought,
        may_act=may_act(),
    )


@blueprint.get("/<number>")
@seller(Right.SEE_ORDERS)
def show(number: str) -> str:
    """Show one order with what is to be done."""
    return _page(queries.part_of(current_vendor(), number))


@blueprint.post("/<number>/acceptance")
@seller(Right.HANDLE_ORDERS)
def accept(number: str) -> Page:
    """Accept an order."""
    return _act(number, lambda part: operations.accept(part, by=current_user), _("Đã nhận đơn. Giờ hãy đóng gói."))


@blueprint.post("/<number>/refusal")
@seller(Right.HANDLE_ORDERS)
def refuse(number: str) -> Page:
    """Refuse an order with a reason."""
    form = ReasonForm()
    said = form.reason.data or ""
    return _act_with(
        number,
        form,
        lambda part: operations.refuse(part, by=current_user, reason=said),
        _("Đã từ chối đơn. Khách được báo ngay."),
    )


@blueprint.post("/<number>/packing")
@seller(Right.HANDLE_ORDERS)
def pack(number: str) -> Page:
    """Note that the goods are packed, of the lots that were chosen."""
    form = packing_form(queries.part_of(current_vendor(), number), sent=True)
    return _act_with(
        number,
        form,
        lambda part: operations.pack(part, by=current_user, chosen=form.chosen(), grams=form.grams()),
        _("Đã đóng gói, kho đã trừ hàng."),
    )


@blueprint.post("/<number>/shipment")
@seller(Right.HANDLE_ORDERS)
def ship(number: str) -> Page:
    """Note that a parcel is on its way, the first or another one."""
    form = shipment_form(queries.part_of(current_vendor(), number), sent=True)

    def act(part: VendorOrder) -> None:
        operations.ship(
            part,
            by=current_user,
            carrier=form.carrier.data or "",
            tracking_code=form.tracking_code.data or "",
            market_carrier=form.chosen_of(cash.carriers_for(part)),
            quantities=form.quantities(),
            place=form.seen_place(),
        )

    return _act_with(number, form, act, _("Đã ghi là đang giao. Khách được báo ngay."))


@blueprint.post("/<number>/note")
@seller(Right.HANDLE_ORDERS)
def say(number: str) -> Page:
    """Write the word to the buyer, or take it back."""
    form = NoteForm()
    told = form.words.data or ""
    return _act_with(
        number, form, lambda part: write_note(part, words=told, by=current_user), _("Đã ghi lời nhắn cho khách.")
    )


@blueprint.post("/<number>/delivery")
@seller(Right.HANDLE_ORDERS)
def deliver(number: str) -> Page:
    """Note that the buyer has the goods."""
    return _act(number, lambda part: operations.deliver(part, by=current_user), _("Đã giao xong. Cảm ơn bạn!"))


@blueprint.post("/<number>/turning-back")
@seller(Right.HANDLE_ORDERS)
def turn_back(number: str) -> Page:
    """Note that the parcel could not be delivered."""
    form = ReasonForm()
    said = form.reason.data or ""
    return _act_with(
        number,
        form,
        lambda part: operations.turn_back(part, by=current_user, reason=said),
        _("Đã ghi là hàng đang quay về."),
    )


@blueprint.post("/<number>/return")
@seller(Right.HANDLE_ORDERS)
def take_back(number: str) -> Page:
    """Note that the parcel is back."""
    return _act(number, lambda part: operations.take_back(part, by=current_user), _("Hàng đã về, kho đã cộng lại."))


def _act(number: str, act: Act, done: str) -> Response:
    """Do it and go on; a refusal is told in its own words."""
    part = queries.part_of(current_vendor(), number)
    try:
        with db.session.begin_nested():
            act(part)
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        flash(done, "good")
    here = url_for("seller_orders.show", number=number)
    return redirect(safe_next(request.form.get("next"), otherwise=here), code=303)


def _act_with(number: str, form: MarketForm, act: Act, done: str) -> Page:
    """Do what the form says; what is missing is told beside its field, with nothing typed lost."""
    part = queries.part_of(current_vendor(), number)
    if not form.validate():
        return _page(part, form), 422
    try:
        with db.session.begin_nested():
            act(part)
    except Refusal as refusal:
        form.blame(refusal)
        return _page(queries.part_of(current_vendor(), number), form), refusal.status
    flash(done, "good")
    return redirect(url_for("seller_orders.show", number=number), code=303)


def _page(part: VendorOrder, refused: MarketForm | None = None) -> str:
    parcels = parcels_of([part.id]).get(part.id, [])
    return render_template(
        "orders/fulfilment/part.html",
        part=part,
        receiver=read_receiver(part, by=current_user, role=current_member().role),
        wish=wishes_of([part.order_id]).get(part.order_id),
        notes=notes_of([part.id]).get(part.id, []),
        complaints=cases_of_parts([part.id]).get(part.id, []),
        complaint_words=complaint_words,
        direct=direct.payment_of(part),
        refunds=direct.refunds_of_part(part),
        may_see_money=current_member().role in SEES_MONEY,
        moves=VENDOR_ORDER_MOVES[part.status] if may_act() else frozenset(),
        may_credit=may_credit(part, part.lines) and current_member().role in MAY_CREDIT,
        words=words,
        money_words=money_words,
        cash=cash.cash_of(part),
        lots=lots_by_line(part, lots_taken([part.held_for]).get(part.held_for, [])),
        parcels=parcels,
        has_arrived=any(parcel.delivered_at for parcel in parcels),
        **_forms(part, refused, next_place=len(parcels) + 1),
    )


def _forms(part: VendorOrder, refused: MarketForm | None, *, next_place: int) -> dict[str, MarketForm | None]:
    """The forms of the page; the one that was refused as it was sent."""
    reason = refused if isinstance(refused, ReasonForm) else ReasonForm(formdata=None)
    packing = refused if isinstance(refused, PackingForm) else packing_form(part, sent=False)
    note = refused if isinstance(refused, NoteForm) else NoteForm(formdata=None, data={"words": part.note_to_buyer})
    shipment = refused if isinstance(refused, ShipmentForm) else shipment_form(part, sent=False)
    shipment.place.data = str(next_place)
    shipment.offer(cash.carriers_for(part) if part.status is VendorOrderStatus.PACKED else [])
    return {"reason": reason, "packing": packing, "note": note, "shipment": shipment, "refused": refused}


def may_act() -> bool:
    """Whether the person of this request may act on orders, or only reads them."""
    return current_member().role in {MemberRole.OWNER, *ACTING}
