"""Files of payouts at the desk: made, fetched, handed to the bank or discarded."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace.gateways.files import CONTENT_TYPES
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from vendors.payouts.batches import operations, queries
from vendors.payouts.forms import ReasonForm

blueprint = Blueprint("desk_payout_batches", __name__)
Page = str | Answer | tuple[str, int]


@blueprint.get("/desk/payouts/batches")
@administrators
def index() -> str:
    """List the files, and what waits for the next one."""
    page = page_of(queries.batches(), size=50)
    return render_template("payouts/batches/index.html", page=page, waiting=queries.waiting_for_file())


@blueprint.post("/desk/payouts/batches")
@administrators
def make() -> Answer:
    """Put what waits into a new file."""
    batch = operations.make_batch(by=current_user)
    flash(_("Đã tạo tệp với %(count)s lệnh chi.", count=batch.payouts), "good")
    return redirect(url_for("desk_payout_batches.batch", batch_id=batch.id))


@blueprint.get("/desk/payouts/batches/<int:batch_id>")
@administrators
def batch(batch_id: int) -> Page:
    """Show what stands in a file, and what can be done with it."""
    return _page(batch_id, ReasonForm(formdata=None))


@blueprint.get("/desk/payouts/batches/<int:batch_id>/<any(csv, xlsx):kind>")
@administrators
def file(batch_id: int, kind: str) -> Response:
    """Fetch the file as it was made: every time the same."""
    content = queries.file_of(queries.batch_numbered(batch_id), kind)
    answer = Response(content, content_type=CONTENT_TYPES[f".{kind}"])
    answer.headers["Content-Disposition"] = f'attachment; filename="chi-tra-{batch_id}.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/desk/payouts/batches/<int:batch_id>/handover")
@administrators
def hand_over(batch_id: int) -> Answer:
    """Note that the bank has the file."""
    batch = operations.hand_over(batch_id, by=current_user)
    flash(_("Đã ghi: ngân hàng nhận %(count)s lệnh chi. Khi có sao kê, hãy tải lên để đối chiếu.", count=batch.payouts))
    return redirect(url_for("desk_payout_batches.batch", batch_id=batch_id))


@blueprint.post("/desk/payouts/batches/<int:batch_id>/discard")
@administrators
def discard(batch_id: int) -> Page:
    """Discard a file that the bank never got."""
    form = ReasonForm()
    if form.carried_out(lambda: operations.discard(batch_id, reason=form.reason.data or "", by=current_user)):
        flash(_("Đã hủy tệp; các lệnh chi chờ tệp mới."), "good")
        return redirect(url_for("desk_payout_batches.batch", batch_id=batch_id))
    return _page(batch_id, form)


def _page(batch_id: int, form: ReasonForm) -> Page:
    found = queries.batch_numbered(batch_id)
    return form_page("payouts/batches/batch.html", form, batch=found, lines=queries.lines_of(found))
