"""Addresses that may be followed."""

from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, current_app, request
from werkzeug.routing import IntegerConverter, Map

from marketplace.settings import settings


class RecordNumber(IntegerConverter):
    """A record's number in an address: one that no record can have is no page."""

    def __init__(self, url_map: Map) -> None:
        """Know the largest number that the database gives."""
        super().__init__(url_map, max=2**63 - 1)


def bind(app: Flask) -> None:
    """Read `<int:...>` in the addresses of `app` as the number of a record."""
    app.url_map.converters["int"] = RecordNumber


def safe_next(address: str | None, *, otherwise: str = "/") -> str:
    """Give the address if it stays on this site, else `otherwise`: no form can send people elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address


def here_with(**changes: object) -> str:
    """Give the address of this very page with some of what it asks changed.

    It is put together from the path, never by `url_for`: what somebody wrote behind the question mark must not reach
    its arguments (`_scheme`, `_external`). What is changed to None is asked no more.
    """
    asked = {name: told for name, told in {**request.args.to_dict(), **changes}.items() if told is not None}
    return f"{quote(request.script_root + request.path)}?{urlencode(asked)}"


def absolute(path: str) -> str:
    """Give the full address of a path on this site, for letters."""
    return settings().public_url.rstrip("/") + path


def media_url(key: str | None, width: int | None = None) -> str:
    """Give the address of a public file; `width` names a rendition of a picture."""
    if not key:
        return ""
    return f"{current_app.config.get('MEDIA_URL', '/media')}/{key}" + (f"/{width}.webp" if width else "")
