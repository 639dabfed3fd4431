"""The two servers below a root: for as long as a block of code runs, or until this process ends."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from marketplace.embedded.leases import Lease
from marketplace.embedded.postgres import Postgres
from marketplace.embedded.redis import Redis

_leases_until_exit: dict[tuple[int, Path], tuple[Lease, Lease]] = {}


@dataclass(frozen=True)
class Addresses:
    """Where the servers of a root are reached; the addresses hold until the process ends."""

    database_url: str
    redis_url: str


def ensure_urls(root: Path, *, durable: bool = True) -> Addresses:
    """The servers below the root, found or started, and ours until this process ends.

    A fleeting one (not durable) is for tests: quick, and its data may be lost when the machine stops. What the servers
    are is decided by who starts them. Raises RuntimeError with the end of a server's log when it does not start.
    """
    key = (os.getpid(), root.resolve())
    if key not in _leases_until_exit:
        leases = _postgres(root, durable=durable), _redis(root, durable=durable)
        _leases_until_exit[key] = leases
        for lease in leases:
            atexit.register(lease.leave)
    database, redis_server = _leases_until_exit[key]
    return Addresses(database_url=database.take(), redis_url=redis_server.take())


@contextmanager
def postgres(root: Path, *, durable: bool = True) -> Iterator[str]:
    """The address of the PostgreSQL below the root, which is ours while the block runs."""
    with _taken(_postgres(root, durable=durable)) as url:
        yield url


@contextmanager
def redis(root: Path, *, durable: bool = True) -> Iterator[str]:
    """The address of the Redis below the root, which is ours while the block runs."""
    with _taken(_redis(root, durable=durable)) as url:
        yield url


def forget(root: Path) -> bool:
    """Stop servers below the root that nobody uses; False if one of them is in use."""
    return all([_redis(root, durable=True).forget(), _postgres(root, durable=True).forget()])


@contextmanager
def _taken(lease: Lease) -> Iterator[str]:
    try:
        yield lease.take()
    finally:
        lease.leave()


def _postgres(root: Path, *, durable: bool) -> Lease:
    return Lease(Postgres(root / "postgres", durable=durable))


def _redis(root: Path, *, durable: bool) -> Lease:
    return Lease(Redis(root / "redis", durable=durable))
