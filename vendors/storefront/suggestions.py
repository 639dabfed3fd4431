"""What is offered while somebody types: goods, producers, communes and product sets that begin so."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from marketplace.database import db
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from marketplace.places.models import Commune
from vendors.lexicon.terms import MAKER, tokens
from vendors.listings.models import Category
from vendors.listings.queries import categories
from vendors.storefront.filters import address_of
from vendors.storefront.models import CatalogueEntry as Entry
from vendors.storefront.search import Question, matches, nearness, words_query

LEAST_LETTERS = 2
MOST_GOODS, MOST_OTHERS = 5, 3
MOST_LOOKED_AT = 400
"""Listings among which the best are chosen: enough for every search but the shortest."""


@dataclass(frozen=True)
class Suggestion:
    """One way to go on: where to, how it is called, and what is said beside it."""

    url: str
    label: str
    beside: str = ""


@dataclass(frozen=True)
class Suggestions:
    """What begins as somebody types, by kind."""

    goods: Sequence[Suggestion] = ()
    producers: Sequence[Suggestion] = ()
    communes: Sequence[Suggestion] = ()
    sets: Sequence[Suggestion] = ()

    def __bool__(self) -> bool:
        return bool(self.goods or self.producers or self.communes or self.sets)


def suggested(words: str, language: str) -> Suggestions:
    """Suggest ways to go on from these words: four statements, none for less than two letters."""
    question = Question(words=words)
    if len("".join(question.terms)) < LEAST_LETTERS:
        return Suggestions()
    return Suggestions(
        goods=[_goods(entry, language) for entry in db.session.scalars(_best_goods(question))],
        producers=[
            Suggestion(url_for("storefront.shop", vendor_slug=row.vendor_slug), row.vendor_name)
            for row in db.session.execute(_producers(question))
        ],
        communes=[
            Suggestion(
                url_for("storefront.commune", slug=commune.slug), commune.full_name, commune.former_district or ""
            )
            for commune in db.session.scalars(_communes(question))
        ],
        sets=_sets(question, language),
    )


def _goods(entry: Entry, language: str) -> Suggestion:
    url = url_for("storefront.listing", vendor_slug=entry.vendor_slug, listing_slug=entry.slug)
    return Suggestion(url, getattr(entry, f"title_{language}", entry.title_vi), entry.vendor_name)


def _best_goods(question: Question) -> Select[Entry]:
    """Choose the nearest among the first that match, one of each title."""
    some = select(Entry.listing_id).where(matches(words_query(question.terms, "AD"))).limit(MOST_LOOKED_AT)
    order = (nearness(question).desc(), (Entry.available > 0).desc(), Entry.listing_id.desc())
    return select(Entry).where(Entry.listing_id.in_(some)).order_by(*order).limit(MOST_GOODS)


def _producers(question: Question) -> Select[str, str]:
    named = " & ".join(f"'{MAKER}{term}':*" for term in question.terms)
    some = select(Entry.listing_id).where(matches(named)).limit(MOST_LOOKED_AT)
    rows = select(Entry.vendor_slug, Entry.vendor_name).where(Entry.listing_id.in_(some))
    each = rows.group_by(Entry.vendor_slug, Entry.vendor_name)
    return each.order_by(func.count().desc(), Entry.vendor_name).limit(MOST_OTHERS)


def _communes(question: Question) -> Select[Commune]:
    """Choose communes of the home province of which all the words are the beginning of one."""
    begins = and_(*(_has_word(term) for term in question.terms))
    whole = Commune.name_fold.startswith(" ".join(question.terms), autoescape=True)
    at_home = select(Commune).where(Commune.province_code == HOME_PROVINCE_CODE, begins)
    return at_home.order_by(whole.desc(), Commune.sort_key).limit(MOST_OTHERS)


def _has_word(term: str) -> ColumnElement[bool]:
    name = Commune.name_fold
    return or_(name.startswith(term, autoescape=True), name.contains(f" {term}", autoescape=True))


def _sets(question: Question, language: str) -> list[Suggestion]:
    fitting = [each for each in categories() if _begins(question.terms, each)]
    return [
        Suggestion(address_of(Question(categories=(each.number,))), getattr(each, f"label_{language}", each.label_vi))
        for each in fitting[:MOST_OTHERS]
    ]


def _begins(terms: list[str], category: Category) -> bool:
    words = tokens(f"{category.label_vi} {category.label_en} {category.label_fr}")
    return all(any(word.startswith(term) for word in words) for term in terms)
