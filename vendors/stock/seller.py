"""The seller's stock: one screen to count, one page for each item with its movements."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.web.forms import MarketForm
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_made
from vendors.access import current_vendor, seller
from vendors.models import MemberRole
from vendors.stock import operations, queries
from vendors.stock.forms import CountForm, LotForm, ReceiptForm, WarningForm
from vendors.stock.labels import label_sheet
from vendors.stock.lots import count_lot, receive_lot
from vendors.stock.models import MovementReason, StockItem
from vendors.stock.words import REASON_NAMES

blueprint = Blueprint("stock", __name__)
Page = str | Response | tuple[str, int]
PAGE_SIZE = 30


@blueprint.get("")
@seller(MemberRole.MANAGER, MemberRole.PACKER)
def index() -> str:
    """List what is on the shelves, with a field to count each."""
    vendor = current_vendor()
    words, low_only = request.args.get("q", "")[:100], request.args.get("low") == "1"
    page = page_of(queries.items_of(vendor, words=words, low_only=low_only), size=PAGE_SIZE)
    low = queries.count_low(vendor)
    return render_template("stock/index.html", page=page, words=words, low_only=low_only, low=low)


@blueprint.get("/<int:item_id>")
@seller(MemberRole.MANAGER, MemberRole.PACKER)
def item(item_id: int) -> str:
    """Show one item, what can be done with it, and its movements."""
    return _shown(item_id)


@blueprint.post("/<int:item_id>/count")
@seller(MemberRole.MANAGER, MemberRole.PACKER)
def count(item_id: int) -> Page:
    """Correct the figure to what was counted."""
    found, form = queries.item_of(current_vendor(), item_id), CountForm()
    return _done(
        found,
        form,
        lambda: operations.count(
            found,
            form.on_hand.data or 0,
            by=current_user,
            reason=MovementReason(form.reason.data),
            words=form.words.data or "",
        ),
    )


@blueprint.post("/<int:item_id>/receipt")
@seller(MemberRole.MANAGER, MemberRole.PACKER)
def receipt(item_id: int) -> Page:
    """Put new goods on the shelf."""
    found, form = queries.item_of(current_vendor(), item_id), ReceiptForm()
    words = form.words.data or ""
    return _done(found, form, lambda: operations.receive(found, form.quantity.data or 0, by=current_user, words=words))


@blueprint.post("/<int:item_id>/warning")
@seller(MemberRole.MANAGER, MemberRole.PACKER)
def warning(item_id: int) -> Page:
    """Set the level at which to be warned."""
    found, form = queries.item_of(current_vendor(), item_id), WarningForm()
    return _done(found, form, lambda: operations.warn_at(found, form.low_at.data or 0))


@blueprint.post("/<int:item_id>/lots")
@seller(MemberRole.MANAGER, MemberRole.PACKER)
def new_lot(item_id: int) -> Page:
    """Put a lot with its dates on the shelf."""
    found, form = queries.item_of(current_vendor(), item_id), LotForm()
    return _done(
        found,
        form,
        lambda: receive_lot(
            found,
            form.quantity.data or 0,
            code=form.code.data or "",
            produced_on=form.produced_on.data,
            best_before_on=form.best_before_on.data,
            by=current_user,
        ),
    )


@blueprint.post("/<int:item_id>/lots/<int:lot_id>/count")
@seller(MemberRole.MANAGER, MemberRole.PACKER)
def lot_count(item_id: int, lot_id: int) -> Page:
    """Correct the figure of one lot to what was counted."""
    vendor, form = current_vendor(), CountForm()
    found, lot = queries.item_of(vendor, item_id), queries.lot_of(vendor, item_id, lot_id)
    return _done(
        found,
        form,
        lambda: count_lot(
            lot,
            form.on_hand.data or 0,
            by=current_user,
            reason=MovementReason(form.reason.data),
            words=form.words.data or "",
        ),
    )


@blueprint.get("/<int:item_id>/lots/<int:lot_id>/labels")
@seller(MemberRole.MANAGER, MemberRole.PACKER)
def lot_labels(item_id: int, lot_id: int) -> Response:
    """Give a sheet of labels for the jars of a lot."""
    vendor = current_vendor()
    found, lot = queries.item_of(vendor, item_id), queries.lot_of(vendor, item_id, lot_id)
    return send_made(label_sheet(vendor, found, lot), "application/pdf", name=f"lot-{lot.id}.pdf")


def _done(found: StockItem, form: MarketForm, verb: Callable[[], object]) -> Page:
    """Do it and go back to where it was asked for, or show the item with what is wrong beside the field."""
    name = f"{found.variant.listing.title_vi} ({found.variant.label})"
    if not form.carried_out(verb):
        return _shown(found.id, form), 422
    flash(_("Đã ghi: %(name)s, có %(on_hand)s.", name=name, on_hand=found.on_hand), "good")
    to_list = request.form.get("back") == "list"
    return redirect(
        url_for("stock.index", _anchor=f"item-{found.id}") if to_list else url_for("stock.item", item_id=found.id)
    )


def _shown(item_id: int, sent: MarketForm | None = None) -> str:
    """Show the item; the form that was sent keeps what was typed, the others say how things are."""
    found = queries.item_of(current_vendor(), item_id)
    forms: dict[str, MarketForm] = {
        "counting": CountForm(formdata=None, on_hand=found.on_hand),
        "receiving": ReceiptForm(formdata=None),
        "lotting": LotForm(formdata=None),
        "warning": WarningForm(formdata=None, low_at=found.low_at),
    }
    names = {CountForm: "counting", ReceiptForm: "receiving", LotForm: "lotting", WarningForm: "warning"}
    if sent is not None:
        forms[names[type(sent)]] = sent
    page = page_of(queries.movements_of(found), size=PAGE_SIZE)
    return render_template(
        "stock/item.html",
        item=found,
        lots=queries.lots_of_item(found),
        today=clock.today(),
        page=page,
        reasons=REASON_NAMES,
        **forms,
    )
