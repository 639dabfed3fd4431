"""Reads for the desk of searches."""

from sqlalchemy import Select, select

from marketplace.database import db
from marketplace.errors import NotFound
from vendors.lexicon.models import SearchSynonym
from vendors.lexicon.terms import SPELT, marked_spellings, tokens
from vendors.storefront.models import CatalogueEntry as Entry
from vendors.storefront.search import matches


def synonym_numbered(synonym_id: int) -> SearchSynonym:
    """The synonym of this number. Raises NotFound."""
    found = db.session.get(SearchSynonym, synonym_id)
    if found is None:
        raise NotFound
    return found


def having(meant: str) -> Select[int]:
    """Select the listings that have all these words, with these marks where they have marks."""
    words = [*(f"'{token}'" for token in tokens(meant)), *(f"'{SPELT}{word}'" for word in marked_spellings(meant))]
    return select(Entry.listing_id).where(matches(" & ".join(words)))
