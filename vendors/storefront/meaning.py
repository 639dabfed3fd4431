"""What a visitor meant whose words, as they were typed, are not to be found, or only here and there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Row, case, func, literal, select, true
from sqlalchemy.dialects.postgresql import TSQUERY

from marketplace.database import db
from vendors.lexicon.corrections import Reading, Term, readings
from vendors.lexicon.queries import vocabulary
from vendors.lexicon.terms import WORD, tokens
from vendors.storefront.models import CatalogueEntry as Entry
from vendors.storefront.search import LONGEST_QUESTION, MOST_WORDS, Question

PLACES = 0.0, 0.2, 0.7
"""What it costs where the words stand: in the names, beside each other, anywhere (more than hearing one wrongly)."""
MOST_LOOKED_AT = 100
"""Listings of each reading among which the one is looked for where the words stand closest."""
SHOWN = (
    *(Entry.title_vi, Entry.title_en, Entry.title_fr, Entry.vendor_name),
    *(Entry.commune_name, Entry.former_district),
)


def as_meant(question: Question) -> Question | None:
    """Read the words of a question in the nearest way that finds something on sale; None when there is no way.

    Two statements, however many ways there are. A question that says best itself what it means is given back.
    """
    typed = " ".join(WORD.findall(question.words[:LONGEST_QUESTION])[:MOST_WORDS])
    ways = readings(typed, vocabulary()) if question.terms else []
    best = _best(ways) if ways else None
    if best is None:
        return None
    reading, found = best
    if not any(term.is_mended for term in reading.terms) and len(reading.terms) == len(question.terms):
        return question
    return question.in_words(_spelt(reading, found))


def _best(ways: Sequence[Reading]) -> tuple[Reading, Row[Any]] | None:
    """Give the cheapest reading that something on sale answers, and what does."""
    queries = [[write(way.terms) for way in ways] for write in (_anywhere, _beside, _named)]
    lists = (literal(each, ARRAY(TSQUERY)) for each in queries)
    asked = func.unnest(*lists).table_valued("anywhere", "beside", "named", with_ordinality="place").render_derived()
    found = _has(asked.c.anywhere)
    many = select(Entry.search_words, *SHOWN).where(found).limit(MOST_LOOKED_AT).correlate(asked).subquery("many")
    stands = case((_has(asked.c.named, many), 0), (_has(asked.c.beside, many), 1), else_=2).label("stands")
    ordered = select(stands, *(many.c[column.key] for column in SHOWN)).order_by(stands).limit(1)
    nearest = ordered.select_from(many).correlate(asked).lateral("nearest")
    rows = db.session.execute(select(asked.c.place, nearest).select_from(asked).join(nearest, true())).all()
    best = min(rows, key=lambda row: (ways[row.place - 1].cost + PLACES[row.stands], row.place), default=None)
    return (ways[best.place - 1], best) if best else None


def _has(query: ColumnElement[str], among: Any = None) -> ColumnElement[bool]:
    words = Entry.search_words if among is None else among.c.search_words
    return words.bool_op("@@")(query)


def _named(terms: Sequence[Term]) -> str:
    return _anywhere(terms, "A")


def _anywhere(terms: Sequence[Term], weights: str = "") -> str:
    return " & ".join(_written(term, weights) for term in terms)


def _beside(terms: Sequence[Term]) -> str:
    return " <-> ".join(_written(term) for term in terms)


def _written(term: Term, weights: str = "") -> str:
    marks = weights if term.is_mended else f"*{weights}"
    return f"'{term.text}':{marks}" if marks else f"'{term.text}'"


def _spelt(reading: Reading, found: Row[Any]) -> str:
    """Write the reading as what it finds is written: with its marks."""
    texts: list[str] = [text for text in tuple(found)[2:] if text]
    words = [word.lower() for text in texts for word in WORD.findall(text)]
    return " ".join(_as_written(term.text, words) for term in reading.terms)


def _as_written(text: str, words: Sequence[str]) -> str:
    return next((word for word in words if tokens(word) == [text]), text)
