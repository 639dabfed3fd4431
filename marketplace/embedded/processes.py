"""Which processes work in a directory, and whether they have ended."""

import time
from collections.abc import Iterable
from pathlib import Path

import psutil

LOOK_SECONDS = 0.02


def works_in(process: psutil.Process, directory: Path) -> bool:
    """Whether the process stands in the directory; one that has ended stands nowhere.

    A number kept in a file says less: after a crash it may belong to somebody else.
    """
    try:
        return process.cwd() == str(directory)
    except psutil.Error:
        return False


def is_at_work(process: psutil.Process) -> bool:
    """Whether it has not ended; one that ended counts as such even before its parent has taken note.

    In a container the first process may never take note.
    """
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until_ended(processes: Iterable[psutil.Process], *, seconds: float) -> list[psutil.Process]:
    """Wait for all of them, no longer than that, and return those still at work."""
    deadline = time.monotonic() + seconds
    while (working := [process for process in processes if is_at_work(process)]) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    return working
