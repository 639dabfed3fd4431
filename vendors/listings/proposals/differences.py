"""A proposed change side by side with what buyers see, the words that differ marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask_babel import LazyString

from marketplace.database import db
from vendors.certificates.models import Certificate
from vendors.listings.kept import Kept, from_values
from vendors.listings.models import ListingChange
from vendors.listings.queries import categories
from vendors.listings.words import VALUE_NAMES

NOTHING = "—"
_WORDS = re.compile(r"\s*\S+|\s+$")


@dataclass(frozen=True)
class Piece:
    """A run of words of one side; `differs` when the other side does not have them."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Difference:
    """One thing that is to be said otherwise: as pieces of text, or as photos."""

    name: LazyString
    before: Sequence[Piece | Kept]
    after: Sequence[Piece | Kept]
    is_photos: bool = False


def differences(change: ListingChange) -> list[Difference]:
    """Set what buyers see beside what is proposed, one value after another."""
    return [_difference(name, change.before[name], value) for name, value in change.after.items()]


def words_apart(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Split both texts into runs of words that both have and runs that differ; joined they are the texts again."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new).get_opcodes():
        differs = kind != "equal"
        left += [Piece("".join(old[first:last]), differs)] if last > first else []
        right += [Piece("".join(new[start:end]), differs)] if end > start else []
    return left, right


def _difference(name: str, before: Any, after: Any) -> Difference:
    if name == "photos":
        return Difference(VALUE_NAMES[name], from_values(before), from_values(after), is_photos=True)
    left, right = words_apart(_said(name, before), _said(name, after))
    nothing = [Piece(NOTHING, differs=False)]
    return Difference(VALUE_NAMES[name], left or nothing, right or nothing)


def _said(name: str, value: Any) -> str:
    if name == "category_number":
        return next((each.label_vi for each in categories() if each.number == value), str(value))
    if name == "certificate_id":
        return _certificate_words(value)
    return "" if value is None else str(value)


def _certificate_words(certificate_id: int | None) -> str:
    certificate = db.session.get(Certificate, certificate_id) if certificate_id else None
    return f"{certificate.number} · {certificate.product_name}" if certificate else ""
