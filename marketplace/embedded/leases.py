"""Who uses a server: it starts with the first user and stops with the last, however each of them ends.

A user holds a shared lock on a file, which the kernel gives back even after SIGKILL, so nobody is counted who is gone.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol


class Server(Protocol):
    """A server that can be started and stopped in its own directory."""

    directory: Path

    @property
    def url(self) -> str:
        """The address under which a running server is reached."""

    def answers(self) -> bool:
        """Whether it can be used now."""

    def start(self) -> None:
        """Start it, or wait for it if it is about to answer; return when it can be used."""

    def stop(self) -> None:
        """Stop it and lose nothing; no harm if it does not run."""


class Lease:
    """One process's claim on a server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.process_id = os.getpid()
        self._claim: IO[bytes] | None = None

    def take(self) -> str:
        """Claim the server, start it if it does not answer, and return its address."""
        self.server.directory.mkdir(parents=True, exist_ok=True)
        if self._claim is None:
            self._claim = self._users_file()
            fcntl.flock(self._claim, fcntl.LOCK_SH)
        with _alone(self.server.directory / "starting.lock"):
            if not self.server.answers():
                self.server.start()
        return self.server.url

    def leave(self) -> None:
        """Give the claim back; stop the server unless another process still has one.

        A child that was forked off does not end what its parent uses.
        """
        if self._claim is None or self.process_id != os.getpid():
            return
        try:
            if _becomes_only_user(self._claim):
                self.server.stop()
        finally:
            self._claim.close()
            self._claim = None

    def forget(self) -> bool:
        """Stop a server that nobody uses; False, and nothing done, if somebody does."""
        if not self.server.directory.exists():
            return True
        with self._users_file() as claim:
            if not _becomes_only_user(claim):
                return False
            self.server.stop()
            return True

    def _users_file(self) -> IO[bytes]:
        return (self.server.directory / "users.lock").open("ab")


def _becomes_only_user(claim: IO[bytes]) -> bool:
    """Turn a shared claim into the only one; of several who try at once the last succeeds."""
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
