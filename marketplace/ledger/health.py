"""The health of the books: audited every few minutes, the result kept for those who look."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import delete, select

from marketplace import clock
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.models import AuditRun

log = structlog.get_logger()
KEPT = timedelta(days=30)


def examine(*, also: Sequence[str] = ()) -> AuditRun:
    """Audit the books, keep what was found (and what else is wrong) and forget what was found long ago."""
    findings = [*audit.findings(), *also]
    if findings:
        log.error("ledger_audit_found", findings=findings)
    db.session.execute(delete(AuditRun).where(AuditRun.ran_at < clock.now() - KEPT))
    run = AuditRun(ran_at=clock.now(), findings=findings, turnover_dong=audit.turnover_dong())
    db.session.add(run)
    return run


def last_run() -> AuditRun | None:
    """Give the latest audit, if there was one."""
    return db.session.scalar(select(AuditRun).order_by(AuditRun.id.desc()).limit(1))
