"""`/desk/reports`: what people report, oldest first, and the market's decision with its reason."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from orders.moderation import operations, queries, words
from orders.moderation.forms import DecisionForm
from orders.moderation.models import Decision
from orders.muting.operations import unmute

blueprint = Blueprint("desk_reports", __name__)
Page = str | Answer | tuple[str, int]
NAVIGATION = (
    Entry(
        _l("Báo cáo nội dung"),
        "desk_reports.index",
        "flag",
        Place.DESK,
        45,
        queries.waiting_count,
        allowed=lambda: bool(current_user.is_administrator),
    ),
)


@blueprint.get("")
@administrators
def index() -> str:
    """List what waits, or what was decided: the log of what was taken down."""
    decided = request.args.get("show") == "decided"
    page = page_of(queries.reports(decided=decided), size=20)
    return render_template(
        "orders/moderation/index.html", page=page, decided=decided, words=words, muted=queries.muted()
    )


@blueprint.route("/<int:report_id>", methods=["GET", "POST"])
@administrators
def case(report_id: int) -> Page:
    """Show what was reported with what was said before it, and decide."""
    report = queries.report(report_id)
    form = DecisionForm()

    def decide() -> None:
        decision = Decision(form.decision.data)
        operations.decide(report, decision, note=form.note.data or "", by=current_user)

    if form.carried_out(decide):
        flash(_("Đã quyết định, người viết được báo."), "good")
        return redirect(url_for("desk_reports.index"), code=303)
    before = queries.said_before(report.message) if report.message else []
    return form_page(
        "orders/moderation/case.html",
        form,
        report=report,
        before=before,
        words=words,
        about=queries.vendor_of(report),
    )


@blueprint.get("/<int:report_id>/files/<int:file_id>")
@administrators
def file(report_id: int, file_id: int) -> Response:
    """Send a file that came with what was reported."""
    found = queries.reported_file(queries.report(report_id), file_id)
    return send_private(found.key, name=f"tep-{file_id}")


@blueprint.post("/muted/<int:muted_id>/end")
@administrators
def end_mute(muted_id: int) -> Page:
    """Let a silenced writer write again."""
    unmute(queries.muted_writer(muted_id), by=current_user)
    flash(_("Người này được viết lại."), "good")
    return redirect(url_for("desk_reports.index"), code=303)
