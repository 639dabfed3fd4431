"""A page as a buyer's browser reads it: its forms with what stands in them, its links, and what it warns of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

Attributes = list[tuple[str, str | None]]
TOLD_BY = frozenset({"field-error", "notice"})


@dataclass
class Form:
    """A form: where it leads, and its fields as they would be sent."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, **typed: str) -> dict[str, list[str]]:
        """What the form sends when this is typed into it."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        return sent | {name: [value] for name, value in typed.items()}


class Page(HTMLParser):
    """What a page holds."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.told: list[str] = []
        self._telling = 0

    @classmethod
    def read(cls, html: str) -> Self:
        """Read a page."""
        page = cls()
        page.feed(html)
        return page

    def form(self, *names: str) -> Form:
        """Give the first form that has fields of these names. Raises LookupError when there is none."""
        for form in self.forms:
            if set(names) <= {name for name, _value in form.fields}:
                return form
        raise LookupError(f"no form has {', '.join(names)}: {self.sentence}")

    def link(self, start: str) -> str:
        """Give the first link whose address begins so. Raises LookupError when there is none."""
        for address in self.links:
            if address.startswith(start):
                return address
        raise LookupError(f"no link begins with {start}: {self.sentence}")

    @property
    def sentence(self) -> str:
        """What the page tells of errors and events."""
        return " ".join(" ".join(self.told).split())

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note forms, their fields, and links."""
        given = {name: value or "" for name, value in attrs}
        if self._telling:
            self._telling += tag not in {"path", "use", "br", "input"}
        elif TOLD_BY & set(given.get("class", "").split()):
            self._telling = 1
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "input" and self.forms:
            self.forms[-1].fields.extend(_sent(given))

    def handle_endtag(self, tag: str) -> None:
        """Note where what is told ends."""
        if self._telling and tag not in {"path", "use", "br", "input"}:
            self._telling -= 1

    def handle_data(self, data: str) -> None:
        """Note what is told."""
        if self._telling:
            self.told.append(data)


def _sent(given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the field if a browser would send it."""
    is_chosen = given.get("type") not in {"radio", "checkbox"} or "checked" in given
    if given.get("name") and is_chosen:
        yield given["name"], given.get("value", "")
