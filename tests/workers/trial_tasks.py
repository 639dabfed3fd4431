"""Tasks of these tests; apart, because pytest looks into everything that stands in a file of tests."""

from flask import current_app

from marketplace import clock
from marketplace.database import db
from marketplace.ledger.models import AuditRun
from workers.celery import app


@app.task
def write(words: str) -> None:
    db.session.add(AuditRun(ran_at=clock.now(), findings=[f"{words} in {current_app.name}"], turnover_dong=0))


@app.task
def write_and_fail(words: str) -> None:
    write.run(words)
    db.session.flush()
    raise RuntimeError(words)


@app.task
def hand_on(times: int) -> list:
    return [write.s(f"order {number}") for number in range(times)]


@app.task
def hand_on_and_fail() -> list:
    raise RuntimeError(f"after {write.s('never')}")
