"""How migrations are run: online, in one transaction each, waiting at most five seconds for a lock."""

from alembic import context
from flask import current_app
from sqlalchemy import text

database = current_app.extensions["migrate"].db
options = {
    "target_metadata": database.metadata,
    "compare_type": True,
    "transaction_per_migration": True,
    "include_name": lambda name, kind, _parents: kind != "schema" or name is None,
}

with database.engine.connect() as connection:
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.commit()
    context.configure(connection=connection, **options)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text("RESET lock_timeout"))
    connection.commit()
