"""Waiting for what happens in another thread or process, without guessing how long it takes."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

Found = TypeVar("Found")

_PAUSE_SECONDS = 0.01


def until(condition: Callable[[], Found], *, seconds: float = 5) -> Found:
    """Return what the condition gives as soon as it is true; fail the test when the time is over."""
    deadline = monotonic() + seconds
    pause = threading.Event()
    while not (found := condition()):
        assert monotonic() < deadline, f"still not true after {seconds} s"
        pause.wait(_PAUSE_SECONDS)
    return found
