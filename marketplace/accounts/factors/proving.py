"""Steps that need a fresh proof: they send a person to prove once more, and the person comes back."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts.factors.passkeys import Asked, Site
from marketplace.accounts.factors.queries import has_factor
from marketplace.accounts.sessions import proved_lately, this_sign_in
from marketplace.settings import settings

Params = ParamSpec("Params")
Result = TypeVar("Result")
CHALLENGE = "challenge"
OPEN_TO_STAFF = "/desk"


def bind(app: Flask) -> None:
    """Where the settings ask for it, let staff enter the desk of `app` only after a second proof."""
    app.before_request(_ask_staff)


def proved(view: Callable[Params, Result]) -> Callable[Params, Result | Response]:
    """Ask for a fresh proof before a view that changes how somebody gets in."""

    @wraps(view)
    def asking(*args: Params.args, **kwargs: Params.kwargs) -> Result | Response:
        return view(*args, **kwargs) if proved_lately() else redirect(proof_address())

    return asking


def second_proved(view: Callable[Params, Result]) -> Callable[Params, Result | Response]:
    """Ask people who have a second proof for a fresh one before a view that moves money."""

    @wraps(view)
    def asking(*args: Params.args, **kwargs: Params.kwargs) -> Result | Response:
        if proved_lately() or not has_factor(current_user):
            return view(*args, **kwargs)
        return redirect(proof_address())

    return asking


def proof_address() -> str:
    """Give the page that asks for a proof and leads back here (to the account, after a form that was sent)."""
    back = request.full_path.rstrip("?") if request.method == "GET" else url_for("factors.index")
    return url_for("factors.proof", next=back)


def site() -> Site:
    """Give the market as devices know it: by PUBLIC_URL, and while developing by the address that is asked."""
    if settings().environment == "production":
        parts = urlsplit(settings().public_url)
        return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")
    return Site(request.host.partition(":")[0], request.host_url.rstrip("/"))


def handed_out(asked: Asked) -> str:
    """Remember the challenge of a page in its session; give what the page hands to the device."""
    session[CHALLENGE] = asked.challenge
    return asked.options


def challenge() -> str:
    """Give the challenge of the page that was sent, once."""
    return str(session.pop(CHALLENGE, ""))


def _ask_staff() -> Response | None:
    if not settings().staff_second_factor or not request.path.startswith(OPEN_TO_STAFF):
        return None
    here = this_sign_in() if current_user.is_authenticated and current_user.staff_role else None
    if not current_user.is_authenticated or not current_user.staff_role or (here and here.second_at):
        return None
    return redirect(url_for("factors.required", next=request.path))
