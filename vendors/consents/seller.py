"""The vendor's page of officers who help: who may, until when, and what they did in its name."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.trail.queries import actors_of
from marketplace.trail.words import ACTS, KINDS
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from vendors.access import current_vendor, has, seller
from vendors.consents import operations, queries
from vendors.consents.forms import ConsentForm
from vendors.permissions import Right

blueprint = Blueprint("consents", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@seller(Right.SEE_HELP)
def index() -> Page:
    """Show who may help until when, and what was done in the vendor's name."""
    return _page(ConsentForm(formdata=None))


@blueprint.post("")
@seller(Right.ALLOW_HELP)
def give() -> Page:
    """Let an officer help."""
    vendor, form = current_vendor(), ConsentForm()
    form.offer(queries.officers_of(vendor))
    if form.carried_out(
        lambda: operations.give(vendor, form.officer.data, ends_on=form.ends_on.data, by=current_user)  # type: ignore[arg-type]  # valid
    ):
        flash(_("Đã ghi nhận sự đồng ý."), "good")
        return redirect(url_for("consents.index"))
    return _page(form)


@blueprint.post("/<int:consent_id>/withdrawal")
@seller(Right.ALLOW_HELP)
def withdraw(consent_id: int) -> Page:
    """Take a consent back."""
    operations.withdraw(current_vendor(), consent_id, by=current_user)
    flash(_("Đã rút lại. Cán bộ này không còn làm thay được nữa."), "good")
    return redirect(url_for("consents.index"))


def _page(form: ConsentForm) -> Page:
    vendor = current_vendor()
    officers = queries.officers_of(vendor)
    form.offer(officers)
    page = page_of(queries.done_for(vendor), size=20)
    return form_page(
        "consents/index.html",
        form,
        officers=officers,
        consents=queries.standing_consents(vendor),
        allows=has(Right.ALLOW_HELP),
        page=page,
        actors=actors_of(page.rows),
        acts=ACTS,
        kinds=KINDS,
        today=clock.today(),
    )
