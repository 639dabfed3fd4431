"""`/healthz`: the process answers. `/readyz`: the database, Redis and the migrations are ready."""

import redis
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from marketplace.database import db
from marketplace.settings import settings
from marketplace.web.audience import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Say what is ready; 503 while anything is not."""
    parts = {"database": _database(), "redis": _redis(), "migrations": _migrations()}
    ready = all(word == "ok" for word in parts.values())
    return jsonify(status="ok" if ready else "not ready", **parts), 200 if ready else 503


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is 'not ready'
        db.session.rollback()
        return type(error).__name__
    return "ok"


def _redis() -> str:
    try:
        with redis.Redis.from_url(settings().redis_url, socket_timeout=2) as client:
            client.ping()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is 'not ready'
        return type(error).__name__
    return "ok"


def _migrations() -> str:
    try:
        script = ScriptDirectory(current_app.extensions["migrate"].directory)
        current = MigrationContext.configure(db.session.connection()).get_current_heads()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is 'not ready'
        db.session.rollback()
        return type(error).__name__
    return "ok" if set(current) == set(script.get_heads()) else "behind"
