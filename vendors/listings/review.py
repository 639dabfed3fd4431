"""What a vendor changed since the moderator last looked, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString

from vendors.listings.models import ListingChange, Storage
from vendors.listings.queries import categories
from vendors.listings.words import STORAGE_NAMES, VALUE_NAMES

NOTHING = "—"


@dataclass(frozen=True)
class Difference:
    """One thing that was said differently; photos are lists of their keys."""

    name: LazyString
    before: Any
    after: Any
    is_photos: bool


def differences(changes: Iterable[ListingChange]) -> list[Difference]:
    """Join the changes (in their order): what stood before the first beside what stands after the last."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for change in changes:
        before = {**change.before, **before}
        after |= change.after
    return [
        Difference(VALUE_NAMES[name], _said(name, before[name]), _said(name, value), is_photos=name == "photos")
        for name, value in after.items()
        if before[name] != value
    ]


def _said(name: str, value: Any) -> Any:
    if name == "category_number":
        return next((each.label_vi for each in categories() if each.number == value), value)
    if name == "storage":
        return STORAGE_NAMES[Storage(value)]
    return NOTHING if value in (None, "") else value
