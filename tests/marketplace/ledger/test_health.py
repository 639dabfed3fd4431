"""The result of each audit is kept, the old ones are not."""

from datetime import timedelta

from marketplace import clock
from marketplace.database import db
from marketplace.ledger import audit, health


def test_there_is_no_run_before_the_first(app) -> None:
    assert health.last_run() is None


def test_the_latest_run_is_kept_with_its_findings(app, monkeypatch) -> None:
    health.examine()
    monkeypatch.setattr(audit, "checks", [*audit.checks, lambda: iter(["a coin is missing"])])
    health.examine()
    db.session.commit()
    assert health.last_run().findings == ["a coin is missing"]


def test_old_runs_are_forgotten(app) -> None:
    with clock.at(clock.now() - health.KEPT - timedelta(minutes=1)):
        old = health.examine()
        db.session.flush()
    health.examine()
    db.session.flush()
    assert health.last_run() is not old
    assert db.session.scalar(db.select(db.func.count()).select_from(type(old))) == 1
