"""Calls go left: who may import whom, and that nobody imports in a circle."""

import ast
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest

from tests.architecture.tree import BESIDE, ROOMS, functions, imports, modules, python_files, shown, tree


def room(module: str) -> str:
    return module.partition(".")[0]


def folder(module: str) -> str:
    """The folder or file that stands directly in the room."""
    return ".".join(module.split(".")[:2])


def feature(module: str) -> str:
    """A feature as others see it: its folder; its tables and facts stand apart, below all verbs of the room."""
    return module if module.endswith((".models", ".events")) else folder(module)


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_a_module_imports_its_own_room_and_those_to_its_left() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module in modules()
        for imported in imports(module)
        if ROOMS.index(room(imported)) > ROOMS.index(room(module))
    ]
    assert wrong == []


def test_no_module_imports_in_a_circle() -> None:
    assert circle({module: imports(module) for module in modules()}) == []


@pytest.mark.parametrize("name", ["marketplace", "vendors", "orders", "workers"])
def test_no_features_of_a_room_import_in_a_circle(name: str) -> None:
    graph: dict[str, set[str]] = {}
    because: dict[tuple[str, str], str] = {}
    for module in modules():
        for imported in imports(module):
            here, there = feature(module), feature(imported)
            apart = folder(module) != folder(imported)
            if {room(here), room(there)} == {name} and apart and name not in {here, there}:
                graph.setdefault(here, set()).add(there)
                because[here, there] = f"{module} imports {imported}"
    round_trip = circle(graph)[::-1]
    assert [because[step] for step in pairwise(round_trip)] == []


def test_nothing_is_imported_late() -> None:
    late = [
        f"{shown(path)}:{node.lineno}"
        for path in [*modules().values(), *python_files(*BESIDE, "tests")]
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []


def test_only_one_module_imports_by_name() -> None:
    """What is imported by a name in data is seen by none of the rules above, so it stays in one place."""
    by_name = {"import_module", "__import__", "import_string", "find_modules"}
    importers = {
        module
        for module, path in modules().items()
        for node in ast.walk(tree(path))
        if by_name & {getattr(node, name, None) for name in ("id", "attr", "name")}
    }
    assert importers == {"marketplace.commands"}


def test_no_room_imports_what_stands_beside_them() -> None:
    beside = {*BESIDE, "tests"}
    wrong = [
        f"{module} imports {name}"
        for module, path in modules().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name and room(name) in beside
    ]
    assert wrong == []


def test_the_circle_is_seen() -> None:
    """The control: a graph with a circle is found out."""
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}


def test_the_imports_are_seen() -> None:
    """The control: a module that is known to import another is found to do so."""
    assert "config" in imports("wsgi")
