"""How many answers each choice of a filter would leave: every filter is counted without its own choice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    Text,
    and_,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)

from marketplace.database import db
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from marketplace.places.models import Commune
from vendors.listings.models import Category
from vendors.storefront.models import CatalogueEntry as Entry
from vendors.storefront.search import Question, band_of_price, filters, is_close, star_today, subject

MOST_COUNTED = 20_000
"""Listings that are looked at to count; where there are more, the number of all is said as "more than"."""


@dataclass(frozen=True)
class Choice:
    """A choice of a filter, and how many listings it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Counts:
    """The answers counted: all of them, by each choice of each filter, and without each filter that is set."""

    total: int
    choices: dict[str, list[Choice]]
    without: dict[str, int]
    is_close: bool
    """Somewhere the words that are looked for stand together."""

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.total >= MOST_COUNTED

    def of(self, name: str, value: str) -> int:
        """Give how many listings one choice leaves."""
        return next((choice.count for choice in self.choices.get(name, ()) if choice.value == value), 0)


def count(question: Question, language: str) -> Counts:
    """Count the answers and what each choice would leave: one statement, one look at each listing."""
    narrowed = _Narrowed(question)
    rows = db.session.execute(union_all(*narrowed.parts(language))).all()
    return _counts(rows)


def _counts(rows: "Sequence[Row[str, str, str, int]]") -> Counts:
    by_kind: dict[str, list[Choice]] = {}
    for kind, value, label, number in rows:
        by_kind.setdefault(kind, []).append(Choice(value, label, number))
    (total,), (close,) = by_kind.pop("total"), by_kind.pop("close")
    without = {each.value: each.count for each in by_kind.pop("without", [])}
    return Counts(total.count, by_kind, without, is_close=close.count > 0)


class _Narrowed:
    """The listings that all filters but one at most let pass, with what they are counted by."""

    def __init__(self, question: Question) -> None:
        self.filters = filters(question)
        self.table = self._table(question)

    def _table(self, question: Question) -> CTE:
        passed = [condition.label(f"passes_{name}") for name, condition in self.filters.items()]
        failed = sum((cast(~condition, Integer) for condition in self.filters.values()), start=literal(0))
        columns = (
            Entry.category_number.label("category"),
            Entry.commune_code.label("commune"),
            star_today().label("star"),
            band_of_price().label("band"),
            Entry.storage.label("storage"),
            (Entry.available > 0).label("stock"),
            (is_close(question) if question.terms else true()).label("close"),
        )
        query = select(*columns, *passed).where(*subject(question), failed <= 1 if self.filters else true())
        return query.limit(MOST_COUNTED).cte("narrowed").prefix_with("MATERIALIZED", dialect="postgresql")

    def all_but(self, name: str) -> ColumnElement[bool]:
        """Write that every filter is passed, whatever the one of this name says."""
        return and_(true(), *(self.table.c[f"passes_{other}"] for other in self.filters if other != name))

    def parts(self, language: str) -> "Iterator[Select[str, str, str, int]]":
        """Write the counts one by one: what, which, how it is called, how many."""
        yield self._counted("total", "", self.all_but(""))
        yield self._counted("close", "", self.table.c.close)
        for name in self.filters:
            yield self._counted("without", name, self.all_but(name))
        yield self._by_category(language)
        yield self._by_commune()
        for name in ("star", "band", "storage", "stock"):
            yield self._by(name)

    def _counted(self, kind: str, value: str, condition: ColumnElement[bool]) -> "Select[str, str, str, int]":
        words = literal(kind, Text), literal(value, Text), literal("", Text)
        return select(*words, func.count()).select_from(self.table).where(condition)

    def _by(self, name: str) -> "Select[str, str, str, int]":
        value = cast(self.table.c[name], String)
        counted = select(literal(name, Text), value, literal("", Text), func.count()).select_from(self.table)
        return counted.where(self.all_but(name), value.is_not(None)).group_by(value)

    def _by_category(self, language: str) -> "Select[str, str, str, int]":
        label = {"en": Category.label_en, "fr": Category.label_fr}.get(language, Category.label_vi)
        fits = (self.table.c.category == Category.number) & self.all_but("category")
        counted = func.count(self.table.c.category)
        rows = select(literal("category", Text), cast(Category.number, Text), label, counted)
        return rows.select_from(Category).outerjoin(self.table, fits).group_by(Category.number, label)

    def _by_commune(self) -> "Select[str, str, str, int]":
        fits = (self.table.c.commune == Commune.code) & self.all_but("commune")
        counted = func.count(self.table.c.commune)
        rows = select(literal("commune", Text), Commune.code, Commune.full_name, counted).select_from(Commune)
        at_home = rows.where(Commune.province_code == HOME_PROVINCE_CODE)
        return at_home.outerjoin(self.table, fits).group_by(Commune.code, Commune.full_name)
