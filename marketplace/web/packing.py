"""Pages come packed to those who can unpack them: a phone's slow line has an eighth to carry.

A page holds the reader's token beside words that somebody else may have chosen (a search), so its packed size must not
tell how alike they are: each answer is longer by a length drawn by lot (BREACH; docs/decisions).
"""

import secrets
from gzip import GzipFile
from io import BytesIO
from typing import Final

from flask import Flask, Response, request

LEAST_BYTES: Final = 1_000
QUICKEST: Final = 1
"""The level of gzip: the others take longer to pack a page than they spare."""
MOST_PADDING: Final = 100
KINDS: Final = frozenset({"application/json", "application/xml", "image/svg+xml"})


def bind(app: Flask) -> None:
    """Pack the answers of `app`; it must be bound first, so that it sees each answer last."""
    app.after_request(pack)


def pack(response: Response) -> Response:
    """Pack what is whole, is text and is worth it."""
    if not _is_packable(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        response.set_data(packed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
    return response


def packed(content: bytes) -> bytes:
    """Give the content as gzip has it, with a file name of random length before it."""
    written = BytesIO()
    padding = "x" * secrets.randbelow(MOST_PADDING)
    with GzipFile(padding, "wb", QUICKEST, written, mtime=0) as file:
        file.write(content)
    return written.getvalue()


def _is_packable(response: Response) -> bool:
    is_whole = not (response.is_streamed or response.direct_passthrough) and response.status_code not in (204, 206, 304)
    kind = response.mimetype or ""
    is_text = kind.startswith("text/") or kind in KINDS
    if not (is_whole and is_text) or "Content-Encoding" in response.headers:
        return False
    return (response.content_length or 0) >= LEAST_BYTES
