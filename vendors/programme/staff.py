"""`/desk/register-import`: the province's spreadsheet is sent, seen beside the register, decided on; the products."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.errors import Invalid
from marketplace.places.queries import quang_ninh_communes
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.programme import operations, queries
from vendors.programme.forms import DecisionForm, ProductSearchForm, SpreadsheetForm
from vendors.programme.models import RegisterStatus, RowState
from vendors.programme.words import COLUMN_NAMES, STATE_NAMES, STATUS_CHIPS
from vendors.words import KIND_NAMES

blueprint = Blueprint("register_import", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (
    Entry(label=_l("Sổ OCOP"), endpoint="register_import.index", icon="badge-check", place=Place.DESK, order=36),
)


@blueprint.route("", methods=["GET", "POST"])
@administrators
def index() -> Page:
    """List the spreadsheets, and take a new one."""
    form = SpreadsheetForm()
    sent = []
    if form.carried_out(lambda: sent.append(_sent(form))):
        return redirect(url_for("register_import.job", register_import_id=sent[0]))
    return form_page("programme/index.html", form, page=page_of(queries.imports()), chips=STATUS_CHIPS)


@blueprint.get("/<int:register_import_id>")
@administrators
def job(register_import_id: int) -> str:
    """Show one spreadsheet: what is new, changed, gone, not understood; who is doubtful; or what came of it."""
    found = queries.import_numbered(register_import_id)
    asked = request.args.get("state", "")
    state = RowState(asked) if asked in set(RowState) else _first_state(found.bad, found.added, found.changed)
    return render_template(
        "programme/job.html",
        job=found,
        chip=STATUS_CHIPS[found.status],
        statuses=RegisterStatus,
        state=state,
        counts=_counts(found),
        state_names=STATE_NAMES,
        column_names=COLUMN_NAMES,
        questions=queries.questions_of(found),
        page=page_of(queries.rows_in(found, state)),
        communes={commune.code: commune.full_name for commune in quang_ninh_communes()},
        kind_names=KIND_NAMES,
        form=DecisionForm(formdata=None),
    )


@blueprint.post("/<int:register_import_id>/producers/<int:maker_id>")
@administrators
def answer(register_import_id: int, maker_id: int) -> Response:
    """Say who a doubtful producer is."""
    found = queries.import_numbered(register_import_id)
    choice = request.form.get("choice", type=int)
    if choice is None:
        raise operations.NoSuchAnswer
    operations.answer(found, queries.maker_in(found, maker_id), choice, by=current_user)
    flash(_("Đã ghi lại chủ thể, bảng được so sánh lại."), "good")
    return _back(register_import_id)


@blueprint.post("/<int:register_import_id>/comparison")
@administrators
def comparison(register_import_id: int) -> Response:
    """Compare the spreadsheet with the register as it is now."""
    operations.compare_anew(queries.import_numbered(register_import_id), by=current_user)
    flash(_("Đã so sánh lại với sổ hiện nay."), "good")
    return _back(register_import_id)


@blueprint.post("/<int:register_import_id>/application")
@administrators
def application(register_import_id: int) -> Response:
    """Write the spreadsheet into the register, whole."""
    form = DecisionForm()
    if not form.validate_on_submit():
        raise Invalid
    found = queries.import_numbered(register_import_id)
    operations.apply(found, drops_gone=bool(form.drops_gone.data), by=current_user)
    flash(_("Đã ghi vào sổ: %(added)s mới, %(changed)s thay đổi.", added=found.added, changed=found.changed), "good")
    return _back(register_import_id)


@blueprint.post("/<int:register_import_id>/removal")
@administrators
def removal(register_import_id: int) -> Response:
    """Leave the spreadsheet."""
    operations.discard(queries.import_numbered(register_import_id), by=current_user)
    flash(_("Đã bỏ bảng này. Sổ không thay đổi."), "good")
    return redirect(url_for("register_import.index"))


@blueprint.get("/products")
@administrators
def products() -> str:
    """List the products of the register, narrowed by words."""
    form = ProductSearchForm(request.args)
    page = page_of(queries.products_matching(form.q.data or "", request.args.get("commune", "")))
    return render_template("programme/products.html", form=form, page=page, today=clock.today())


@blueprint.get("/products/<int:register_product_id>")
@administrators
def product(register_product_id: int) -> str:
    """Show one product with the stars that it was given over the years."""
    found = queries.product_numbered(register_product_id)
    return render_template("programme/product.html", product=found, kind_names=KIND_NAMES)


def _sent(form: SpreadsheetForm) -> int:
    raw, name = form.sent
    return operations.send(raw, name=name, by=current_user).id


def _first_state(bad: int, added: int, changed: int) -> RowState:
    """What a person should look at first."""
    if bad:
        return RowState.BAD
    return RowState.NEW if added or not changed else RowState.CHANGED


def _counts(found: object) -> dict[RowState, int]:
    names = {RowState.NEW: "added"}
    return {state: getattr(found, names.get(state, state.value)) for state in STATE_NAMES}


def _back(register_import_id: int) -> Response:
    return redirect(url_for("register_import.job", register_import_id=register_import_id))
