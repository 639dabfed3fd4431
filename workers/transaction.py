"""The edge of background work: what a block did is committed at its end, or none of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from marketplace.database import db


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block did; when it raises, roll all of it back and let the error pass."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
