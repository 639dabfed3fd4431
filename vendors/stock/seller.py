"""The seller's stock: one screen to count, one page for each item with its movements."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.web.forms import MarketForm
from marketplace.web.paging import Page as ShelfPage
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_made
from vendors.access import current_vendor, seller
from vendors.permissions import Right
from vendors.stock import operations, queries
from vendors.stock.forms import CountForm, LotForm, ReceiptForm, WarningForm
from vendors.stock.holders import holders_of
from vendors.stock.labels import label_sheet
from vendors.stock.lots import count_lot, receive_lot
from vendors.stock.models import MovementReason, StockItem
from vendors.stock.queries import Show
from vendors.stock.sheet import Sheet
from vendors.stock.words import REASON_NAMES

blueprint = Blueprint("stock", __name__)
Page = str | Response | tuple[str, int]
PAGE_SIZE = 50


@blueprint.get("")
@seller(Right.KEEP_STOCK)
def index() -> str:
    """List what is on the shelves, with a field to count each."""
    return _list(_asked(), Sheet())


@blueprint.post("/counts")
@seller(Right.KEEP_STOCK)
def counts() -> Page:
    """Correct all that was counted on one page, or nothing of it: what is refused is told beside its item."""
    page = _asked()
    sheet = Sheet.of(page.rows, request.form)
    if not sheet.write(page.rows, by=current_user):
        return _list(_asked(), sheet), 422
    flash(_("Đã ghi %(count)s số mới.", count=sheet.changed) if sheet.changed else _("Không số nào thay đổi."), "good")
    return redirect(f"{url_for('stock.index')}?{urlencode(_filters())}", code=303)


@blueprint.get("/<int:item_id>")
@seller(Right.KEEP_STOCK)
def item(item_id: int) -> str:
    """Show one item, what can be done with it, and its movements."""
    return _shown(item_id)


@blueprint.post("/<int:item_id>/count")
@seller(Right.KEEP_STOCK)
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
@seller(Right.KEEP_STOCK)
def receipt(item_id: int) -> Page:
    """Put new goods on the shelf."""
    found, form = queries.item_of(current_vendor(), item_id), ReceiptForm()
    words = form.words.data or ""
    return _done(found, form, lambda: operations.receive(found, form.quantity.data or 0, by=current_user, words=words))


@blueprint.post("/<int:item_id>/warning")
@seller(Right.KEEP_STOCK)
def warning(item_id: int) -> Page:
    """Set the level at which to be warned."""
    found, form = queries.item_of(current_vendor(), item_id), WarningForm()
    return _done(found, form, lambda: operations.warn_at(found, form.low_at.data or 0))


@blueprint.post("/<int:item_id>/lots")
@seller(Right.KEEP_STOCK)
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
@seller(Right.KEEP_STOCK)
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
@seller(Right.KEEP_STOCK)
def lot_labels(item_id: int, lot_id: int) -> Response:
    """Give a sheet of labels for the jars of a lot."""
    vendor = current_vendor()
    found, lot = queries.item_of(vendor, item_id), queries.lot_of(vendor, item_id, lot_id)
    return send_made(label_sheet(vendor, found, lot), "application/pdf", name=f"lot-{lot.id}.pdf")


def _asked() -> ShelfPage[StockItem]:
    """Read the page of the shelf that the address asks for."""
    asked = queries.items_of(current_vendor(), words=_words(), show=_show())
    return page_of(asked, size=PAGE_SIZE)


def _filters() -> dict[str, str]:
    """Give what the address asks for, to be asked for again: nothing else of it reaches another address."""
    return {name: request.args[name] for name in ("q", "show", "page") if name in request.args}


def _words() -> str:
    return request.args.get("q", "")[:100]


def _show() -> Show | None:
    asked = request.args.get("show", "")
    return Show(asked) if asked in set(Show) else None


def _list(page: ShelfPage[StockItem], sheet: Sheet) -> str:
    vendor = current_vendor()
    item_ids = [item.id for item in page.rows]
    return render_template(
        "stock/index.html",
        page=page,
        sheet=sheet,
        words=_words(),
        show=_show(),
        filters=_filters(),
        counts=queries.counts_of(vendor),
        ends=queries.ends_of(item_ids),
        holders=holders_of(vendor, sheet.refused) if sheet.refused else {},
        today=clock.today(),
    )


def _done(found: StockItem, form: MarketForm, verb: Callable[[], object]) -> Page:
    """Do it and show the item, or show it with what is wrong beside the field."""
    name = f"{found.variant.listing.title_vi} ({found.variant.label})"
    if not form.carried_out(verb):
        return _shown(found.id, form), 422
    flash(_("Đã ghi: %(name)s, có %(on_hand)s.", name=name, on_hand=found.on_hand), "good")
    return redirect(url_for("stock.item", item_id=found.id))


def _shown(item_id: int, sent: MarketForm | None = None) -> str:
    """Show the item; the form that was sent keeps what was typed, the others say how things are."""
    vendor = current_vendor()
    found = queries.item_of(vendor, item_id)
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
        holders=holders_of(vendor, [found.id]).get(found.id),
        today=clock.today(),
        page=page,
        reasons=REASON_NAMES,
        **forms,
    )
