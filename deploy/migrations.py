"""Brings an empty database up by the migrations alone and compares it with the models."""

import importlib
import os
import re
import subprocess
import sys

import psycopg
from sqlalchemy import URL, create_engine, make_url

from deploy.steps import ROOT
from marketplace import embedded
from marketplace.database import db

DATABASE = "market_drift"
MODELS = "market_models"
GUARDS = """
SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0
UNION ALL
SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal
"""
ROOMS = ("marketplace", "vendors", "orders", "workers")


def main() -> None:
    """Exit with 1 if the models say something that no migration does, or if migrations would not see a model."""
    if unseen := _tables_behind_the_door():
        sys.exit(f"The front door (wsgi) imports no module with these tables: {', '.join(sorted(unseen))}")
    with embedded.postgres(ROOT / "var" / "test", durable=False) as server_url:
        url = make_url(server_url)
        _make_empty(
            url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False), DATABASE
        )
        # Nothing here talks to Redis; a named address keeps the application from starting one.
        found = url.set(database=DATABASE).render_as_string(hide_password=False)
        environment = {**os.environ, "DATABASE_URL": found, "REDIS_URL": "redis://127.0.0.1:1/0"}
        for verb in ("upgrade", "check"):
            command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", verb]
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.exit(_shortened(f"{done.stdout}{done.stderr}"))
        if differing := _guards_that_differ(url, found):
            sys.exit("Guards that the models and the migrations do not write alike:\n" + "\n".join(differing))


def _guards_that_differ(server: URL, migrated_url: str) -> list[str]:
    """Compare what alembic does not see: CHECK constraints, and the triggers of tables that only grow."""
    url = server.set(database=MODELS)
    _make_empty(server.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False), MODELS)
    engine = create_engine(url)
    db.metadata.create_all(engine)
    engine.dispose()
    written = _guards(url.set(drivername="postgresql").render_as_string(hide_password=False))
    migrated = _guards(make_url(migrated_url).set(drivername="postgresql").render_as_string(hide_password=False))
    return sorted(
        [f"  only in the models: {guard}" for guard in written - migrated]
        + [f"  only in the migrations: {guard}" for guard in migrated - written]
    )


def _guards(database_url: str) -> set[str]:
    with psycopg.connect(database_url) as connection:
        return {_in_order(words) for (words,) in connection.execute(GUARDS)}


def _in_order(guard: str) -> str:
    """Write the members of a list in the order of the alphabet: any order means the same."""
    return re.sub(r"ARRAY\[([^]]*)]", lambda found: f"[{', '.join(sorted(found[1].split(', ')))}]", guard)


def _tables_behind_the_door() -> set[str]:
    """Tables of modules that wsgi does not import: neither the migrations nor this check would know of them."""
    importlib.import_module("wsgi")
    wanted = {
        table
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for table in re.findall(r'^    __tablename__ = "(\w+)"', path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    return wanted - set(db.metadata.tables)


def _shortened(said: str) -> str:
    """What to do to which table, a line each, in place of every column of every table on one line."""
    moves = re.findall(r"\('((?:add|remove|modify)_\w+)', (?:\w+\()*'?([\w.]+)", said)
    return "\n".join(f"{verb} {name}" for verb, name in moves) or said


def _make_empty(server_url: str, database: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {database}")


if __name__ == "__main__":
    main()
