"""Mending the search from the desk: what people say, and what is meant by it."""

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.text import fold
from vendors import shown
from vendors.lexicon.models import MissedSearch, SearchSynonym
from vendors.lexicon.terms import tokens
from vendors.searches.queries import having


def add_synonym(said: str, meant: str, *, by: User) -> int:
    """Let goods that have the words of `meant` be found as `said` from now on; give how many there are today.

    Raises Invalid with the field to mend: words without letters, goods that nobody sells, a pair that is known.
    """
    listings = _listings_meant(said, meant)
    if db.session.scalar(_same(said, meant)) is not None:
        raise Invalid(_("Cặp chữ này đã có rồi."), field="said")
    words = SearchSynonym(said=said, said_fold=fold(said), meant=meant, by_id=by.id, at=clock.now())
    db.session.add(words)
    db.session.flush()
    shown.changed(*listings)
    dismiss(said)
    audit.record("search synonym added", words, by=by, said=said, meant=meant)
    return len(listings)


def _listings_meant(said: str, meant: str) -> list[int]:
    if not tokens(said):
        raise Invalid(_("Chữ cần tìm phải có chữ cái hoặc chữ số."), field="said")
    if not tokens(meant):
        raise Invalid(_("Chữ của hàng phải có chữ cái hoặc chữ số."), field="meant")
    listings = list(db.session.scalars(having(meant)))
    if not listings:
        raise Invalid(_("Chưa có hàng nào có đủ các chữ này."), field="meant")
    return listings


def _same(said: str, meant: str) -> Select[int]:
    return select(SearchSynonym.id).where(SearchSynonym.said_fold == fold(said), SearchSynonym.meant == meant)


def remove_synonym(synonym: SearchSynonym, *, by: User) -> None:
    """Forget that people say so; goods are found by their own words again."""
    audit.record("search synonym removed", synonym, by=by, said=synonym.said, meant=synonym.meant)
    shown.changed(*db.session.scalars(having(synonym.meant)))
    db.session.delete(synonym)


def dismiss(words: str) -> None:
    """Take a search that found nothing off the list; it comes back when it is made again."""
    db.session.execute(delete(MissedSearch).where(MissedSearch.words == fold(words)))
