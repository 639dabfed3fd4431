"""The desk's page of the audit trail."""

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace.trail.forms import TrailForm
from marketplace.trail.queries import actors_of, trail
from marketplace.trail.words import ACTS, DETAILS, KINDS
from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of

blueprint = Blueprint("trail", __name__)
NAVIGATION = (
    Entry(
        label=_l("Nhật ký"),
        endpoint="trail.index",
        icon="history",
        place=Place.DESK,
        order=90,
        allowed=lambda: bool(current_user.is_administrator),
    ),
)


@blueprint.get("")
@administrators
def index() -> str:
    """List who did what to which record, newest first."""
    form = TrailForm(request.args)
    page = page_of(trail(form.wanted), size=50)
    return render_template(
        "trail/index.html", form=form, page=page, actors=actors_of(page.rows), acts=ACTS, kinds=KINDS, details=DETAILS
    )
