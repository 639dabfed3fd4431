"""Whether a seller is asked to accept rules that were changed before going on."""

from flask import request, session, url_for
from flask_login import current_user

from marketplace import clock
from marketplace.policies.models import ACCEPTED_BY_SELLERS
from marketplace.policies.queries import changed_since

KNOWN = "rules_known"
"""In the session: who was last found to have accepted all rules, and on which day."""


def page_to_accept() -> str | None:
    """Give the page on which a seller accepts changed rules; nothing when there are none.

    Looked up once a day: a version begins with its day, and is published days before.
    """
    known = f"{current_user.id} {clock.today()}"
    if request.method != "GET" or "HX-Request" in request.headers or session.get(KNOWN) == known:
        return None
    if changed_since(current_user, ACCEPTED_BY_SELLERS):
        return url_for("policies.changed", next=request.path)
    session[KNOWN] = known
    return None
