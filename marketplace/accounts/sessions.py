"""Finds the person of a session, and lets people in."""

from datetime import timedelta
from typing import cast

from flask import g, request, session
from flask_babel import lazy_gettext as _l
from flask_login import COOKIE_NAME, LoginManager, current_user, login_user
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from marketplace import clock
from marketplace.accounts.devices import operations as devices
from marketplace.accounts.devices.browsers import this_device
from marketplace.accounts.devices.models import SignIn
from marketplace.accounts.models import User
from marketplace.database import db

SEEN_AGAIN = timedelta(minutes=10)
"""How exactly a device's last visit is known."""
PROOF_LASTS = timedelta(minutes=15)


def bind_sessions(login_manager: LoginManager) -> None:
    """Let Flask-Login find people by what their session names."""
    login_manager.user_loader(person_of_session)
    login_manager.login_view = "accounts.login"
    login_manager.login_message = _l("Hãy đăng nhập để tiếp tục.")


def person_of_session(name: str) -> User | None:
    """Give the person whose session this is, if the session still counts and the person is active.

    A session names its sign-in too; one of before there were devices has none.
    """
    user_id, version, token = (*name.split(":", 2), "", "")[:3]
    if not (user_id.isdigit() and version.isdigit()):
        return None
    user = _on_device(int(user_id), token) if token else db.session.get(User, int(user_id))
    return user if user and user.active and user.session_version == int(version) else None


def this_sign_in() -> SignIn | None:
    """Give the sign-in of the running request; none for visitors and sessions of before there were devices."""
    return cast("SignIn | None", g.get("sign_in")) if current_user.is_authenticated else None


def let_in(person: User, *, remember: bool, second: bool = False) -> None:
    """Begin a session of the person on this device; the visitor's cart and orders come along."""
    token = devices.enter(person, this_device(), second=second)
    login_user(db.session.get_one(User, person.id), remember=remember)
    session["_user_id"] = f"{person.get_id()}:{token}"


def leave() -> None:
    """End the sign-in of this session, so that a copy of its cookie opens nothing."""
    here = this_sign_in()
    if here is not None:
        here.ended_at = clock.now()


def stay_in(person: User) -> None:
    """Keep this session after the person's other sessions have ended by a new `session_version`."""
    token = str(session.get("_user_id", "")).partition(":")[2].partition(":")[2]
    session["_user_id"] = f"{person.get_id()}:{token}" if token else person.get_id()
    if COOKIE_NAME in request.cookies:
        session["_remember"] = "set"


def note_proof(person: User, *, second: bool) -> None:
    """Remember on this device that the person has just proved again who they are, perhaps by the second proof."""
    here = this_sign_in()
    if here is None:
        let_in(person, remember=False, second=second)
        return
    here.proved_at = clock.now()
    here.second_at = here.proved_at if second else here.second_at


def proved_lately() -> bool:
    """Whether the person proved who they are on this device in the last minutes."""
    here = this_sign_in()
    return here is not None and clock.now() < here.proved_at + PROOF_LASTS


def _on_device(user_id: int, token: str) -> User | None:
    query = select(SignIn).join(SignIn.user).options(contains_eager(SignIn.user))
    still = (SignIn.token_hash == devices.hashed(token), SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    here = db.session.scalar(query.where(*still))
    if here is None:
        return None
    if clock.now() > here.seen_at + SEEN_AGAIN:
        here.seen_at = clock.now()
    g.sign_in = here
    return here.user
