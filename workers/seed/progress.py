"""What is being built and how far it is, for whoever waits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Thing = TypeVar("Thing")


TENTHS = 10


class Stages:
    """The stages of the work, one line each; without a terminal, a line for each tenth that is done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def each(self, words: str, things: Sequence[Thing]) -> Iterator[Thing]:
        """Give the things one after the other, and show how many are done."""
        line = self._progress.add_task(words, total=len(things))
        for thing in things:
            yield thing
            self._advance(line)

    def counter(self, words: str, total: int) -> Callable[[], None]:
        """Show work of which so much is expected; what is given back is called for each that is done."""
        line = self._progress.add_task(words, total=total)
        return lambda: self._advance(line)

    @contextmanager
    def whole(self, words: str) -> Iterator[None]:
        """Show work that cannot be counted, until it is done."""
        line = self._progress.add_task(words, total=1)
        yield
        self._advance(line)

    def _advance(self, line: TaskID) -> None:
        self._progress.advance(line)
        stage = self._progress.tasks[line]
        done, total = int(stage.completed), int(stage.total or 1)
        if not self._progress.console.is_terminal and done * TENTHS // total > (done - 1) * TENTHS // total:
            self._progress.console.print(f"  {stage.description}: {done} of {total}", highlight=False)


@contextmanager
def stages() -> Iterator[Stages]:
    """Show stages while the block runs; without a terminal tenths are told as they are done."""
    columns = TextColumn("  {task.description:<12}"), BarColumn(bar_width=32), MofNCompleteColumn(), TimeElapsedColumn()
    console = Console(soft_wrap=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Stages(progress)
