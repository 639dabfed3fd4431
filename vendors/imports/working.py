"""The worker's side of an import: one step is one transaction, and the next begins when it is committed.

A step that was done is not done again: facts name their step, and the job is held meanwhile.
"""

from collections.abc import Callable, Sequence

from flask_babel import force_locale
from sqlalchemy import insert, select, update

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.files import CONTENT_TYPES, content_key
from marketplace.gateways.wiring import gateways
from marketplace.tables import UnreadableTable
from vendors.imports.columns import PICTURES
from vendors.imports.events import ImportStepDue
from vendors.imports.knowing import known_of, words_known
from vendors.imports.models import WORKING, ImportJob, ImportRow, ImportStatus, RowState
from vendors.imports.photos import add_pictures, archive_of
from vendors.imports.reading import read_goods
from vendors.imports.saving import save_rows
from vendors.imports.sheets import corrected
from vendors.imports.values import read_line

FOLDER = "private/imports"
ROWS_AT_ONCE = 500
PICTURES_AT_ONCE = 4
"""Rows whose pictures are fetched in one step: each may name ten, and a task may not take two minutes."""


def take_step(job_id: int, step: int) -> None:
    """Do the next piece of an import and record that another is due; an echo of an earlier fact does nothing."""
    query = select(ImportJob).where(ImportJob.id == job_id).with_for_update()
    job = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if job.step != step or job.status not in WORKING:
        return
    job.step += 1
    with force_locale(job.language):
        _STEPS[job.status](job)
    if job.status in WORKING:
        outbox.record(ImportStepDue(job.id, job.step))
    db.session.flush()


def keep_file(raw: bytes, ending: str) -> str:
    """Keep a private file of an import; give its key."""
    key = content_key(FOLDER, raw, ending)
    gateways().files.put(key, raw, CONTENT_TYPES[ending])
    return key


def _read(job: ImportJob) -> None:
    try:
        goods = read_goods(gateways().files.get(job.file_key or "").content)
    except UnreadableTable as refused:
        job.status, job.failure, job.ended_at = ImportStatus.FAILED, str(refused), clock.now()
        return
    lines = [
        {"job_id": job.id, "number": line.number, "cells": line.cells, "problems": line.problems}
        for line in goods.lines
    ]
    db.session.execute(insert(ImportRow), lines)
    job.rows, job.unused = len(lines), list(goods.unused)[:60]
    job.status = ImportStatus.CHECKING


def _check(job: ImportJob) -> None:
    """Look at so many rows as the shop is now; nothing of it is changed."""
    rows = _next(job, RowState.WAITING, ROWS_AT_ONCE)
    archive, words = archive_of(job), words_known()
    read = {row: read_line(row.cells, words, vendor_id=job.vendor_id) for row in rows}
    names = archive.names if archive else None
    known = known_of(job.vendor_id, [line for line, _problems in read.values()], names_in_zip=names)
    for row, (line, problems) in read.items():
        row.problems = _once([*row.problems, *problems, *known.wrong_with(line)])
        row.state = RowState.BAD if row.problems else RowState.GOOD
    good = sum(1 for row in rows if row.state is RowState.GOOD)
    job.checked, job.good, job.bad = job.checked + len(rows), job.good + good, job.bad + len(rows) - good
    if job.checked >= job.rows:
        _end_check(job)


def _end_check(job: ImportJob) -> None:
    job.status, job.checked_at = ImportStatus.CHECKED, clock.now()
    if job.bad:
        job.result_key = keep_file(corrected(_all(job), job.language), ".xlsx")


def _save(job: ImportJob) -> None:
    """Write so many of the good rows; after the last come the pictures."""
    rows = _next(job, RowState.GOOD, ROWS_AT_ONCE)
    if rows:
        archive = archive_of(job)
        save_rows(job, rows, names_in_zip=archive.names if archive else None)
    if len(rows) < ROWS_AT_ONCE:
        _leave_without_pictures(job)
        job.status = ImportStatus.PICTURES


def _fetch(job: ImportJob) -> None:
    rows = _next(job, RowState.SAVED, PICTURES_AT_ONCE) if job.pictures else []
    if rows:
        add_pictures(job, rows, words_known())
    if len(rows) < PICTURES_AT_ONCE:
        _end(job)


def _leave_without_pictures(job: ImportJob) -> None:
    """Rows that name no pictures have nothing to wait for."""
    db.session.flush()
    saved = ImportRow.job_id == job.id, ImportRow.state == RowState.SAVED
    nothing = ~ImportRow.cells.has_key(PICTURES)  # the operator of JSONB, not of a dictionary
    db.session.execute(update(ImportRow).where(*saved, nothing).values(state=RowState.PICTURED))


def _end(job: ImportJob) -> None:
    """Keep the result: the vendor's file with what is left to mend, if anything is."""
    db.session.flush()
    wrong = [row for row in _all(job) if row.problems]
    job.result_key = keep_file(corrected(wrong, job.language), ".xlsx") if wrong else None
    job.status, job.ended_at = ImportStatus.DONE, clock.now()
    by = db.session.get_one(User, job.by_id)
    audit.record("goods imported", job, by=by, rows=job.saved, created=job.created, changed=job.changed)


_STEPS: dict[ImportStatus, Callable[[ImportJob], None]] = {
    ImportStatus.READING: _read,
    ImportStatus.CHECKING: _check,
    ImportStatus.SAVING: _save,
    ImportStatus.PICTURES: _fetch,
}


def _next(job: ImportJob, state: RowState, most: int) -> Sequence[ImportRow]:
    query = select(ImportRow).where(ImportRow.job_id == job.id, ImportRow.state == state)
    return db.session.scalars(query.order_by(ImportRow.number).limit(most)).all()


def _all(job: ImportJob) -> Sequence[ImportRow]:
    db.session.flush()
    query = select(ImportRow).where(ImportRow.job_id == job.id)
    return db.session.scalars(query.order_by(ImportRow.number)).all()


def _once(problems: list[list[str]]) -> list[list[str]]:
    """One sentence for each column: the first is enough to mend it."""
    return list({problem[0]: problem for problem in reversed(problems)}.values())[::-1]
