"""`make check`: everything about the code that a program can judge; all are run, then all problems told."""

import subprocess
import sys
import time

from deploy.steps import ROOT, console

PYTHON = sys.executable
TEMPLATES = "templates"

CHECKS: dict[str, tuple[str, ...]] = {
    "format: every file looks as the formatter writes it": (PYTHON, "-m", "ruff", "format", "--check", "."),
    "lint: every rule but those left out with a reason": (PYTHON, "-m", "ruff", "check", "."),
    "types: mypy, strict": (PYTHON, "-m", "mypy"),
    "templates: well-formed and plain": (PYTHON, "-m", "djlint", TEMPLATES, "--lint", "--quiet"),
    "dead code: nothing is kept that nobody uses": (PYTHON, "-m", "deploy.dead_code"),
    "rooms and rules: who may import whom, sizes, names, templates": (
        *(PYTHON, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "--noconftest", "tests/architecture"),
        "--ignore=tests/architecture/test_routes.py",  # asks a running application; it has its turn in make test
    ),
    "translations: every sentence has its English and French": (PYTHON, "-m", "deploy.translations", "check"),
    "migrations: the tables are what the models say": (PYTHON, "-m", "deploy.migrations"),
}


def main() -> None:
    """Run every check; exits with 1 if one of them complains."""
    failed = [words for words, command in CHECKS.items() if not _passes(words, command)]
    if failed:
        console.print(f"[red]{len(failed)} of {len(CHECKS)} checks complain[/]: " + "; ".join(failed))
        sys.exit(1)
    console.print(f"[green]{len(CHECKS)} checks passed[/]")


def _passes(words: str, command: tuple[str, ...]) -> bool:
    began = time.monotonic()
    with console.status(words):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    mark = "[red]✗[/]" if done.returncode else "[green]✓[/]"
    console.print(f"{mark} {words}  [dim]{time.monotonic() - began:.1f} s[/]")
    if done.returncode:
        console.print(f"{done.stdout}{done.stderr}", markup=False)
    return done.returncode == 0


if __name__ == "__main__":
    main()
