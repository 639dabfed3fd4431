"""Whose hearts a page shows: read once for each request, and never for a visitor who has none."""

from typing import cast

from flask import g, session
from flask_login import current_user

from vendors.wishes import operations, queries
from vendors.wishes.operations import Wisher

WISHES_OF = "wishes_of"


def wisher() -> Wisher | None:
    """Whoever visits, if they can have wishes; what they chose before signing in comes along."""
    token = session.get(WISHES_OF)
    if not current_user.is_authenticated:
        return Wisher(token=token) if token else None
    if token:
        operations.bring_along(token, to=current_user)
        session.pop(WISHES_OF)
    return Wisher(user_id=current_user.id)


def wisher_from_now() -> Wisher:
    """Whoever visits; a guest gets a token, kept for a while."""
    known = wisher()
    if known is None:
        session[WISHES_OF] = operations.new_token()
        session.permanent = True
        known = Wisher(token=session[WISHES_OF])
    return known


def wished() -> frozenset[int]:
    """Name the listings whose heart is full on the running request's page."""
    if "wished" not in g:
        somebody = wisher()
        g.wished = queries.wished_ids(somebody) if somebody else frozenset()
    return cast("frozenset[int]", g.wished)


def next_heart() -> str:
    """Give the next heart of a page its own name, so that the focus stays when it is swapped."""
    g.hearts = g.get("hearts", 0) + 1
    return f"heart-{g.hearts}"
