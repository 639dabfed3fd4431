"""Days and allergens as people write them into cells."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from flask_babel import force_locale, gettext

from marketplace.clock import VIETNAM
from marketplace.text import slug
from marketplace.web.language import LANGUAGES
from vendors.listings.food import ALLERGEN_NAMES, Allergen, names_of

BETWEEN: Final = "; "
"""Between allergens in a cell: a comma stands within names."""
NONE_SAID: Final = ""
_FORMS: Final = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
_NONE: Final = ("không", "không có", "none", "no", "no allergens", "aucun", "non")
_PARTS: Final = re.compile(r"[,()]|\bfrom\b|\btừ\b")


def day_written(text: str) -> date | None:
    """Read a day: 25/12/2026, 2026-12-25, with or without a time behind it."""
    word = text.replace("T", " ").split(" ")[0] if text else ""
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(word, form).replace(tzinfo=VIETNAM).date()
    return None


def written(day: date) -> str:
    """Write a day as `day_written` reads it, whatever the language."""
    return f"{day:%d/%m/%Y}"


def allergens_said(codes: list[str] | None) -> str | None:
    """Write what a product holds in the reader's language; nothing when nobody said it."""
    if codes is None:
        return None
    return BETWEEN.join(names_of(codes)) if codes else str(gettext("Không có"))


def allergen_words() -> dict[str, str]:
    """The allergens by their codes and their names in every language, whole or a part of it ("Tôm, cua, ghẹ")."""
    found = {slug(word): NONE_SAID for word in _NONE} | {slug(each.value): each.value for each in Allergen}
    for language in LANGUAGES:
        with force_locale(language):
            found |= {slug(gettext("Không có")): NONE_SAID}
            for each, name in ALLERGEN_NAMES.items():
                found |= {slug(word): each.value for word in (str(name), *_PARTS.split(str(name))) if slug(word)}
    return found


def allergens_named(text: str, words: Mapping[str, str]) -> list[str] | None:
    """The codes of what a cell names, parted by semicolons, lines or commas; None when a word of it means nothing."""
    found: set[str | None] = set()
    for piece in filter(None, map(str.strip, re.split(r"[;\n]", text))):
        whole = words.get(slug(piece))
        found |= {whole} if whole is not None else {words.get(slug(part)) for part in piece.split(",") if part.strip()}
    if None in found or (NONE_SAID in found and len(found) > 1):
        return None
    return [each.value for each in Allergen if each.value in found]
