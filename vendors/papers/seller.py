"""The seller's pages of papers: all of them at a glance, one with what went before, renewing it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.web.forms import form_page
from marketplace.web.signed_files import file_address
from vendors.access import current_vendor, has, seller
from vendors.certificates.words import STANDING_CHIPS
from vendors.onboarding.checklist import PAPER_MEANINGS, PAPER_NAMES
from vendors.onboarding.forms import PaperForm
from vendors.onboarding.models import PaperKind
from vendors.papers import operations, queries
from vendors.papers.queries import PaperRow
from vendors.papers.words import EDITION_CHIPS, NEED_CHIPS
from vendors.permissions import Right

blueprint = Blueprint("seller_paperwork", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@seller(Right.SEE_PAPERS)
def index() -> str:
    """Show every paper and certificate: what counts, what is missing, what to renew and when."""
    return render_template(
        "papers/index.html",
        overview=queries.overview_of(current_vendor()),
        names=PAPER_NAMES,
        chips=NEED_CHIPS,
        standing_chips=STANDING_CHIPS,
        today=clock.today(),
        address=_address,
    )


@blueprint.get("/<kind>")
@seller(Right.SEE_PAPERS)
def paper(kind: str) -> Page:
    """Show one paper with what went before."""
    return _page(_row(kind), PaperForm(formdata=None))


@blueprint.post("/<kind>")
@seller(Right.HAND_IN_PAPERS)
def renew(kind: str) -> Page:
    """Take a new edition of a paper."""
    row, form = _row(kind), PaperForm()
    if form.carried_out(lambda: _renew(row.kind, form)):
        flash(_("Đã gửi. Giấy cũ vẫn dùng đến khi chợ nhận giấy mới."), "good")
        return redirect(url_for("seller_paperwork.paper", kind=kind))
    return _page(row, form)


def _page(row: PaperRow, form: PaperForm) -> Page:
    return form_page(
        "papers/paper.html",
        form,
        row=row,
        name=PAPER_NAMES[row.kind],
        meaning=PAPER_MEANINGS[row.kind],
        chip=NEED_CHIPS[row.need],
        edition_chips=EDITION_CHIPS,
        address=_address,
        may_hand_in=has(Right.HAND_IN_PAPERS),
    )


def _row(kind: str) -> PaperRow:
    """Give the row of this kind of paper; who the representative is concerns owners alone. Raises NotFound."""
    if kind == PaperKind.IDENTITY and not has(Right.APPLY):
        raise NotFound
    rows = [row for row in queries.overview_of(current_vendor()).papers if row.kind == kind]
    if not rows:
        raise NotFound
    return rows[0]


def _renew(kind: PaperKind, form: PaperForm) -> None:
    operations.renew(
        current_vendor(),
        kind,
        form.raw,
        by=current_user,
        number=form.number.data or "",
        issued_on=form.issued_on.data,
        expires_on=form.expires_on.data,
    )


def _address(key: str | None, name: str) -> str:
    return file_address(key, reader_id=current_user.id, name=name)
