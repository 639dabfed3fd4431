"""The vendor's data to take along: asked for, watched, fetched within some days."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from orders.exports import operations, queries
from orders.exports.forms import ExportForm
from orders.exports.models import DataExport, ExportFormat, ExportKind, ExportStatus
from orders.exports.words import FILE_NAMES, KIND_NAMES, STATUS_CHIPS
from orders.exports.working import KEPT
from orders.fulfilment.privacy import READERS
from vendors.access import current_member, current_vendor, seller
from vendors.models import MemberRole
from vendors.permissions import Right

blueprint = Blueprint("exports", __name__)
Page = str | AnyResponse | tuple[str, int]
TAKING = (MemberRole.MANAGER, MemberRole.ACCOUNTANT)
PAGE_SIZE = 10


@blueprint.route("", methods=["GET", "POST"])
@seller(Right.TAKE_DATA)
def index() -> Page:
    """Offer what can be taken along, and list what was asked for."""
    role, form, begun = current_member().role, ExportForm(), list[DataExport]()
    kinds = operations.may_take(role)
    form.offer(kinds)
    if form.carried_out(lambda: begun.append(_asked(form))):
        return redirect(url_for("exports.export", export_id=begun[0].id))
    mine = queries.exports_of(current_vendor(), kinds, may_see_buyers=role in READERS)
    page = page_of(mine, size=PAGE_SIZE)
    return form_page("orders/exports/index.html", form, page=page, names=KIND_NAMES, chips=STATUS_CHIPS, days=KEPT.days)


@blueprint.get("/<int:export_id>")
@seller(Right.TAKE_DATA)
def export(export_id: int) -> str:
    """Show how far an export is, and where its file is."""
    found = _export(export_id)
    return render_template(
        "orders/exports/export.html",
        export=found,
        name=KIND_NAMES[found.kind],
        chip=STATUS_CHIPS[found.status],
        states=ExportStatus,
        until=found.ended_at + KEPT if found.ended_at else None,
    )


@blueprint.get("/<int:export_id>/file")
@seller(Right.TAKE_DATA)
def file(export_id: int) -> Response:
    """Hand out the file. Raises NotFound before it is made and after it was deleted."""
    found = _export(export_id)
    answer = send_private(found.file_key, name=FILE_NAMES[found.kind])
    answer.headers["Content-Disposition"] = answer.headers["Content-Disposition"].replace("inline", "attachment", 1)
    return answer


def _export(export_id: int) -> DataExport:
    role = current_member().role
    kinds = operations.may_take(role)
    return queries.export_of(current_vendor(), export_id, kinds, may_see_buyers=role in READERS)


def _asked(form: ExportForm) -> DataExport:
    kind, ending = ExportKind(form.kind.data), ExportFormat(form.ending.data)
    return operations.ask(current_vendor(), kind, ending, by=current_user, role=current_member().role)
