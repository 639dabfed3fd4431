"""Keeping the words of the search: what was not found, and what has been forgotten."""

import re
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock
from marketplace.database import db
from marketplace.text import fold
from vendors.lexicon.models import MissedSearch

LONGEST_KEPT = 60
KEPT = timedelta(days=180)
PERSONAL = re.compile(r"@|\d[\d .-]{5,}\d|https?:|www\.")
"""What may be a person's: an address, a telephone or card number."""


def note_miss(words: str) -> None:
    """Count a search for which nothing was found; what may be personal, and what is no words, is not kept."""
    folded = fold(words).replace("\x00", "")
    if PERSONAL.search(folded) or not re.search(r"[a-z]{2}", folded) or len(folded) > LONGEST_KEPT:
        return
    today = clock.today()
    missed = insert(MissedSearch).values(words=folded, count=1, last_on=today)
    again = {"count": MissedSearch.count + 1, "last_on": today}
    db.session.execute(missed.on_conflict_do_update(index_elements=["words"], set_=again))


def forget_misses() -> int:
    """Forget searches that nobody has made for half a year; give their number."""
    too_old = MissedSearch.last_on < clock.today() - KEPT
    return len(db.session.scalars(delete(MissedSearch).where(too_old).returning(MissedSearch.words)).all())
