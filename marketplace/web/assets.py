"""The built style sheet, script, fonts and icons: their addresses, and serving them where no other server does."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, redirect, request, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

from config import ROOT
from marketplace.web.audience import public

BUILT = ROOT / "marketplace" / "static" / "built"
ADDRESS = "/static/built"
A_YEAR = 365 * 24 * 3600
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}

blueprint = Blueprint("assets", __name__)


def asset_url(name: str) -> str:
    """Give the address of a built file by its plain name ('app.css').

    A file that was not built keeps its plain name: a page without its dress is better than none.
    """
    return f"{ADDRESS}/{_built(_read_again())[1].get(name, name)}"


def built_fingerprint() -> str:
    """Give what tells this build of the site from every other; nothing when it was not built."""
    return _built(_read_again())[0]


@blueprint.get(f"{ADDRESS}/<name>")
@public
def built(name: str) -> Response:
    """Serve a built file, for ever: its name changes with its content."""
    kind = KINDS.get(Path(name).suffix)
    if kind is None:
        abort(404)
    packed = bool(request.accept_encodings.quality("gzip")) and (BUILT / f"{name}.gz").is_file()
    answer = send_from_directory(BUILT, f"{name}.gz" if packed else name, mimetype=kind, max_age=A_YEAR)
    answer.cache_control.immutable = True
    answer.vary.add("Accept-Encoding")
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


@blueprint.get("/favicon.ico")
@public
def favicon() -> BaseResponse:
    """Lead to our sign whoever asks for it beside no page of ours: a PDF in a window, a bookmark."""
    answer = redirect(asset_url("favicon.svg"), code=302)
    answer.cache_control.max_age = 24 * 3600
    return answer


def _read_again() -> int:
    """The moment of the build where it may change while the program runs."""
    manifest = BUILT / "manifest.json"
    changes = current_app.debug or current_app.testing
    return manifest.stat().st_mtime_ns if changes and manifest.exists() else 0


@lru_cache(maxsize=2)
def _built(_moment: int) -> tuple[str, dict[str, str]]:
    """Read what the build was made of and which name each file has today; kept until the moment differs."""
    try:
        manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "", {}
    return str(manifest["inputs"]), {str(name): str(hashed) for name, hashed in manifest["files"].items()}
