"""What lets a seller's phone work badly connected: the worker of the site, the note for home screens, a page without.

The worker (assets/js/worker.js) keeps the shell of the site for everyone, and for one seller at a time the pages named
there; it asks whose they are by the mark that seller's pages carry.
"""

import json
from typing import Any

from flask import Blueprint, Flask, Response, g, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.web.assets import BUILT, asset_url, built_fingerprint
from marketplace.web.audience import public
from marketplace.web.language import LANGUAGES

blueprint = Blueprint("offline", __name__)
MARK = "X-Account"
SHELL = (
    "app.css",
    "app.js",
    "icons.svg",
    "favicon.svg",
    "icon-192.png",
    *(f"be-vietnam-pro-{script}-{weight}-normal.woff2" for script in ("latin", "vietnamese") for weight in (400, 600)),
)
OK = 200


def bind(app: Flask) -> None:
    """Mark the seller's pages of `app` with whose they are."""
    app.after_request(_mark)
    app.jinja_env.globals.update(account_mark=account_mark, rendered_at=clock.now)


def account_mark() -> str:
    """Tell apart who reads for which shop: what a browser keeps for one is never shown to another."""
    return f"{current_user.id}-{g.vendor.id}" if "vendor" in g else ""


@blueprint.get("/service-worker.js")
@public
def worker() -> Response:
    """Give the worker with the list of what it keeps; another build of the site is another worker."""
    shell = {
        "version": built_fingerprint()[:16],
        "files": [asset_url(name) for name in SHELL],
        "pages": {language: url_for("offline.page", language=language) for language in LANGUAGES},
    }
    name = asset_url("worker.js").rpartition("/")[2]
    code = (BUILT / name).read_text(encoding="utf-8") if (BUILT / name).is_file() else ""
    answer = Response(f"self.SHELL={json.dumps(shell)};{code}", content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/offline/<language>")
@public
def page(language: str) -> str:
    """Show what a reader of this language sees without a connection."""
    with force_locale(_known(language)):
        return render_template("offline/page.html", locale=language)


@blueprint.get("/manifest/<language>")
@public
def manifest(language: str) -> Response:
    """Give the note by which a phone puts the seller's desk on its home screen."""
    with force_locale(_known(language)):
        note = _note(language)
    answer = Response(json.dumps(note, ensure_ascii=False), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise NotFound
    return language


def _note(language: str) -> dict[str, Any]:
    return {
        "id": "/seller",
        "name": _("Gian hàng OCOP Quảng Ninh"),
        "short_name": _("Gian hàng"),
        "lang": language,
        "start_url": "/seller",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf8f2",
        "theme_color": "#0f6b5c",
        "icons": [
            *(_icon(f"icon-{side}.png", side) for side in (192, 512)),
            _icon("icon-maskable-512.png", 512, purpose="maskable"),
        ],
        "shortcuts": [
            {"name": _("Đơn hàng"), "url": "/seller/orders"},
            {"name": _("Kho"), "url": "/seller/stock"},
            {"name": _("Thêm mặt hàng"), "url": "/seller/listings/new"},
        ],
    }


def _icon(name: str, side: int, *, purpose: str = "any") -> dict[str, str]:
    return {"src": asset_url(name), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


def _mark(response: Response) -> Response:
    if "vendor" in g and response.status_code == OK and response.mimetype == "text/html":
        response.headers[MARK] = account_mark()
    return response
