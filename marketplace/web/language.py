"""Which of the three languages a reader sees: the one the address names, the one chosen, the account's, Vietnamese."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, Flask, Response, has_request_context, request
from flask_babel import get_locale
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Answer

from marketplace.web.audience import public
from marketplace.web.links import absolute, safe_next

LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "fr": "Français"}
MAIN_LANGUAGE = "vi"
COOKIE = "language"
ARGUMENT = "lang"
"""Names a language in an address, so that each page has an address in each language for search engines and friends."""
A_YEAR = 365 * 24 * 3600

blueprint = Blueprint("language", __name__)


def bind(app: Flask) -> None:
    """Offer the languages to the templates of `app`."""
    app.jinja_env.globals.update(get_locale=get_locale, languages=LANGUAGES, address_in=address_in)
    app.after_request(_keep_named)


def chosen() -> str:
    """Give the language of the running request; work without a reader is done in Vietnamese."""
    if not has_request_context():
        return MAIN_LANGUAGE
    asked = _named() or request.cookies.get(COOKIE) or getattr(current_user, "locale", None)
    return asked if asked in LANGUAGES else MAIN_LANGUAGE


def address_in(path: str, language: str) -> str:
    """Give the full address of a path on this site in one language; the plain one is that in Vietnamese."""
    if language == MAIN_LANGUAGE:
        return absolute(path)
    return absolute(f"{path}{'&' if '?' in path else '?'}{ARGUMENT}={language}")


@blueprint.post("/language")
@public
def choose() -> Answer:
    """Remember the chosen language and go back."""
    answer = redirect(_without_language(safe_next(request.form.get("next"))))
    language = request.form.get("language", "")
    if language in LANGUAGES:
        _remember(answer, language)
    return answer


def _named() -> str | None:
    named = request.args.get(ARGUMENT, "")
    return named if named in LANGUAGES else None


def _keep_named(response: Response) -> Response:
    """Stay in the language of the address in which somebody came, on the pages that follow."""
    named = _named()
    if named and request.method == "GET" and request.cookies.get(COOKIE) != named:
        _remember(response, named)
    return response


def _remember(response: Answer, language: str) -> None:
    response.set_cookie(COOKIE, language, max_age=A_YEAR, samesite="Lax", secure=request.is_secure, httponly=True)


def _without_language(address: str) -> str:
    parts = urlsplit(address)
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != ARGUMENT]
    return urlunsplit(parts._replace(query=urlencode(asked)))
