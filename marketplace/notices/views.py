"""The inbox."""

from flask import Blueprint, render_template
from flask_login import current_user

from marketplace.notices import operations, queries
from marketplace.web.audience import signed_in
from marketplace.web.paging import page_of

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
@signed_in
def inbox() -> str:
    """Show the person's messages; having been shown, they are read."""
    page = page_of(queries.inbox(current_user), size=30)
    answer = render_template("notices/inbox.html", page=page)
    operations.mark_read(current_user)
    return answer
