"""Navigation is data: each feature offers its entries, `wsgi.py` joins them, the layouts show them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, current_app, request, url_for
from flask_babel import LazyString
from flask_login import current_user

from marketplace.web.audience import MARK, OFFERS


class Place(StrEnum):
    """Where an entry is shown."""

    SELLER = "seller"
    DESK = "desk"


@dataclass(frozen=True)
class Entry:
    """One way to go: `order` sorts, `count` (if given) says how much waits there, `allowed` who is offered it.

    Where the page's own audience can say whom it lets in (`offers`), others are not offered it either.
    It is shown as active on the pages of its endpoint's blueprint and of those named in `also`.
    """

    label: LazyString
    endpoint: str
    icon: str
    place: Place
    order: int
    count: Callable[[], int] | None = None
    allowed: Callable[[], bool] | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """An entry as the layout shows it."""

    label: str
    url: str
    icon: str
    count: int
    active: bool


def bind(app: Flask, entries: Iterable[Entry]) -> None:
    """Let the templates of `app` ask for the navigation of a place: `navigation_of('seller')`; visitors have none."""
    ordered = sorted(entries, key=lambda entry: entry.order)

    def navigation_of(place: str) -> list[Shown]:
        if not current_user.is_authenticated:
            return []
        return [_shown(entry) for entry in ordered if entry.place == place and _is_offered(entry)]

    app.jinja_env.globals.update(navigation_of=navigation_of)


def _is_offered(entry: Entry) -> bool:
    audience = getattr(current_app.view_functions[entry.endpoint], MARK, None)
    offers = getattr(audience, OFFERS, None)
    return (entry.allowed is None or entry.allowed()) and (offers is None or offers())


def _shown(entry: Entry) -> Shown:
    sections = {entry.endpoint.partition(".")[0], *entry.also}
    return Shown(
        label=str(entry.label),
        url=url_for(entry.endpoint),
        icon=entry.icon,
        count=entry.count() if entry.count else 0,
        active=(request.endpoint or "").partition(".")[0] in sections,
    )
