"""The desk's pages of the market: what is said today, a new version, and the versions of before."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.policies import operations, queries
from marketplace.policies.forms import VersionForm
from marketplace.policies.views import known
from marketplace.policies.words import NAMES
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place

blueprint = Blueprint("desk_policies", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (
    Entry(label=_l("Trang của chợ"), endpoint="desk_policies.index", icon="file", place=Place.DESK, order=92),
)


@blueprint.get("")
@administrators
def index() -> str:
    """List the market's pages with the version of today."""
    return render_template("policies/desk.html", names=NAMES, versions=queries.all_current())


@blueprint.route("/<kind>", methods=["GET", "POST"])
@administrators
def edit(kind: str) -> Page:
    """Show the versions of a page, and publish another."""
    of_kind = known(kind)
    versions = queries.history(of_kind)
    latest = versions[0] if versions else None
    form = VersionForm(obj=latest)
    if not form.is_submitted():
        form.valid_from.data = operations.soonest_day(of_kind, latest)
    if form.carried_out(lambda: _publish(kind, form)):
        flash(_("Đã ban hành bản mới."), "good")
        return redirect(url_for("desk_policies.edit", kind=kind))
    return form_page("policies/edit.html", form, kind=of_kind, name=NAMES[of_kind], versions=versions)


def _publish(kind: str, form: VersionForm) -> None:
    day = form.valid_from.data or clock.today()
    operations.publish(known(kind), form.wording, valid_from=day, by=current_user)
