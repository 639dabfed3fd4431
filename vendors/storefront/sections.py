"""What rooms further right show on public pages: named once in wsgi.py, drawn where the page has room for it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Flask
from markupsafe import Markup

from vendors.listings.models import Listing
from vendors.models import Vendor

Thing = TypeVar("Thing")


def bind(
    app: Flask, *, of_listing: Sequence[Callable[[Listing], str]], of_shop: Sequence[Callable[[Vendor], str]]
) -> None:
    """Let the templates of `app` draw what belongs below a listing and below a shop: each gives a rendered template."""
    app.jinja_env.globals.update(sections_of_listing=_drawing(of_listing), sections_of_shop=_drawing(of_shop))


def _drawing(sections: Sequence[Callable[[Thing], str]]) -> Callable[[Thing], Markup]:
    return lambda thing: Markup("").join(Markup(draw(thing)) for draw in sections)  # noqa: S704 - escaped by its template
