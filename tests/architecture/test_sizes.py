"""Files, functions and templates stay as small as the house holds itself to."""

import statistics
from pathlib import Path

from tests.architecture.tree import BESIDE, ROOT, Function, functions, modules, python_files, shown

LONGEST_FILE = 300
LONGEST_TEST_FILE = 500
LONGEST_TEMPLATE = 120
LONGEST_FUNCTION = 60
MOST_FUNCTIONS = 25  # 95 % are within
USUAL_FUNCTION = 6  # half of them are within
USUAL_TEMPLATE = 30
VAGUE_NAMES = {"utils", "helpers", "common", "misc"}


def source_files() -> list[Path]:
    return [*modules().values(), *python_files(*BESIDE)]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"})


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def lines_with_something(path: Path) -> int:
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())


def body_lines(function: Function) -> int:
    """Lines from the first statement to the last, without the signature and the docstring."""
    first = function.body[1] if len(function.body) > 1 and _is_text(function.body[0]) else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def _is_text(node: object) -> bool:
    return isinstance(getattr(getattr(node, "value", None), "value", None), str)


def whole_lines(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_no_file_is_longer_than_the_limit() -> None:
    assert [(shown(path), lines(path)) for path in source_files() if lines(path) > LONGEST_FILE] == []


def test_no_test_file_is_longer_than_the_limit() -> None:
    assert [(shown(path), lines(path)) for path in python_files("tests") if lines(path) > LONGEST_TEST_FILE] == []


def test_no_template_is_longer_than_the_limit() -> None:
    long = [(shown(path), lines_with_something(path)) for path in templates()]
    assert [pair for pair in long if pair[1] > LONGEST_TEMPLATE] == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        (shown(path), function.name, whole_lines(function))
        for path in [*source_files(), *python_files("tests")]
        for function in functions(path)
        if whole_lines(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_functions_are_usually_short() -> None:
    bodies = sorted(body_lines(function) for path in source_files() for function in functions(path))
    assert statistics.median(bodies) <= USUAL_FUNCTION
    assert bodies[int(len(bodies) * 0.95)] <= MOST_FUNCTIONS


def test_no_file_is_a_drawer_for_everything() -> None:
    assert [shown(path) for path in [*source_files(), *python_files("tests")] if path.stem in VAGUE_NAMES] == []
