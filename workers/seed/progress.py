"""What is being built and how far it is, for whoever waits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Thing = TypeVar("Thing")


class Stages:
    """The stages of the work, one line each."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def each(self, words: str, things: Sequence[Thing]) -> Iterator[Thing]:
        """Give the things one after the other, and show how many are done."""
        line = self._progress.add_task(words, total=len(things))
        for thing in things:
            yield thing
            self._progress.advance(line)

    def counter(self, words: str, total: int) -> Callable[[], None]:
        """Show work of which so much is expected; what is given back is called for each that is done."""
        line = self._progress.add_task(words, total=total)
        return lambda: self._progress.advance(line)

    @contextmanager
    def whole(self, words: str) -> Iterator[None]:
        """Show work that cannot be counted, until it is done."""
        line = self._progress.add_task(words, total=1)
        yield
        self._progress.advance(line)


@contextmanager
def stages() -> Iterator[Stages]:
    """Show stages while the block runs; without a terminal each line is printed once, at the end."""
    columns = TextColumn("  {task.description:<12}"), BarColumn(bar_width=32), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(soft_wrap=True)) as progress:
        yield Stages(progress)
