"""Faces read, call one verb and render; the edge commits; one module reads the time."""

import ast
from pathlib import Path

from tests.architecture.tree import modules, shown, tree

FACES = {"views", "api", "seller", "staff", "webhooks"}
SPEAK_SQL = {"select", "insert", "update", "delete", "text"}
MAY_COMMIT = (
    "marketplace.web",  # a request is one transaction
    "marketplace.database",
    "workers",  # a task is one transaction
)


def calls(path: Path) -> list[tuple[int, str]]:
    """Line and last name of everything that is called in a file."""
    found = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return [(call.lineno, name) for call in found if (name := _last_name(call.func))]


def _last_name(called: ast.expr) -> str | None:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else None


def test_only_the_edge_commits() -> None:
    wrong = [
        f"{shown(path)}:{line}"
        for module, path in modules().items()
        if not module.startswith(MAY_COMMIT) and path.stem != "commands"
        for line, name in calls(path)
        if name == "commit"
    ]
    assert wrong == []


def test_faces_speak_no_sql() -> None:
    wrong = [
        f"{shown(path)}: {alias.name}"
        for path in modules().values()
        if path.stem in FACES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in SPEAK_SQL
    ]
    assert wrong == []


def test_calls_are_seen() -> None:
    """The control: a call that is known to be there is found."""
    assert "register_blueprint" in {name for _line, name in calls(modules()["wsgi"])}
