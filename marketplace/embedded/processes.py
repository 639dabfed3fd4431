"""Which processes work in a directory, and whether they have ended."""

import time
from collections.abc import Iterable
from pathlib import Path

import psutil


def works_in(process: psutil.Process, directory: Path) -> bool:
    """Whether the process stands in the directory; one that has ended stands nowhere.

    A number kept in a file says less: after a crash it may belong to somebody else, or to a process that ended and
    that the machine's first process has not yet noticed.
    """
    try:
        return process.cwd() == str(directory)
    except psutil.Error:
        return False


def wait_until_ended(processes: Iterable[psutil.Process], *, directory: Path, seconds: float) -> None:
    """Wait until none of them works in the directory any more; raises TimeoutError if one still does after all."""
    deadline = time.monotonic() + seconds
    while working := [process for process in processes if works_in(process, directory)]:
        if time.monotonic() > deadline:
            message = f"They still work in {directory}: {working}"
            raise TimeoutError(message)
        time.sleep(0.02)
