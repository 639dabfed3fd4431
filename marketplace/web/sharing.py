"""What search engines and friends are told of a page: full addresses, and structured data (schema.org, as JSON-LD)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from flask_babel import get_locale
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from marketplace.web.language import address_in
from marketplace.web.links import absolute

Structured = Mapping[str, Any]
CONTEXT = "https://schema.org"


def bind(app: Flask) -> None:
    """Let the templates of `app` say it: see templates/components/sharing.html."""
    app.jinja_env.globals.update(absolute=full, trail_of=trail_of)
    app.jinja_env.filters.update(structured=written)


def full(address: str) -> str:
    """Give the full address of a path on this site; one that is full already (of a picture elsewhere) stays."""
    return address if "://" in address else absolute(address)


def written(data: Structured) -> Markup:
    """Write structured data for a script element that holds data: nothing in it can end the element."""
    return htmlsafe_json_dumps({"@context": CONTEXT, **data}, dumps=json.dumps, ensure_ascii=False)


def trail_of(way: Sequence[tuple[str, str | None]], here: str) -> Structured:
    """Say the way to a page, as `components/breadcrumbs.html` takes it, as a BreadcrumbList that ends `here`."""
    language = str(get_locale())
    steps = [
        {"@type": "ListItem", "position": place, "name": str(name), "item": address_in(path or here, language)}
        for place, (name, path) in enumerate(way, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
