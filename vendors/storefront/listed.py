"""Answers in order and in pages: the hundredth page is read as fast as the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from marketplace.database import db
from vendors.storefront.models import CatalogueEntry as Entry
from vendors.storefront.search import Question, Sort, conditions, nearness, star_today

PAGE_SIZE = 24


@dataclass(frozen=True)
class Place:
    """Where in a list a page lies: its number, and the listing that it follows or goes before (0: not said)."""

    number: int = 1
    after: int = 0
    before: int = 0


@dataclass(frozen=True)
class Sheet:
    """A page of answers: its rows, its number, and whether there are pages before and after it."""

    rows: Sequence[Entry]
    number: int
    has_previous: bool
    has_next: bool

    @property
    def before(self) -> Place:
        """The page before this one; the first needs no listing to go before."""
        if self.number <= 2:  # noqa: PLR2004 - the page before the second is the first
            return Place()
        return Place(self.number - 1, before=self.rows[0].listing_id if self.rows else 0)

    @property
    def after(self) -> Place:
        """The page after this one."""
        return Place(self.number + 1, after=self.rows[-1].listing_id if self.rows else 0)


@dataclass(frozen=True)
class _Order:
    """What listings are ordered by, all in one direction, and never two alike."""

    keys: tuple[Any, ...]
    is_descending: bool

    def sorted(self, query: Select[Any], *, backwards: bool = False) -> Select[Any]:
        descending = self.is_descending is not backwards
        return query.order_by(*(key.desc() if descending else key.asc() for key in self.keys))

    def beyond(self, values: Sequence[Any], *, backwards: bool = False) -> ColumnElement[bool]:
        here, there = tuple_(*self.keys), tuple_(*values)
        return here < there if self.is_descending is not backwards else here > there


def in_order(question: Question) -> Select[Entry]:
    """Select the entries that answer the question, best first."""
    return _order(question).sorted(select(Entry).where(*conditions(question)))


def sheet_of(question: Question, place: Place, *, last: int) -> Sheet:
    """Read a page of answers: one statement, and one more where the address says which listing it follows.

    A listing that is not there any more is forgotten and the page counted off from the first; beyond `last` is `last`.
    """
    order, query = _order(question), select(Entry).where(*conditions(question))
    backwards = bool(place.before)
    if values := _values(order, place.after or place.before):
        ahead = order.sorted(query.where(order.beyond(values, backwards=backwards)), backwards=backwards)
        rows = list(db.session.scalars(ahead.limit(PAGE_SIZE + 1)))
        return _sheet(rows, place.number, backwards=backwards)
    number = min(place.number, last)
    counted = order.sorted(query).limit(PAGE_SIZE + 1).offset((number - 1) * PAGE_SIZE)
    return _sheet(list(db.session.scalars(counted)), number)


def _sheet(rows: list[Entry], number: int, *, backwards: bool = False) -> Sheet:
    shown, has_more = rows[:PAGE_SIZE], len(rows) > PAGE_SIZE
    if backwards:
        return Sheet(shown[::-1], number, has_previous=number > 1, has_next=True)
    return Sheet(shown, number, has_previous=number > 1, has_next=has_more)


def _values(order: _Order, listing_id: int) -> Sequence[Any]:
    """Read what the listing is ordered by; nothing when none is named, or it is not on sale any more."""
    if not listing_id:
        return ()
    return db.session.execute(select(*order.keys).where(Entry.listing_id == listing_id)).one_or_none() or ()


def _order(question: Question) -> _Order:
    star = func.coalesce(star_today(), 0)
    match question.sort:
        case Sort.CHEAPEST:
            return _Order((Entry.price_dong, Entry.listing_id), is_descending=False)
        case Sort.DEAREST:
            return _Order((Entry.price_dong, Entry.listing_id), is_descending=True)
        case Sort.STARS:
            return _Order((star, Entry.published_at, Entry.listing_id), is_descending=True)
        case Sort.NAME:
            return _Order((Entry.title_sort_key, Entry.listing_id), is_descending=False)
        case Sort.RELEVANCE if question.terms:
            stocked = Entry.available > 0
            keys = (nearness(question), stocked, star, Entry.published_at, Entry.listing_id)
            return _Order(keys, is_descending=True)
    return _Order((Entry.published_at, Entry.listing_id), is_descending=True)
