"""The desk's renewed papers: those that wait, each beside the one that counts, and the answer."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.audience import administrators, staff
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from marketplace.web.signed_files import file_address
from vendors.onboarding.checklist import PAPER_NAMES
from vendors.papers import operations, queries
from vendors.papers.forms import EditionForm
from vendors.papers.models import EditionState, PaperEdition
from vendors.papers.words import EDITION_CHIPS
from vendors.words import KIND_NAMES

blueprint = Blueprint("desk_paperwork", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (
    Entry(
        label=_l("Giấy gia hạn"),
        endpoint="desk_paperwork.index",
        icon="file",
        place=Place.DESK,
        order=36,
        count=lambda: queries.count_waiting_editions(current_user),
    ),
)


@blueprint.get("")
@staff
def index() -> str:
    """List the renewals that wait, oldest first."""
    page = page_of(queries.waiting_editions(current_user))
    return render_template("papers/desk.html", page=page, names=PAPER_NAMES, kind_names=KIND_NAMES)


@blueprint.get("/<int:edition_id>")
@staff
def case(edition_id: int) -> Page:
    """Show a renewal beside the paper that counts."""
    return _page(queries.edition_for(current_user, edition_id), EditionForm(formdata=None))


@blueprint.post("/<int:edition_id>/answer")
@administrators
def answer(edition_id: int) -> Page:
    """Accept a renewal or send it back."""
    edition, form = queries.edition_for(current_user, edition_id), EditionForm()
    if form.carried_out(lambda: _answer(edition, form)):
        flash(_("Đã trả lời nhà sản xuất."), "good")
        return redirect(url_for("desk_paperwork.index"))
    return _page(edition, form)


def _answer(edition: PaperEdition, form: EditionForm) -> None:
    state, note = EditionState(form.state.data), form.note.data or ""
    operations.answer(edition, state, by=current_user, note=note, seen_key=form.seen.data or "")


def _page(edition: PaperEdition, form: EditionForm) -> Page:
    return form_page(
        "papers/case.html",
        form,
        edition=edition,
        counts=queries.find_paper(edition.vendor_id, edition.kind),
        name=PAPER_NAMES[edition.kind],
        chip=EDITION_CHIPS[edition.state],
        address=lambda key, name: file_address(key, reader_id=current_user.id, name=name),
    )
