"""One task is one transaction; what it returns is sent after its commit."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.database import db
from marketplace.gateways.bank.statement import SepayStatement
from marketplace.ledger.models import AuditRun
from tests.workers import trial_tasks
from workers import tasks
from workers.celery import MarketCelery
from workers.schedule import SCHEDULE


@pytest.fixture
def queue(app: Flask, market_celery: MarketCelery) -> Iterator[MarketCelery]:
    """Celery with an empty queue before and after."""
    market_celery.loader.import_default_modules()
    market_celery.control.purge()
    yield market_celery
    market_celery.control.purge()


@pytest.fixture
def bank(app: Flask, bank_statement: SepayStatement, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bank that answers."""
    monkeypatch.setitem(app.extensions, "gateways", replace(app.extensions["gateways"], statement=bank_statement))


def kept() -> list[str]:
    db.session.expire_all()
    return [run.findings[0] for run in db.session.scalars(select(AuditRun))]


def test_a_task_runs_within_the_application_and_commits(queue) -> None:
    trial_tasks.write.apply(("good",))
    assert kept() == ["good in marketplace"]


def test_a_failing_task_leaves_nothing(queue) -> None:
    assert trial_tasks.write_and_fail.apply(("bad",)).failed()
    assert kept() == []


def test_what_a_task_returns_is_sent(queue) -> None:
    trial_tasks.hand_on.apply((3,))
    assert kept() == []
    assert queue.control.purge() == 3


def test_a_failing_task_sends_nothing(queue) -> None:
    assert trial_tasks.hand_on_and_fail.apply().failed()
    assert queue.control.purge() == 0


def test_results_are_not_kept_and_only_json_is_read(queue) -> None:
    assert queue.conf.task_ignore_result
    assert queue.conf.accept_content == ["json"]
    assert queue.conf.task_acks_late
    assert queue.conf.broker_transport_options["visibility_timeout"] > queue.conf.task_time_limit


def test_every_entry_of_the_schedule_names_a_task(queue) -> None:
    assert {entry["task"] for entry in SCHEDULE.values()} <= set(queue.tasks)


@pytest.mark.parametrize("name", sorted(SCHEDULE))
def test_every_scheduled_task_runs_on_an_empty_market(queue, bank, name: str) -> None:
    queue.tasks[SCHEDULE[name]["task"]].apply(throw=True)


def test_the_books_are_audited_and_the_result_is_kept(queue) -> None:
    tasks.audit_ledger.apply(throw=True)
    assert db.session.scalars(select(AuditRun)).one().findings == []
