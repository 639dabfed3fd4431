"""How the session waits for what others hold."""

from flask import Flask
from sqlalchemy import text

from marketplace.database import LONGEST_LOCK_WAIT, db


def test_no_wait_for_a_row_is_without_end(app: Flask) -> None:
    assert db.session.scalar(text("SHOW lock_timeout")) == LONGEST_LOCK_WAIT
