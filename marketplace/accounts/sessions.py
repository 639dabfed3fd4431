"""Finds the person of a session."""

from flask_babel import lazy_gettext as _l
from flask_login import LoginManager

from marketplace.accounts.models import User
from marketplace.database import db


def bind_sessions(login_manager: LoginManager) -> None:
    """Let Flask-Login find people by what their session names."""
    login_manager.user_loader(person_of_session)
    login_manager.login_view = "accounts.login"
    login_manager.login_message = _l("Hãy đăng nhập để tiếp tục.")


def person_of_session(name: str) -> User | None:
    """Give the person whose session this is, if the session still counts and the person is active."""
    user_id, _, version = name.partition(":")
    if not (user_id.isdigit() and version.isdigit()):
        return None
    user = db.session.get(User, int(user_id))
    return user if user and user.active and user.session_version == int(version) else None
