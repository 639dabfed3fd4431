"""A worker killed in the middle of its work: every fact is delivered after the restart, and none counts twice."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from config import ROOT, Settings
from marketplace import clock
from marketplace import outbox as facts
from marketplace.database import db
from marketplace.ledger.models import AuditRun
from marketplace.outbox import DeliveryState, OutboxDelivery, OutboxMessage
from tests.faults import lamp_worker
from workers import tasks
from workers.celery import MarketCelery
from workers.transaction import transaction

LAMPS = 120
PATIENCE_SECONDS = 60


@pytest.fixture
def market(whole_app: Flask, market_celery: MarketCelery) -> Iterator[Flask]:
    """The application with real commits and an empty queue; what was written and queued is taken away again."""
    market_celery.control.purge()
    with whole_app.app_context():
        yield whole_app
        with transaction():
            for table in (OutboxDelivery, OutboxMessage, AuditRun):
                db.session.execute(delete(table))
    market_celery.control.purge()


@contextmanager
def running(settings: Settings, *program: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Celery as it runs in the market, on the servers of these tests."""
    environment = os.environ | {
        "ENVIRONMENT": "test",
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "DATA_DIR": str(settings.data_dir),
    }
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "tests.faults.lamp_worker:app", *program]
    process = subprocess.Popen([*command, "--loglevel", "error"], cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        kill(process)


def a_worker(settings: Settings):
    return running(
        settings, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--without-heartbeat"
    )


def a_beat(settings: Settings):
    return running(settings, "beat", "--pidfile=")


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL the worker and the processes of its pool, as a lost machine would."""
    if process.poll() is None:
        for each in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
            each.send_signal(signal.SIGKILL)
    process.wait(timeout=PATIENCE_SECONDS)


def wait_until(holds: Callable[[], bool]) -> bool:
    pause = threading.Event()
    for _ in range(PATIENCE_SECONDS * 20):
        if holds():
            return True
        pause.wait(0.05)
    return False


def seen() -> Counter[str]:
    db.session.rollback()
    return Counter(run.findings[0] for run in db.session.scalars(select(AuditRun)))


def waiting() -> int:
    db.session.rollback()
    query = select(OutboxDelivery.id).where(OutboxDelivery.state == DeliveryState.WAITING)
    return len(db.session.scalars(query).all())


def let_time_pass() -> None:
    """What was sent and not done is due to be sent again."""
    with transaction():
        db.session.execute(update(OutboxDelivery).values(next_try_at=clock.now()))


def record_lamps(*numbers: int) -> None:
    with transaction():
        for number in numbers:
            facts.record(lamp_worker.LampLit(number))


def test_a_killed_worker_loses_and_doubles_nothing(market: Flask, settings: Settings) -> None:
    record_lamps(*range(LAMPS))
    tasks.dispatch.delay()
    with a_worker(settings) as first:
        assert wait_until(lambda: len(seen()) >= LAMPS // 6)
        kill(first)
    assert waiting() > 0
    let_time_pass()
    tasks.resend_waiting.delay()
    with a_worker(settings):
        assert wait_until(lambda: waiting() == 0)
    assert seen() == {f"lamp {number}": 1 for number in range(LAMPS)}


def test_a_fact_finds_its_way_by_itself_and_a_killed_beat_leaves_no_trace(market: Flask, settings: Settings) -> None:
    with a_worker(settings), a_beat(settings) as first:
        record_lamps(1)
        assert wait_until(lambda: len(seen()) == 1)
        kill(first)
        with a_beat(settings):
            record_lamps(2)
            assert wait_until(lambda: len(seen()) == 2)
    assert waiting() == 0
