"""The source as the project's own rules see it: files, modules, what they import, their functions."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("config", "marketplace", "vendors", "orders", "wsgi", "workers")
BESIDE = ("deploy", "assets", "bench")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, Path]:
    """Every module of the rooms by its dotted name, without the dated migrations."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    files += [ROOT / f"{room}.py" for room in ROOMS if (ROOT / f"{room}.py").exists()]
    return {_dotted(path): path for path in sorted(files) if "migrations" not in path.parts}


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: str) -> set[str]:
    """The modules of the rooms that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(modules()[module])):
        found |= {known for name in _named(node) if (known := _known(name)) and known != module}
    return found


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def python_files(*places: str) -> list[Path]:
    """The Python files below the named places of the project."""
    return sorted(path for place in places for path in (ROOT / place).rglob("*.py") if "migrations" not in path.parts)


def shown(path: Path) -> str:
    """The path as a developer reads it."""
    return str(path.relative_to(ROOT))


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _known(name: str) -> str | None:
    """The module that a dotted name stands in: the name itself, or the one before its last dot."""
    for candidate in (name, name.rpartition(".")[0]):
        if candidate in modules():
            return candidate
    return None
