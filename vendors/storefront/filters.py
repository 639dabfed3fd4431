"""Reads a search from an address, and writes it back: what makes no sense there is left out."""

from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from vendors.listings.models import Storage
from vendors.storefront.listed import Place
from vendors.storefront.search import BANDS, DEAREST_DONG, LONGEST_QUESTION, Destination, Question, Sort

Asked: TypeAlias = "MultiDict[str, str]"
Value = TypeVar("Value")

LEAST_STAR, MOST_STAR = 3, 5
MOST_CHOICES = 60
"""Choices of one filter that are read: more than there are communes."""
LAST_PAGE = 100_000
LAST_NUMBER = 2**63 - 1


def question_from(args: Asked) -> Question:
    """Read words and filters from the address; unknown values are as if they were not there."""
    return Question(
        words=" ".join(_text(args, "q", LONGEST_QUESTION).split()),
        categories=tuple(_several(args, "category", _number_within(1, 99))),
        communes=tuple(_several(args, "commune", _code)),
        district=_text(args, "district", 40),
        star=_number(args, "star", LEAST_STAR, MOST_STAR),
        bands=tuple(_several(args, "band", _number_within(0, len(BANDS) - 1))),
        price_from=_number(args, "price_from", 0, DEAREST_DONG),
        price_until=_number(args, "price_until", 0, DEAREST_DONG),
        storages=tuple(_several(args, "storage", _storage)),
        in_stock=args.get("in_stock") == "1",
        reaches=_destination(args),
        is_exact=args.get("exact") == "1",
        sort=_sort(args.get("sort", "")),
    )


def place_from(args: Asked) -> Place:
    """Read which page is asked for; what is no page is the first."""
    number = _number(args, "page", 1, LAST_NUMBER) or 1
    after = _number(args, "after", 1, LAST_NUMBER) or 0
    before = 0 if after else _number(args, "before", 1, LAST_NUMBER) or 0
    return Place(min(number, LAST_PAGE), after, before) if number > 1 else Place()


def address_of(question: Question, place: Place | None = None) -> str:
    """Write the one address of a search: no empty part, always in the same order."""
    asked = urlencode([*_parts(question), *(_place_parts(place) if place else ())])
    return f"/search?{asked}" if asked else "/search"


def _parts(question: Question) -> Iterator[tuple[str, str | int]]:
    if question.words:
        yield "q", question.words
    yield from (("category", number) for number in sorted(question.categories))
    yield from (("commune", code) for code in sorted(question.communes))
    yield from (("band", place) for place in sorted(question.bands))
    yield from (("storage", storage.value) for storage in sorted(question.storages))
    single: tuple[tuple[str, str | int | None], ...] = (
        ("district", question.district or None),
        ("star", question.star),
        ("price_from", question.price_from),
        ("price_until", question.price_until),
        ("in_stock", 1 if question.in_stock else None),
        ("to_province", question.reaches.province or None),
        ("to_commune", question.reaches.commune or None),
        ("exact", 1 if question.is_exact and question.words else None),
        ("sort", None if question.sort is Sort.RELEVANCE else question.sort.value),
    )
    yield from ((name, value) for name, value in single if value is not None)


def _place_parts(place: Place) -> Iterator[tuple[str, int]]:
    if place.number > 1:
        yield "page", place.number
        yield from ((name, value) for name, value in (("after", place.after), ("before", place.before)) if value)


def _text(args: Asked, name: str, longest: int) -> str:
    return args.get(name, "").replace("\x00", "")[:longest].strip()


def _several(args: Asked, name: str, read: Callable[[str], Value | None]) -> list[Value]:
    values = (read(text) for text in args.getlist(name)[:MOST_CHOICES])
    return list(dict.fromkeys(value for value in values if value is not None))


def _number(args: Asked, name: str, least: int, most: int) -> int | None:
    return _number_within(least, most)(args.get(name, ""))


def _number_within(least: int, most: int) -> Callable[[str], int | None]:
    """Make a reader of whole numbers between two, both included; dots and commas part thousands."""

    def read(text: str) -> int | None:
        digits = text.strip().replace(".", "").replace(",", "")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(LAST_NUMBER))):
            return None
        number = int(digits)
        return number if least <= number <= most else None

    return read


def _code(text: str) -> str | None:
    return text if text.isascii() and text.isdecimal() and len(text) <= 5 else None  # noqa: PLR2004 - of a commune


def _storage(text: str) -> Storage | None:
    return Storage(text) if text in set(Storage) else None


def _destination(args: Asked) -> Destination:
    province = _code(args.get("to_province", "")) or ""
    return Destination(province, _code(args.get("to_commune", "")) or "") if province else Destination()


def _sort(text: str) -> Sort:
    return Sort(text) if text in set(Sort) else Sort.RELEVANCE
