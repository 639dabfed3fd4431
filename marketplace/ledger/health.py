"""The health of the books: audited every few minutes, the result kept for those who look."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import delete, select

from marketplace import clock
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.audit import Check
from marketplace.ledger.models import AuditRun

log = structlog.get_logger()
KEPT = timedelta(days=30)


def examine(*, also: Sequence[Check] = ()) -> AuditRun:
    """Audit the books (and run other checks), keep what was found and forget what was found long ago."""
    results = audit.results([*audit.checks, *also])
    findings = [words for found in results.values() for words in found]
    if findings:
        log.error("ledger_audit_found", findings=findings)
    db.session.execute(delete(AuditRun).where(AuditRun.ran_at < clock.now() - KEPT))
    run = AuditRun(ran_at=clock.now(), findings=findings, results=results, turnover_dong=audit.turnover_dong())
    db.session.add(run)
    return run


def last_run() -> AuditRun | None:
    """Give the latest audit, if there was one."""
    return db.session.scalar(select(AuditRun).order_by(AuditRun.id.desc()).limit(1))


def wrong_runs(most: int) -> Sequence[AuditRun]:
    """List the latest audits that found something, newest first."""
    found = select(AuditRun).where(AuditRun.findings != [])
    return db.session.scalars(found.order_by(AuditRun.id.desc()).limit(most)).all()
