"""Who a page is for. Deny by default: a page that does not say it is shown to nobody."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user

from marketplace.errors import Forbidden

Params = ParamSpec("Params")
Result = TypeVar("Result")
View = Callable[Params, Result]
Check = Callable[[], None]

MARK = "__audience__"
OFFERS = "offers"
"""What a check may have: whether it would let the person of this request pass, asked without refusing."""
OPEN_ENDPOINTS = frozenset({"static"})


def for_audience(check: Check) -> Callable[[View[Params, Result]], View[Params, Result]]:
    """Mark a view as meant for those whom `check` lets pass (it raises for all others)."""

    def mark(view: View[Params, Result]) -> View[Params, Result]:
        setattr(view, MARK, check)
        return view

    return mark


def _let_everyone_pass() -> None:
    """Let visitors and signed-in people pass alike."""


def require_login() -> None:
    """Send visitors to the sign-in page; signed-in people pass."""
    if not current_user.is_authenticated:
        abort(current_app.login_manager.unauthorized())  # type: ignore[attr-defined]  # set by Flask-Login


def require_staff(*roles: str) -> Check:
    """Make a check that lets only staff of these roles pass; they are named here, as accounts stand on this module."""

    def check() -> None:
        require_login()
        if current_user.staff_role not in roles:
            raise Forbidden

    setattr(check, OFFERS, lambda: current_user.is_authenticated and current_user.staff_role in roles)
    return check


public = for_audience(_let_everyone_pass)
signed_in = for_audience(require_login)
administrators = for_audience(require_staff("administrator"))
staff = for_audience(require_staff("administrator", "officer"))


def bind(app: Flask) -> None:
    """Check the audience of every view of `app` before it runs."""
    app.before_request(_check_audience)


def _check_audience() -> None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in OPEN_ENDPOINTS:
        return
    check = getattr(current_app.view_functions[endpoint], MARK, None)
    if check is None:
        raise Forbidden
    check()
