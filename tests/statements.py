"""Counts the SQL statements that a piece of code sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, event

from marketplace.database import db


@dataclass
class Statements:
    """The SQL statements that were sent while watched."""

    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)


@contextmanager
def watch_statements() -> Iterator[Statements]:
    """Collect the SQL statements sent inside the block, savepoints left out."""
    seen = Statements()

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.texts.append(statement)

    target = db.engines[None]
    event.listen(target, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(target, "before_cursor_execute", note)
