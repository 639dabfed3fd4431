"""Reads of the words that can be found, and of what could not."""

from sqlalchemy import Select, select

from marketplace.database import db
from vendors.lexicon.models import MissedSearch, SearchSynonym, SearchWord


def vocabulary() -> list[str]:
    """Every folded word of what is on sale: one statement."""
    return list(db.session.scalars(select(SearchWord.word)))


def missed() -> Select[MissedSearch]:
    """Searches that found nothing, the most asked first."""
    return select(MissedSearch).order_by(MissedSearch.count.desc(), MissedSearch.last_on.desc(), MissedSearch.words)


def synonyms() -> Select[SearchSynonym]:
    """What the desk has added, the youngest first."""
    return select(SearchSynonym).order_by(SearchSynonym.id.desc())
