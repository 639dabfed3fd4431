"""`/desk/carriers`: statements of cash that carriers took, what they told that needs a person, and contracts."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as Reply
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import NotFound, Refusal
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.carriers import answers, notices, pulling, queries, statements, words
from orders.carriers.forms import CarrierForm, PartForm, StatementForm
from orders.carriers.models import Answer
from orders.payments import remittances
from vendors.delivery import contracts
from vendors.delivery.queries import carriers

blueprint = Blueprint("desk_carriers", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (Entry(_l("Vận chuyển"), "desk_carriers.index", "truck", Place.DESK, 55, queries.waiting_count),)


@blueprint.get("")
@administrators
def index() -> str:
    """List the statements, and what each carrier has of ours."""
    page = page_of(queries.statements(), size=30)
    open_rows = queries.open_rows([statement.id for statement in page.rows])
    return render_template(
        "orders/carriers/index.html",
        page=page,
        chips={each.id: words.chip_of(each, open_rows.get(each.id, 0)) for each in page.rows},
        carriers=carriers(),
        cash=queries.cash_with_carriers(),
    )


@blueprint.route("/statements", methods=["GET", "POST"])
@administrators
def upload() -> Page:
    """Take a carrier's statement in; nothing is booked by it."""
    form = StatementForm()
    form.offer(carriers())
    taken: list[int] = []
    if form.carried_out(lambda: taken.append(_taken(form))):
        flash(_("Đã tải bảng kê lên. Xem lại rồi ghi sổ."), "good")
        return redirect(url_for("desk_carriers.statement", carrier_statement_id=taken[0]))
    return form_page("orders/carriers/upload.html", form)


@blueprint.post("/statements/pull")
@administrators
def pull() -> Response:
    """Ask a carrier for its latest statements."""
    carrier = queries.carrier_coded(request.form.get("carrier", ""))
    _tried(
        lambda: pulling.pull_statements(carrier, by=current_user),
        _("Đã hỏi %(carrier)s. Bảng kê mới, nếu có, nằm ở đầu danh sách.", carrier=carrier.name),
    )
    return redirect(url_for("desk_carriers.index"))


@blueprint.get("/statements/<int:carrier_statement_id>")
@administrators
def statement(carrier_statement_id: int) -> Page:
    """Show a statement beside our books: before it is accepted what that would do, afterwards each row."""
    found = queries.statement_numbered(carrier_statement_id)
    is_accepted = found.accepted_at is not None
    preview = None if is_accepted else queries.preview_of(found)
    open_count = queries.open_rows([found.id]).get(found.id, 0)
    return render_template(
        "orders/carriers/statement.html",
        statement=found,
        preview=preview,
        counts=queries.counts_of(found) if is_accepted else preview.counts if preview else {},
        page=page_of(queries.rows(found), size=50),
        chip=words.chip_of(found, open_count),
        open_count=open_count,
        money_hints=queries.money_for(found) if is_accepted and found.owed_dong else [],
        words=words,
        offered=answers.OFFERED,
        part_form=PartForm(formdata=None),
    )


@blueprint.get("/statements/<int:carrier_statement_id>/file")
@administrators
def file(carrier_statement_id: int) -> Reply:
    """Give the statement as the carrier sent it."""
    found = queries.statement_numbered(carrier_statement_id)
    stored = queries.file_of(found)
    name = f"{found.reference}.{found.file_key.rpartition('.')[2]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Reply(stored.content, content_type=stored.content_type, headers=headers)


@blueprint.post("/statements/<int:carrier_statement_id>/acceptance")
@administrators
def accept(carrier_statement_id: int) -> Response:
    """Book what agrees with our books."""
    queries.statement_numbered(carrier_statement_id)
    _tried(lambda: statements.accept(carrier_statement_id, by=current_user), _("Đã ghi sổ các dòng khớp."))
    return _to_statement(carrier_statement_id)


@blueprint.post("/statements/<int:carrier_statement_id>/discard")
@administrators
def discard(carrier_statement_id: int) -> Response:
    """Forget a statement that was taken in by mistake."""
    queries.statement_numbered(carrier_statement_id)
    done = _tried(lambda: statements.discard(carrier_statement_id, by=current_user), _("Đã bỏ bảng kê."))
    return redirect(url_for("desk_carriers.index")) if done else _to_statement(carrier_statement_id)


@blueprint.post("/statements/<int:carrier_statement_id>/money/<int:notice_id>")
@administrators
def place_money(carrier_statement_id: int, notice_id: int) -> Response:
    """Say that money which came is what the carrier owed for this statement."""
    queries.statement_numbered(carrier_statement_id)
    _tried(lambda: remittances.place(notice_id, carrier_statement_id, by=current_user), _("Đã ghép tiền vào bảng kê."))
    return _to_statement(carrier_statement_id)


@blueprint.post("/rows/<int:carrier_row_id>/answer")
@administrators
def answer(carrier_row_id: int) -> Response:
    """Decide about a row that does not agree."""
    asked = request.form.get("answer", "")
    if asked not in set(Answer):
        raise NotFound
    chosen = Answer(asked)
    if chosen is Answer.GIVEN_UP:
        return _answered(carrier_row_id, lambda: answers.give_up(carrier_row_id, by=current_user))
    return _answered(carrier_row_id, lambda: answers.answer(carrier_row_id, chosen, by=current_user))


@blueprint.post("/rows/<int:carrier_row_id>/delivery")
@administrators
def deliver(carrier_row_id: int) -> Response:
    """Note that the buyer has the parcel whose cash the carrier brings."""
    return _answered(carrier_row_id, lambda: answers.deliver(carrier_row_id, by=current_user))


@blueprint.post("/rows/<int:carrier_row_id>/part")
@administrators
def name_part(carrier_row_id: int) -> Response:
    """Say whose parcel an unknown tracking code is."""
    number = request.form.get("number", "")[:40]
    return _answered(carrier_row_id, lambda: answers.name_part(carrier_row_id, number, by=current_user))


@blueprint.get("/notices")
@administrators
def told() -> str:
    """List what carriers told that only a person can act on."""
    page = page_of(queries.notices_to_look_at(), size=50)
    return render_template("orders/carriers/notices.html", page=page, words=words)


@blueprint.post("/notices/<int:carrier_notice_id>/seen")
@administrators
def see(carrier_notice_id: int) -> Response:
    """Put away what a carrier told."""
    _tried(lambda: notices.mark_seen(carrier_notice_id, by=current_user), _("Đã xem."))
    return redirect(url_for("desk_carriers.told"))


@blueprint.route("/contracts", methods=["GET", "POST"])
@administrators
def contracted() -> Page:
    """List the carriers under the market's contract, and add one."""
    form = CarrierForm()
    name, code = form.name.data or "", form.code.data or ""
    if form.carried_out(lambda: contracts.add_carrier(code=code, name=name, by=current_user)):
        flash(_("Đã thêm %(name)s.", name=name), "good")
        return redirect(url_for("desk_carriers.contracted"))
    return form_page("orders/carriers/contracts.html", form, carriers=carriers())


@blueprint.post("/contracts/<int:carrier_id>")
@administrators
def use(carrier_id: int) -> Response:
    """Take a carrier into use, or out of it."""
    carrier = contracts.carrier_numbered(carrier_id)
    contracts.set_active(carrier, active=request.form.get("active") == "1", by=current_user)
    return redirect(url_for("desk_carriers.contracted"))


def _taken(form: StatementForm) -> int:
    carrier = queries.carrier_coded(form.carrier.data or "")
    raw = form.file.data.read()
    with db.session.begin_nested():
        return statements.take(carrier, raw, by=current_user).id


def _answered(row_id: int, act: Callable[[], object]) -> Response:
    row = answers.row_numbered(row_id)
    _tried(act, _("Đã xử lý dòng %(code)s.", code=row.tracking_code))
    return _to_statement(row.statement_id)


def _tried(act: Callable[[], object], done: str) -> bool:
    """Do it and say so; a refusal is told in its own words."""
    try:
        with db.session.begin_nested():
            act()
    except Refusal as refusal:
        flash(str(refusal), "bad")
        return False
    flash(done, "good")
    return True


def _to_statement(statement_id: int) -> Response:
    return redirect(url_for("desk_carriers.statement", carrier_statement_id=statement_id), code=303)
