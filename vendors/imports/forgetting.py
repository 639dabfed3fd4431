"""Old imports: their files and rows are deleted, what came of them stays."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, func, or_, select, union

from marketplace import audit, clock
from marketplace.database import db
from marketplace.gateways.wiring import gateways
from vendors.imports.models import ImportJob, ImportRow, ImportStatus

KEPT = timedelta(days=30)
FORGOTTEN_AT_ONCE = 200


def forget_old() -> int:
    """Delete the files and rows of imports that ended so many days ago; give how many imports.

    A file that was looked at and left undecided for as long is discarded.
    """
    before = clock.now() - KEPT
    still = ImportJob.status == ImportStatus.CHECKED
    old = func.coalesce(ImportJob.ended_at, ImportJob.checked_at) < before
    query = select(ImportJob).where(ImportJob.file_key.is_not(None), old, or_(ImportJob.ended_at.is_not(None), still))
    jobs = db.session.scalars(query.limit(FORGOTTEN_AT_ONCE).with_for_update(skip_locked=True)).all()
    keys = {key for job in jobs for key in (job.file_key, job.pictures_key, job.result_key) if key}
    for job in jobs:
        _forget(job)
    db.session.execute(delete(ImportRow).where(ImportRow.job_id.in_([job.id for job in jobs])))
    db.session.flush()
    for key in keys - _still_named(keys):
        gateways().files.delete(key)
    return len(jobs)


def _forget(job: ImportJob) -> None:
    if job.ended_at is None:
        job.status, job.ended_at = ImportStatus.DISCARDED, clock.now()
        audit.record("goods import discarded", job, by=None)
    job.file_key = job.pictures_key = job.result_key = None


def _still_named(keys: Collection[str]) -> frozenset[str]:
    """Files are named by their content, so two imports may share one."""
    columns = (ImportJob.file_key, ImportJob.pictures_key, ImportJob.result_key)
    return frozenset(db.session.scalars(union(*(select(column).where(column.in_(keys)) for column in columns))))
