"""Searches at the desk: those that found nothing, and the words that mend them."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.lexicon.queries import missed, synonyms
from vendors.searches import operations, queries
from vendors.searches.forms import LONGEST, DismissalForm, SynonymForm

blueprint = Blueprint("desk_searches", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (
    Entry(
        label=_l("Tìm kiếm"),
        endpoint="desk_searches.index",
        icon="search",
        place=Place.DESK,
        order=44,
        allowed=lambda: bool(current_user.is_administrator),
    ),
)


@blueprint.get("")
@administrators
def index() -> Page:
    """Show searches that found nothing, and what people say for what."""
    form = SynonymForm()
    form.said.data = request.args.get("said", "").replace("\x00", "")[:LONGEST]
    return _page(form)


@blueprint.post("")
@administrators
def add() -> Page:
    """Let goods be found by what people say."""
    form, found = SynonymForm(), list[int]()
    if not form.carried_out(lambda: found.append(_added(form))):
        return _page(form)
    flash(
        ngettext("Đã ghi. %(num)s món được tìm thấy thêm.", "Đã ghi. %(num)s món được tìm thấy thêm.", found[0]), "good"
    )
    return redirect(url_for("desk_searches.index"), code=303)


def _added(form: SynonymForm) -> int:
    said, meant = (" ".join(str(field.data).split()) for field in (form.said, form.meant))
    return operations.add_synonym(said, meant, by=current_user)


def _page(form: SynonymForm) -> Page:
    return form_page(
        "searches/index.html",
        form,
        page=page_of(missed(), size=50),
        synonyms=page_of(synonyms(), size=200, number=1).rows,
    )


@blueprint.post("/synonyms/<int:synonym_id>/removal")
@administrators
def remove(synonym_id: int) -> Response:
    """Forget what people say."""
    operations.remove_synonym(queries.synonym_numbered(synonym_id), by=current_user)
    flash(_("Đã bỏ cặp chữ này."), "good")
    return redirect(url_for("desk_searches.index"), code=303)


@blueprint.post("/dismissals")
@administrators
def dismiss() -> Response:
    """Take a search off the list."""
    form = DismissalForm()
    form.carried_out(lambda: operations.dismiss(str(form.words.data)))
    return redirect(url_for("desk_searches.index"), code=303)
