"""`/desk/personal-data`: requests about personal data and their deadlines."""

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace import clock
from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.personal.queries import all_requests
from orders.personal.words import KIND_NAMES, STATUS_CHIPS

blueprint = Blueprint("desk_personal", __name__)
NAVIGATION = (
    Entry(
        _l("Dữ liệu cá nhân"),
        "desk_personal.index",
        "shield",
        Place.DESK,
        order=85,
        allowed=lambda: bool(current_user.is_administrator),
    ),
)


@blueprint.get("/desk/personal-data")
@administrators
def index() -> str:
    """List the requests, what waits first."""
    page = page_of(all_requests(), size=50)
    chips = {"kinds": KIND_NAMES, "chips": STATUS_CHIPS, "today": clock.today()}
    return render_template("orders/personal/desk.html", page=page, **chips)
