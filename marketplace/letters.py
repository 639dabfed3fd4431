"""Renders a letter in its reader's language; handing it over is the work of `notices`."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale

from marketplace.web.links import absolute

SUBJECT = "Subject: "


@dataclass(frozen=True)
class Written:
    """A letter as its reader sees it: `html` says the same as `text`."""

    subject: str
    text: str
    html: str


def write(template: str, locale: str, **context: Any) -> Written:
    """Render `templates/mail/<template>.txt` (its first line is the subject) and `.html` in the reader's language."""
    with force_locale(locale):
        words = _rendered(f"{template}.txt", **context)
        subject, _, text = words.lstrip().partition("\n")
        if not subject.startswith(SUBJECT):
            raise ValueError(f"mail/{template}.txt does not begin with its subject")
        html = _rendered(f"{template}.html", locale=locale, **context)
    return Written(subject=subject.removeprefix(SUBJECT).strip(), text=text.strip() + "\n", html=html)


def _rendered(name: str, **context: Any) -> str:
    """Render without what pages are given: a letter knows no visitor, no cart and no navigation."""
    return current_app.jinja_env.get_template(f"mail/{name}").render(absolute=absolute, **context)
