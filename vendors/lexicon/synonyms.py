"""What goods and places are called besides: the project's own list, and what the desk has added."""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select

from marketplace.database import db
from vendors.lexicon.models import SearchSynonym
from vendors.lexicon.terms import marked_spellings, spellings, tokens

DATA = Path(__file__).with_name("data") / "synonyms.tsv"


@dataclass(frozen=True)
class OtherNames:
    """Goods that are named with any of these words, marks and order and all, are also called so."""

    named: tuple[tuple[str, ...], ...]
    called: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """Goods that have all these folded words and these spellings are also found as `said`."""

    said: str
    words: frozenset[str]
    spelt: frozenset[str]


@cache
def other_names() -> tuple[OtherNames, ...]:
    """Read the project's own list."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_other_names(row) for row in rows)


def _other_names(row: dict[str, str]) -> OtherNames:
    named = tuple(tuple(spellings(name)) for name in row["named"].split(","))
    return OtherNames(named, tuple(row[language] for language in ("vi", "en", "fr") if row[language]))


def also_called(texts: Sequence[str]) -> list[str]:
    """Give the other names of what bears these names (a title, places)."""
    lines = [f" {' '.join(spellings(text))} " for text in texts]
    return [
        name
        for names in other_names()
        if any(f" {' '.join(words)} " in line for words in names.named for line in lines)
        for name in names.called
    ]


def said_by_people() -> list[Said]:
    """Read what the desk has added: one statement."""
    rows = db.session.execute(select(SearchSynonym.said, SearchSynonym.meant).order_by(SearchSynonym.id))
    return [Said(said, frozenset(tokens(meant)), frozenset(marked_spellings(meant))) for said, meant in rows]


def also_said(known: Sequence[Said], words: Collection[str], spelt: Collection[str]) -> list[str]:
    """Give what people say for goods with these folded words and these spellings."""
    return [each.said for each in known if each.words <= set(words) and each.spelt <= set(spelt)]
