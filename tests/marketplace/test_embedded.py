"""The embedded servers: found again by others, stopped by the last, never in the way after a crash."""

import contextlib
import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from redis import Redis
from redis.exceptions import AuthenticationError
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from marketplace import embedded
from marketplace.embedded.processes import is_at_work, works_in

ANOTHER_PROCESS = """
import sys
from pathlib import Path
from marketplace.embedded import ensure_urls
print(ensure_urls(Path(sys.argv[1]), durable=False).{which}, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def root() -> Iterator[Path]:
    """A place of its own for each test's servers, which are gone afterwards whatever happened.

    Not among pytest's own folders: each new pytest closes those to other accounts, and as root PostgreSQL has another.
    """
    with tempfile.TemporaryDirectory(prefix="embedded-") as name:
        yield Path(name)
        assert embedded.forget(Path(name))


def engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


@contextlib.contextmanager
def start_another(root: Path, which: str) -> Iterator[subprocess.Popen[str]]:
    """A second program with its own claim on the servers, until it is told to end."""
    command = [sys.executable, "-c", ANOTHER_PROCESS.format(which=which), str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


def address_of(program: subprocess.Popen[str]) -> str:
    """What the program found; it is ready when it says so."""
    return program.stdout.readline().strip()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def postmaster(root: Path) -> psutil.Process:
    return psutil.Process(int((root / "postgres/data/postmaster.pid").read_text().splitlines()[0]))


def redis_server(root: Path) -> psutil.Process:
    return psutil.Process(int((root / "redis/redis.pid").read_text()))


def test_postgres_keeps_its_data_and_its_address_over_a_stop(root: Path) -> None:
    with embedded.postgres(root, durable=False) as url, engine(url).begin() as connection:
        connection.execute(text("CREATE TABLE jar (name text)"))
        connection.execute(text("INSERT INTO jar VALUES ('Mật ong')"))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url.replace("+psycopg", ""))
    with embedded.postgres(root, durable=False) as again, engine(again).connect() as connection:
        assert connection.scalar(text("SELECT name FROM jar")) == "Mật ong"
        assert again == url


def test_redis_keeps_its_queue_over_a_stop(root: Path) -> None:
    with embedded.redis(root) as url, Redis.from_url(url) as client:
        client.rpush("queue", "task")
    with embedded.redis(root) as again, Redis.from_url(again) as client:
        assert client.lrange("queue", 0, -1) == [b"task"]


def test_a_killed_redis_keeps_its_queue(root: Path) -> None:
    with embedded.redis(root) as url, Redis.from_url(url) as client:
        client.rpush("queue", "task")
        redis_server(root).kill()
        with embedded.redis(root) as again, Redis.from_url(again) as other:
            assert other.lrange("queue", 0, -1) == [b"task"]


def test_the_last_user_stops_the_servers(root: Path) -> None:
    with start_another(root, "redis_url") as other:
        url = address_of(other)
        with embedded.redis(root) as ours:
            assert ours == url
        server = redis_server(root)
    assert not is_at_work(server)


def test_a_user_that_leaves_does_not_stop_what_another_uses(root: Path) -> None:
    with start_another(root, "database_url") as other:
        url = address_of(other)
        with embedded.postgres(root) as ours:
            assert ours == url
        server = postmaster(root)
        with engine(url).connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        assert not embedded.forget(root)
    assert not is_at_work(server)


def test_a_user_killed_without_a_word_is_not_counted(root: Path) -> None:
    with start_another(root, "database_url") as other:
        url = address_of(other)
        other.kill()
    server = postmaster(root)
    assert is_at_work(server)
    with embedded.postgres(root, durable=False) as ours:
        assert ours == url
    assert not is_at_work(server)


def test_postgres_starts_after_it_was_killed(root: Path) -> None:
    """Its sessions outlive it for a moment, and its number stays in a file."""
    with embedded.postgres(root, durable=False) as url, engine(url).connect():
        postmaster(root).kill()
        with embedded.postgres(root, durable=False) as again, engine(again).connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1


def test_postgres_starts_though_its_old_number_is_another_process_now(root: Path) -> None:
    with embedded.postgres(root, durable=False):
        pass
    left_behind = root / "postgres/data/postmaster.pid"
    left_behind.write_text(f"{os.getpid()}\n{root}/postgres/data\n")
    with embedded.postgres(root, durable=False) as url, engine(url).connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_redis_starts_though_its_old_port_and_number_are_another_process_now(root: Path) -> None:
    with embedded.redis(root) as url:
        pass
    (root / "redis/redis.pid").write_text(str(os.getpid()))
    port = int(url.rsplit(":", 1)[1].split("/")[0])
    with contextlib.closing(listen(port)), embedded.redis(root) as again, Redis.from_url(again) as client:
        assert client.ping()
        assert again != url


def test_an_interrupted_first_start_is_begun_anew(root: Path) -> None:
    unfinished = root / "postgres/unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with embedded.postgres(root, durable=False) as url, engine(url).connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_many_who_start_at_once_get_one_server(root: Path) -> None:
    with contextlib.ExitStack() as programs:
        started = [programs.enter_context(start_another(root, "database_url")) for _ in range(3)]
        assert len({address_of(program) for program in started}) == 1
        servers = [process for process in psutil.process_iter() if works_in(process, root / "postgres/data")]
        assert [process for process in servers if process.ppid() not in {other.pid for other in servers}] == [
            postmaster(root)
        ]


@pytest.mark.parametrize("name", ["long" * 25, pytest.param("a comma, and more", marks=pytest.mark.soak)])
def test_paths_that_no_socket_can_have_get_a_short_one(root: Path, name: str) -> None:
    deep = root / name
    with embedded.postgres(deep, durable=False) as url, engine(url).connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
        short = Path(str(make_url(url).query["host"]))
        assert mode_of(short) == stat.S_IRWXU
    assert not short.exists()


def test_a_path_may_have_spaces_and_quotes(root: Path) -> None:
    odd = root / "mẹ's chợ"
    with embedded.postgres(odd, durable=False) as url, engine(url).connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    with embedded.redis(odd) as url, Redis.from_url(url) as client:
        assert client.ping()


def test_only_the_owner_can_enter(root: Path) -> None:
    with embedded.postgres(root, durable=False), embedded.redis(root) as url:
        assert {mode_of(root / part) for part in ("postgres", "redis")} == {stat.S_IRWXU}
        without_password = f"redis://{url.split('@')[1]}"
        with Redis.from_url(without_password) as client, pytest.raises(AuthenticationError):
            client.ping()


def test_durable_servers_write_before_they_answer(root: Path) -> None:
    with embedded.postgres(root) as url, engine(url).connect() as connection:
        settings = dict(connection.execute(text("SELECT name, setting FROM pg_settings")).all())
    assert (settings["fsync"], settings["synchronous_commit"]) == ("on", "on")
    assert settings["max_connections"] == "200"
