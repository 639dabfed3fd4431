"""Which of the three languages a reader sees: the one chosen, else the account's, else Vietnamese."""

from flask import Blueprint, Flask, has_request_context, request
from flask_babel import get_locale
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from marketplace.web.audience import public
from marketplace.web.links import safe_next

LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "fr": "Français"}
COOKIE = "language"
A_YEAR = 365 * 24 * 3600

blueprint = Blueprint("language", __name__)


def bind(app: Flask) -> None:
    """Offer the languages to the templates of `app`."""
    app.jinja_env.globals.update(get_locale=get_locale, languages=LANGUAGES)


def chosen() -> str:
    """Give the language of the running request; work without a reader is done in Vietnamese."""
    if not has_request_context():
        return "vi"
    asked = request.cookies.get(COOKIE) or getattr(current_user, "locale", None)
    return asked if asked in LANGUAGES else "vi"


@blueprint.post("/language")
@public
def choose() -> Response:
    """Remember the chosen language and go back."""
    answer = redirect(safe_next(request.form.get("next")))
    language = request.form.get("language", "")
    if language in LANGUAGES:
        answer.set_cookie(COOKIE, language, max_age=A_YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
    return answer
