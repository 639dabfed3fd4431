"""Threads with transactions of their own that really commit; afterwards the database is as empty as before."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.database import Base, db
from marketplace.policies.operations import load_policies
from vendors.commissions.operations import load_rules

OTHERS_LEAVE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
)
KEPT = {"province", "commune", "old_unit", "category", "tax_rule", "tax_threshold"}


@pytest.fixture
def market(whole_app: Flask) -> Iterator[Flask]:
    """The application on the real database; what is committed in it is forgotten after the test."""
    with whole_app.app_context():
        yield whole_app
        db.session.remove()
        forget_everything()


def forget_everything() -> None:
    """Empty every table but those of reference, also those that only grow.

    Whoever still holds a transaction open here is sent away first: a test that failed must not stop the next ones.
    """
    names = [table.name for table in Base.metadata.sorted_tables if table.name not in KEPT]
    used = text(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names))  # noqa: S608 - our own
    with db.engine.begin() as connection:
        connection.execute(OTHERS_LEAVE)
        written = connection.execute(used).scalars().all()
        if written:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # triggers forbid forgetting
            connection.execute(text(f"TRUNCATE {', '.join(written)} CASCADE"))
    load_rules()
    load_policies()
    db.session.commit()
