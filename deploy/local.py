"""`make run`: from a fresh clone to a market with its addresses on the screen, and back to silence on Ctrl-C."""

import fcntl
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.panel import Panel
from rich.text import Text

from config import InvalidSettings, Settings, load_settings
from deploy import translations
from deploy.steps import ROOT, console, run, run_aloud, step
from deploy.supervisor import Program, Supervisor, end_left_overs
from marketplace import embedded

PYTHON = sys.executable
READY_SECONDS = 90
ROOT_WARNING = "ignore:You're running the worker with superuser"  # usual in a container, and this is not production
COLOURS = {"web": "cyan", "worker": "magenta", "beat": "yellow", "twins": "blue"}


def main() -> None:
    """Prepare what is missing, run the market until it is told to stop, and stop all that was started."""
    try:
        settings = load_settings()
    except InvalidSettings as problems:
        sys.exit(str(problems))
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.default_int_handler)
    try:
        with _the_only_run(settings.data_dir), ExitStack() as servers:
            end_left_overs(_state(settings))
            _check_port(settings)
            run("pages' styles and scripts", PYTHON, "assets/build.py", environment=os.environ)
            with step("translations"):
                translations.compile_catalogues()
            environment = _environment(settings, servers)
            accounts = settings.data_dir / "demo-accounts.txt"
            run_aloud(PYTHON, "-m", "deploy.prepare", str(accounts), environment=environment)
            _supervise(settings, environment, accounts)
    except KeyboardInterrupt:
        console.print("stopped")


@contextmanager
def _the_only_run(data: Path) -> Iterator[None]:
    """Refuse to run twice over the same data."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"The market already runs over {data}; stop it first, or set DATA_DIR for a second one.")
        yield


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            sys.exit(f"Port {settings.port} is taken; choose another one: PORT={settings.port + 1} make run")


def _environment(settings: Settings, servers: ExitStack) -> dict[str, str]:
    """What every program is told; starts the servers that no setting names."""
    found = dict(os.environ)
    if not settings.database_url:
        with step("PostgreSQL"):
            found["DATABASE_URL"] = servers.enter_context(embedded.postgres(settings.data_dir))
    if not settings.redis_url:
        with step("Redis"):
            found["REDIS_URL"] = servers.enter_context(embedded.redis(settings.data_dir))
    chosen = {name.upper() for name in settings.model_fields_set}
    return found | {name: value for name, value in _addresses(settings).items() if name not in chosen}


def _addresses(settings: Settings) -> dict[str, str]:
    """Addresses that follow from the port, so that two checkouts can run at once."""
    bank, mail = settings.port + 10, settings.port + 25
    return {
        "PUBLIC_URL": f"http://{_visible_host(settings)}:{settings.port}",
        "TWIN_BANK_PORT": str(bank),
        "TWIN_MAIL_PORT": str(mail),
        "NOTICES_URL": f"http://127.0.0.1:{bank}",
        "TRANSFERS_URL": f"http://127.0.0.1:{bank}",
        "VNPAY_PAY_URL": f"http://127.0.0.1:{bank}/vnpay/paymentv2/vpcpay.html",
        "VNPAY_API_URL": f"http://127.0.0.1:{bank}/vnpay/merchant_webapi/api/transaction",
        "MOMO_URL": f"http://127.0.0.1:{bank}/momo",
        "SMS_URL": f"http://127.0.0.1:{bank}/sms",
        "GHN_URL": f"http://127.0.0.1:{bank}/ghn",
        "GHTK_URL": f"http://127.0.0.1:{bank}/ghtk",
        "MAIL_URL": f"smtp://127.0.0.1:{mail}",
    }


def _visible_host(settings: Settings) -> str:
    """A server that listens everywhere is reached here by its loopback address."""
    return "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound


def _supervise(settings: Settings, environment: Mapping[str, str], accounts: Path) -> None:
    supervisor = Supervisor(
        _programs(settings), directory=ROOT, environment=environment, state=_state(settings), say=_say
    )
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda _number, _frame: supervisor.stop())
    threading.Thread(target=_announce, args=(settings, environment, accounts), daemon=True).start()
    supervisor.run()


def _state(settings: Settings) -> Path:
    return settings.data_dir / "run-id"


def _programs(settings: Settings) -> list[Program]:
    """The programs of the market, in the order in which they stop: first no more visitors, last the outside world."""
    celery = (PYTHON, "-W", ROOT_WARNING, "-m", "celery", "--quiet", "-A", "workers.celery:app")
    programs = [
        Program("web", (PYTHON, "-m", "gunicorn", "wsgi:create_app()", *_web_options(settings))),
        Program("beat", (*celery, "beat", "--loglevel", "warning", "--pidfile=")),
        Program(
            "worker",
            (*celery, "worker", "--loglevel", "warning", "--concurrency", "2", "--without-gossip", "--without-mingle"),
            patience_seconds=60,
        ),
        Program("twins", (PYTHON, "-m", "marketplace.gateways.twins")),
    ]
    return [program for program in programs if settings.demo or program.name != "twins"]


def _web_options(settings: Settings) -> list[str]:
    return [
        *("--bind", f"{settings.host}:{settings.port}"),
        *("--worker-class", "gthread", "--workers", str(settings.web_workers), "--threads", "8"),
        *("--preload", "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"),
    ]


def _say(name: str, line: str) -> None:
    console.print(Text.assemble((f"{name:>6} │ ", COLOURS[name]), line))


def _announce(settings: Settings, environment: Mapping[str, str], accounts: Path) -> None:
    """Wait until the market can do its work, then show where it is."""
    here = f"http://{_visible_host(settings)}:{settings.port}"
    began = time.monotonic()
    while not _answers(f"{here}/readyz"):
        if time.monotonic() - began > READY_SECONDS:
            console.print(f"[red]{here}/readyz still does not answer; what the programs say is above.[/]")
            return
        time.sleep(0.1)
    places = {"Market": "/", "For producers": "/seller", "Desk": "/desk", "Mailbox": "/demo/mailbox"}
    lines = [f"{words:<14} {environment['PUBLIC_URL']}{path}" for words, path in places.items()]
    words = "\n".join(
        [
            *lines,
            "",
            accounts.read_text(encoding="utf-8").strip() if accounts.exists() else "",
            "",
            "Ctrl-C stops it; nothing is lost.",
        ]
    )
    console.print(Panel(Text(words), title=settings.market_name, border_style="green", expand=False))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004 - the HTTP status itself
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    main()
