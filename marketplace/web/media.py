"""Public files from object storage: pictures by their content's own key, kept by browsers for good."""

from flask import Blueprint, Response, abort

from marketplace.gateways.files import NoSuchFile
from marketplace.gateways.wiring import gateways
from marketplace.web.audience import public

blueprint = Blueprint("media", __name__)
FOR_GOOD = "public, max-age=31536000, immutable"


@blueprint.get("/media/<path:key>")
@public
def media(key: str) -> Response:
    """Send a public file; 404 for a private one as for one that is not there."""
    try:
        file = gateways().files.get(key) if key.startswith("public/") else None
    except (NoSuchFile, ValueError):
        file = None
    if file is None:
        abort(404)
    answer = Response(file.content, content_type=file.content_type)
    answer.headers["Cache-Control"] = FOR_GOOD
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
