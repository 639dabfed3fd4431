"""Goods from a table: templates, the file, what is wrong with it, saving, and what came of it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from marketplace.errors import Invalid, NotFound
from marketplace.gateways.files import CONTENT_TYPES
from marketplace.web.forms import form_page
from marketplace.web.language import LANGUAGES
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from vendors.access import current_vendor, seller
from vendors.imports import operations, queries
from vendors.imports.columns import BY_KEY
from vendors.imports.forms import ImportForm
from vendors.imports.models import WORKING, ImportJob, ImportMode, ImportStatus
from vendors.imports.sheets import template
from vendors.imports.words import STATUS_CHIPS
from vendors.listings.queries import categories
from vendors.permissions import Right

blueprint = Blueprint("imports", __name__)
Page = str | AnyResponse | tuple[str, int]
ENDINGS = ("xlsx", "csv")
PAGE_SIZE = 10


@blueprint.route("", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def index() -> Page:
    """Offer templates, take a file, and list the earlier ones."""
    form, begun = ImportForm(), list[ImportJob]()
    if form.carried_out(lambda: begun.append(_sent(form))):
        return redirect(url_for("imports.job", import_id=begun[0].id))
    page = page_of(queries.imports_of(current_vendor()), size=PAGE_SIZE)
    return form_page("imports/index.html", form, page=page, chips=STATUS_CHIPS, languages_known=LANGUAGES)


@blueprint.get("/templates/<language>/<ending>")
@seller(Right.EDIT_LISTINGS)
def empty_table(language: str, ending: str) -> Response:
    """Hand out an empty table in a language."""
    if language not in LANGUAGES or ending not in ENDINGS:
        raise NotFound
    answer = Response(template(categories(), language, ending), content_type=CONTENT_TYPES[f".{ending}"])
    answer.headers["Content-Disposition"] = f'attachment; filename="hang-ocop-{language}.{ending}"'
    return answer


@blueprint.get("/<int:import_id>")
@seller(Right.EDIT_LISTINGS)
def job(import_id: int) -> str:
    """Show how far an import is, what is wrong with its rows, and what can be done."""
    found = _job(import_id)
    rows, count = queries.bad_rows(found) if found.status is not ImportStatus.READING else ([], 0)
    return render_template(
        "imports/job.html",
        job=found,
        chip=STATUS_CHIPS[found.status],
        working=found.status in WORKING,
        states=ImportStatus,
        modes=ImportMode,
        rows=rows,
        wrong=count,
        columns=BY_KEY,
    )


@blueprint.post("/<int:import_id>/saving")
@seller(Right.EDIT_LISTINGS)
def saving(import_id: int) -> AnyResponse:
    """Have the rows saved: the whole file, or the good rows of it."""
    found, wanted = _job(import_id), request.form.get("mode", "")
    if wanted not in set(ImportMode):
        raise Invalid(_("Hãy chọn lưu cả tệp hay chỉ các dòng đúng."))
    operations.save(found, ImportMode(wanted), by=current_user)
    return redirect(url_for("imports.job", import_id=import_id))


@blueprint.post("/<int:import_id>/removal")
@seller(Right.EDIT_LISTINGS)
def removal(import_id: int) -> AnyResponse:
    """Leave a file; nothing of it is saved."""
    operations.discard(_job(import_id), by=current_user)
    flash(_("Đã bỏ tệp này. Không có gì thay đổi trong gian hàng."), "good")
    return redirect(url_for("imports.index"))


@blueprint.get("/<int:import_id>/mended")
@seller(Right.EDIT_LISTINGS)
def mended(import_id: int) -> Response:
    """Hand out the vendor's own file with what is wrong beside each row."""
    found = _job(import_id)
    return send_private(found.result_key, name=f"can-sua-{found.id}")


def _job(import_id: int) -> ImportJob:
    return queries.import_of(current_vendor(), import_id)


def _sent(form: ImportForm) -> ImportJob:
    raw, name = form.sent("file")
    pictures, _name = form.sent("pictures")
    return operations.send_file(current_vendor(), raw, name=name, pictures=pictures, by=current_user)
