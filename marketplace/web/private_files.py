"""Sends private files to those who may see them; whoever calls has made sure of that."""

from pathlib import PurePosixPath

from flask import Response

from marketplace.errors import NotFound
from marketplace.gateways.files import NoSuchFile
from marketplace.gateways.wiring import gateways

POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""Our own pages may show the file in a frame; browsers' viewers of PDF need a style and an object of their own."""


def send_private(key: str | None, *, name: str) -> Response:
    """Answer with the file, to be shown in a page of ours; no cache keeps it. `name` is a word in ASCII.

    Raises NotFound when there is no file.
    """
    try:
        file = gateways().files.get(key or "")
    except (NoSuchFile, ValueError) as missing:
        raise NotFound from missing
    answer = Response(file.content, content_type=file.content_type)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}{PurePosixPath(key or "").suffix}"'
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
