"""The bank's statement at the desk: uploaded, looked at, applied; what is left is answered with a click."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from vendors.payouts.bank_statements import operations, queries
from vendors.payouts.bank_statements.models import BankStatement, RowOutcome
from vendors.payouts.forms import StatementForm

blueprint = Blueprint("desk_bank_statements", __name__)
Page = str | Response | tuple[str, int]


@blueprint.route("/desk/payouts/statements", methods=["GET", "POST"])
@administrators
def index() -> Page:
    """List what waits for an answer and the statements, and take in another one."""
    form, taken = StatementForm(), list[BankStatement]()
    if form.carried_out(lambda: taken.append(_take_in(form))):
        return redirect(url_for("desk_bank_statements.statement", statement_id=taken[0].id))
    page, questions = page_of(queries.statements(), size=20), queries.questions()
    return form_page("payouts/bank_statements/index.html", form, page=page, questions=questions)


@blueprint.get("/desk/payouts/statements/<int:statement_id>")
@administrators
def statement(statement_id: int) -> str:
    """Show what applying a statement would do; or, once it is applied, what became of its rows."""
    found = queries.statement_numbered(statement_id)
    if found.applied_at is None:
        preview = queries.preview_of(found)
        return render_template(
            "payouts/bank_statements/preview.html", statement=found, preview=preview, outcomes=RowOutcome
        )
    return render_template("payouts/bank_statements/applied.html", statement=found, rows=queries.rows_of(found))


@blueprint.post("/desk/payouts/statements/<int:statement_id>")
@administrators
def apply(statement_id: int) -> Response:
    """Let the books follow a statement, once."""
    queries.statement_numbered(statement_id)
    applied = operations.apply(statement_id, by=current_user)
    flash(_("Đã ghi nhận sao kê: %(count)s dòng mới.", count=applied.new_rows), "good")
    return redirect(url_for("desk_bank_statements.statement", statement_id=statement_id))


@blueprint.post("/desk/payouts/statements/<int:statement_id>/rest")
@administrators
def answer_rest(statement_id: int) -> Response:
    """Say that all that still waits in a statement has nothing to do with payouts."""
    queries.statement_numbered(statement_id)
    count = operations.answer_rest(statement_id, by=current_user)
    flash(_("Đã trả lời %(count)s dòng.", count=count), "good")
    return redirect(url_for("desk_bank_statements.index"))


@blueprint.post("/desk/payouts/statements/rows/<int:row_id>")
@administrators
def answer(row_id: int) -> Response:
    """Say of which payout a row is, or that it is of none."""
    queries.row_numbered(row_id)
    reference = request.form.get("reference", "").strip()
    if reference:
        row = operations.answer_payout(row_id, reference, by=current_user)
        flash(_("Đã ghi dòng này vào lệnh chi %(reference)s.", reference=reference.upper()), "good")
        return redirect(url_for("desk_bank_statements.index", _anchor=f"statement-{row.statement_id}"))
    operations.answer_not_ours(row_id, by=current_user)
    flash(_("Đã ghi: dòng này không phải lệnh chi."), "good")
    return redirect(url_for("desk_bank_statements.index"))


def _take_in(form: StatementForm) -> BankStatement:
    file: FileStorage | None = form.file.data
    raw = file.read() if file else b""
    return operations.take_in(raw, name=(file and file.filename) or "", by=current_user)
