"""Taking a form once: the first to send it acts, whoever sends it again gets the first one's answer."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock
from marketplace.database import db
from marketplace.submissions.models import Submission

KEPT = timedelta(days=2)
"""Longer than anybody tries again."""


@dataclass(frozen=True)
class Answer:
    """What was answered: a status, where it leads or what it shows, and what the next page says."""

    status: int
    location: str | None = None
    body: str | None = None
    messages: list[list[str]] = field(default_factory=list)


def begin(digest: str, *, user_id: int) -> Submission | None:
    """Give None to the first who sends this, to everyone after the first's submission with its answer.

    Whoever sends it while the first is still being worked on waits for its end; when that came to nothing, the waiting
    one is the first.
    """
    statement = insert(Submission).values(digest=digest, user_id=user_id, at=clock.now(), messages=[])
    first = db.session.scalar(statement.on_conflict_do_nothing().returning(Submission.digest))
    return None if first else db.session.get(Submission, digest, populate_existing=True)


def end(digest: str, answer: Answer) -> None:
    """Note how it was answered."""
    db.session.execute(
        update(Submission)
        .where(Submission.digest == digest)
        .values(status=answer.status, location=answer.location, body=answer.body, messages=answer.messages)
        .execution_options(synchronize_session=False)
    )


def forget(digest: str) -> None:
    """Let it be sent again: it was refused."""
    db.session.execute(delete(Submission).where(Submission.digest == digest))


def forget_old() -> int:
    """Forget what nobody will send again; give how many."""
    gone = delete(Submission).where(Submission.at < clock.now() - KEPT).returning(Submission.digest)
    return len(db.session.scalars(gone).all())
