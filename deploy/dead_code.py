"""Names what no program and no page uses: functions, methods, classes, properties, imports, unreachable lines."""

import ast
import re
import sys

from vulture import Vulture

from deploy.steps import ROOT

PLACES = ("config.py", "wsgi.py", "marketplace", "vendors", "orders", "workers", "deploy", "assets", "bench")
KINDS = {"function", "method", "class", "property", "import", "unreachable_code"}  # columns and fields are data
CALLED_BY_OTHERS = [
    "validate_*",  # WTForms calls them by the name of their field
    "get_translations",
    "process_formdata",
    "wrap_formdata",
    "process_data",
    "_value",
    "upgrade",  # Alembic
    "downgrade",
    "handle_*",  # the twins' servers call them by the name of the protocol's verb
    "do_*",
    "_fit_for_production",  # pydantic
    "is_active",  # Flask-Login
    "get_id",
    "get_timestamp",  # itsdangerous
    "log_request",  # http.server
    "__init_subclass__",  # Python
    "commission_rate",  # SQLAlchemy: five columns as one
    "drain",  # the tests deliver facts by it
]
TYPES_ONLY = {"S3Config"}  # a name that a library has for type checkers alone, used within quotes
REGISTERED = ["@*.route", "@*.get", "@*.post", "@*.command", "@*.task", "@*.listens_for", "@*.*_request", "@*.*handler"]
REGISTERED += [
    "@*.*_filter",
    "@*.*_global",
    "@*.*_loader",
    "@*.*_processor",
    "@*reaction*",
    "@validates",
    "@compiles",
    "@*.connect",
    "@check",
]


def main() -> None:
    """Tell what is dead; exits with 1 if anything is."""
    vulture = Vulture(ignore_names=CALLED_BY_OTHERS, ignore_decorators=REGISTERED)
    vulture.scavenge([str(ROOT / place) for place in PLACES if (ROOT / place).exists()], exclude=["*/node_modules/*"])
    alive = _words_of_pages() | _words_of_quoted_types() | TYPES_ONLY
    dead = [item for item in vulture.get_unused_code() if item.typ in KINDS and item.name not in alive]
    dead = [item for item in dead if not (item.typ == "class" and item.filename.name == "models.py")]  # tables are data
    for item in dead:
        print(item.get_report().replace(f"{ROOT}/", ""))
    if dead:
        sys.exit(1)


def _words_of_pages() -> set[str]:
    """Every word that stands in a template: what is used there is alive."""
    return {
        word
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
        for word in re.findall(r"[A-Za-z_]\w+", path.read_text(encoding="utf-8"))
    }


def _words_of_quoted_types() -> set[str]:
    """Names in annotations that are written within quotes, which vulture does not read."""
    annotations = [
        node.annotation
        for place in PLACES
        for path in [ROOT / place, *(ROOT / place).rglob("*.py")]
        if path.is_file() and "node_modules" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation
    ]
    texts = [part.value for one in annotations for part in ast.walk(one) if isinstance(part, ast.Constant)]
    return {word for text in texts if isinstance(text, str) for word in re.findall(r"[A-Za-z_]\w+", text)}


if __name__ == "__main__":
    main()
