"""The way in, whatever somebody proved first: people with a second proof are asked for it before they are in."""

from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.accounts.factors.queries import has_factor
from marketplace.accounts.models import User
from marketplace.accounts.sessions import let_in
from marketplace.database import db
from marketplace.web.links import safe_next

HALF_IN = "half_in"
LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class HalfIn:
    """Somebody who has given the first proof, and where they want to go."""

    person: User
    remember: bool
    next: str | None


def enter(person: User, *, remember: bool, to: str | None) -> Response:
    """Let a person in who gave the first proof, or ask for the second."""
    if not has_factor(person):
        return walk_in(person, remember=remember, to=to, second=False)
    session[HALF_IN] = {
        "name": person.get_id(),
        "until": (clock.now() + LASTS).timestamp(),
        "remember": remember,
        "next": to,
    }
    return redirect(url_for("factors.second"))


def walk_in(person: User, *, remember: bool, to: str | None, second: bool) -> Response:
    """Begin the session and go where the person wanted to go."""
    for name in (HALF_IN, "code", "challenge", "csrf_token", "_remember"):
        session.pop(name, None)
    let_in(person, remember=remember, second=second)
    return redirect(safe_next(to, otherwise="/desk" if person.staff_role else "/"))


def half_in() -> HalfIn | None:
    """Give whoever stands in the door of this session; nobody after some minutes, or after a new password."""
    kept = session.get(HALF_IN)
    if not isinstance(kept, dict) or clock.now().timestamp() > kept["until"]:
        return None
    user_id = str(kept["name"]).partition(":")[0]
    person = db.session.get(User, int(user_id))
    if person is None or not person.active or person.get_id() != kept["name"]:
        return None
    return HalfIn(person, bool(kept["remember"]), kept["next"])
