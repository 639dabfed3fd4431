"""What visitors ask of the catalogue, and the one query that answers it."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace import clock
from marketplace.text import fold
from vendors.storefront.models import CatalogueEntry as Entry

LONGEST_QUESTION = 100
MOST_WORDS = 8
DEAREST_DONG = 10**12


class Sort(StrEnum):
    """In which order listings are shown."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    STARS = "stars"
    NAME = "name"


@dataclass(frozen=True)
class Question:
    """A search: words and filters, each of which may be empty. Prices are whole đồng."""

    words: str = ""
    category: int | None = None
    commune: str = ""
    district: str = ""
    star: int | None = None
    price_from: int | None = None
    price_until: int | None = None
    in_stock: bool = False
    vendor_id: int | None = None
    sort: Sort = Sort.RELEVANCE

    @property
    def terms(self) -> list[str]:
        """The folded words that are looked for."""
        return re.findall(r"[a-z0-9]+", fold(self.words[:LONGEST_QUESTION]))[:MOST_WORDS]

    def without_category(self) -> "Question":
        """Give the same question for every product set."""
        return replace(self, category=None)

    def without_commune(self) -> "Question":
        """Give the same question for every commune."""
        return replace(self, commune="")


def star_today() -> ColumnElement[int | None]:
    """Give the star while its certificate is valid, and nothing after."""
    return case((Entry.star_until >= clock.today(), Entry.star), else_=None)


def conditions(question: Question) -> list[ColumnElement[bool]]:
    """Write what a listing must be to answer the question."""
    return [*_by_words(question), *_by_place_and_kind(question), *_by_bounds(question)]


def _by_words(question: Question) -> list[ColumnElement[bool]]:
    if question.terms:
        return [Entry.search_words.bool_op("@@")(_prefixes(question.terms))]
    return [literal(False)] if question.words.strip() else []


def _by_place_and_kind(question: Question) -> list[ColumnElement[bool]]:
    wanted: tuple[tuple[InstrumentedAttribute[Any], object], ...] = (
        (Entry.category_number, question.category),
        (Entry.commune_code, question.commune or None),
        (Entry.former_district, question.district or None),
        (Entry.vendor_id, question.vendor_id),
    )
    return [column == value for column, value in wanted if value is not None]


def _by_bounds(question: Question) -> list[ColumnElement[bool]]:
    bounds = []
    if question.star is not None:
        bounds.append(star_today() >= question.star)
    if question.price_from is not None:
        bounds.append(Entry.price_dong >= question.price_from)
    if question.price_until is not None:
        bounds.append(Entry.price_dong <= question.price_until)
    if question.in_stock:
        bounds.append(Entry.available > 0)
    return bounds


def found(question: Question) -> Select[Entry, int]:
    """Select the entries that answer the question, best first, each with the number of all."""
    total = func.count().over()
    return select(Entry, total).where(*conditions(question)).order_by(*_order(question))


def _prefixes(terms: list[str]) -> ColumnElement[Any]:
    return func.to_tsquery("simple", " & ".join(f"{term}:*" for term in terms))


def _order(question: Question) -> list[Any]:
    last: list[Any] = [Entry.published_at.desc(), Entry.listing_id.desc()]
    match question.sort:
        case Sort.CHEAPEST:
            return [Entry.price_dong, *last]
        case Sort.DEAREST:
            return [Entry.price_dong.desc(), *last]
        case Sort.STARS:
            return [star_today().desc().nulls_last(), *last]
        case Sort.NAME:
            return [Entry.title_sort_key, Entry.listing_id]
        case Sort.RELEVANCE if question.terms:
            return [_nearness(question).desc(), star_today().desc().nulls_last(), *last]
    return last


def _nearness(question: Question) -> ColumnElement[int]:
    """Rank a title with the words as typed (marks and all) first, then a title with them folded, then the rest."""
    typed = question.words.strip().lower()
    folded = " ".join(question.terms)
    return case(
        (func.lower(Entry.title_vi).startswith(typed, autoescape=True), 6),
        (func.lower(Entry.title_vi).contains(typed, autoescape=True), 5),
        (Entry.search_title_fold.startswith(folded, autoescape=True), 4),
        (Entry.search_title_fold.contains(folded, autoescape=True), 3),
        (and_(*(_has_word(term) for term in question.terms)), 2),
        else_=1,
    )


def _has_word(term: str) -> ColumnElement[bool]:
    return or_(
        Entry.search_title_fold.startswith(term, autoescape=True),
        Entry.search_title_fold.contains(f" {term}", autoescape=True),
    )
