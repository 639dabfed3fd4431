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
    return send_made(file.content, file.content_type, name=f"{name}{PurePosixPath(key or '').suffix}")


def send_made(content: bytes, content_type: str, *, name: str) -> Response:
    """Answer with a file that was made for this reader alone, under a name in ASCII; no cache keeps it."""
    answer = Response(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
