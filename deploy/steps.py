"""One line for each step: what is done, and how long it took."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).resolve().parent.parent
# The stream of the start: what a step says is caught, what is said about the step is not.
console = Console(file=sys.stdout, emoji=False, highlight=False, soft_wrap=True)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Say what is done while it is done, and how long it took; an error passes through, marked."""
    began = time.monotonic()
    try:
        with console.status(words):
            yield
    except BaseException:
        console.print(f"[red]✗[/] {words}  [dim]{_seconds_since(began)}[/]")
        raise
    console.print(f"[green]✓[/] {words}  [dim]{_seconds_since(began)}[/]")


def run(words: str, *command: str, environment: Mapping[str, str]) -> None:
    """Run a program as one step, quietly; show all it said and exit if it fails."""
    with step(words):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            console.print(f"{done.stdout}{done.stderr}", markup=False)
            sys.exit(f"{words}: `{' '.join(command)}` ended with {done.returncode}")


def run_aloud(*command: str, environment: Mapping[str, str]) -> None:
    """Run a program that tells its own steps; exit if it fails."""
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def _seconds_since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"
