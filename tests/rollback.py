"""Changes that are taken back: those of a test, and those of one request within it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from marketplace.database import db


@contextmanager
def rolled_back(app: Flask) -> Iterator[Flask]:
    """Let all sessions of the application share one transaction that is rolled back: commits inside are savepoints."""
    with app.app_context():
        connection = db.engine.connect()
        outer = connection.begin()
        engines = db.engines
        engine = engines[None]
        engines[None] = connection  # type: ignore[assignment]  # the session binds to a connection as to an engine
        db.session.configure(join_transaction_mode="create_savepoint")
        yield app
        db.session.remove()
        outer.rollback()
        connection.close()
        engines[None] = engine


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever requests change inside the block, within `rolled_back`."""
    db.session.remove()
    connection = db.engines[None]
    savepoint = connection.begin_nested()  # type: ignore[attr-defined]  # here the engine is a connection
    try:
        yield
    finally:
        db.session.remove()
        savepoint.rollback()
