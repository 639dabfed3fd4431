"""Databases for tests, made anew on the server that all workers share."""

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url


def fresh_database(server_url: str, name: str) -> str:
    """An empty database of this name, whatever was in it before; give its address."""
    url = make_url(server_url).set(drivername="postgresql")
    with psycopg.connect(url.set(database="postgres").render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return url.set(database=name).render_as_string(hide_password=False)
