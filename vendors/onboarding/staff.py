"""The desk's applications: the queue, one case with its papers beside the form, answers and the decision."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace.web.audience import administrators, staff
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from marketplace.web.private_files import send_private
from vendors.models import Vendor, VendorStatus
from vendors.onboarding import operations, papers, queries
from vendors.onboarding.checklist import ANSWERED, PAPER_CHIPS, PAPER_NAMES
from vendors.onboarding.forms import AnswerForm, DecisionForm
from vendors.onboarding.models import Paper, PaperState
from vendors.team.queries import members_of
from vendors.words import KIND_NAMES, ROLE_NAMES, STATUS_CHIPS

blueprint = Blueprint("applications", __name__)
Page = str | Answer | tuple[str, int]
NAVIGATION = (
    Entry(
        label=_l("Hồ sơ đăng ký"),
        endpoint="applications.queue",
        icon="clipboard-check",
        place=Place.DESK,
        order=20,
        count=lambda: queries.count_waiting(current_user),
    ),
)


@blueprint.get("")
@staff
def queue() -> str:
    """List the applications that wait for a decision, oldest first."""
    waiting = page_of(queries.waiting(current_user))
    return render_template("onboarding/queue.html", waiting=waiting, kind_names=KIND_NAMES)


@blueprint.get("/<int:vendor_id>")
@staff
def case(vendor_id: int) -> str:
    """Show one application with its papers."""
    return _case(queries.vendor_for(current_user, vendor_id), DecisionForm(formdata=None), AnswerForm(formdata=None))


@blueprint.get("/<int:vendor_id>/papers/<kind>/scan")
@staff
def scan(vendor_id: int, kind: str) -> Response:
    """Send the scan of a paper of a vendor that this member of staff may see."""
    vendor = queries.vendor_for(current_user, vendor_id)
    return send_private(queries.paper_of(vendor, kind).file_key, name=kind)


@blueprint.post("/<int:vendor_id>/papers/<kind>/answer")
@administrators
def answer(vendor_id: int, kind: str) -> Page:
    """Accept a paper, return it with a note, or waive it with a reason; then show the next one without an answer."""
    vendor = queries.vendor_for(current_user, vendor_id)
    paper = queries.paper_of(vendor, kind)
    form = AnswerForm()
    if form.carried_out(lambda: _answer(vendor, paper, form)):
        return redirect(url_for("applications.case", vendor_id=vendor.id))
    return _case(vendor, DecisionForm(formdata=None), form, chosen=paper), 422


@blueprint.post("/<int:vendor_id>/decision")
@administrators
def decide(vendor_id: int) -> Page:
    """Approve, return with notes or reject; then show the application that has waited longest."""
    vendor = queries.vendor_for(current_user, vendor_id)
    form = DecisionForm()
    if not form.carried_out(lambda: _decide(vendor, form)):
        return _case(vendor, form, AnswerForm(formdata=None)), 422
    flash(_("%(name)s: %(status)s.", name=vendor.name, status=str(STATUS_CHIPS[vendor.status].label)), "good")
    following = queries.next_waiting(current_user, after=vendor)
    if following is None:
        return redirect(url_for("applications.queue"))
    return redirect(url_for("applications.case", vendor_id=following.id))


def _answer(vendor: Vendor, paper: Paper, form: AnswerForm) -> None:
    papers.answer(vendor, paper.kind, PaperState(form.state.data), by=current_user, note=form.note.data or "")


def _decide(vendor: Vendor, form: DecisionForm) -> None:
    acts: dict[str, Callable[..., None]] = {
        "approve": operations.approve,
        "return": operations.return_with_notes,
        "reject": operations.reject,
    }
    acts[form.decision.data](vendor, by=current_user, reason=form.reason.data or "")


def _case(vendor: Vendor, decision: DecisionForm, answer: AnswerForm, *, chosen: Paper | None = None) -> str:
    checklist = queries.checklist_of(vendor)
    return render_template(
        "onboarding/case.html",
        case=vendor,
        checklist=checklist,
        chosen=chosen or _paper_to_show(checklist.papers),
        members=members_of(vendor),
        steps=queries.history_of(vendor),
        form=decision,
        answer=answer,
        deciding=current_user.is_administrator and vendor.status is VendorStatus.SUBMITTED,
        kind_names=KIND_NAMES,
        role_names=ROLE_NAMES,
        status_chips=STATUS_CHIPS,
        paper_names=PAPER_NAMES,
        paper_chips=PAPER_CHIPS,
    )


def _paper_to_show(rows: list[Paper]) -> Paper | None:
    """Give the paper that the address names, else the first that has no answer, else the first."""
    named = [paper for paper in rows if paper.kind == request.args.get("paper")]
    unanswered = [paper for paper in rows if paper.state not in ANSWERED]
    return next(iter([*named, *unanswered, *rows]), None)
