"""The worker's side: the spreadsheet is read, its producers are matched, its rows compared; nothing else is written."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale
from sqlalchemy import delete, func, select

from marketplace.database import db
from marketplace.gateways.wiring import gateways
from marketplace.tables import UnreadableTable
from marketplace.text import slug
from vendors.listings.models import Category
from vendors.programme.comparing import compare, read_again
from vendors.programme.matching import Match, Matcher, known_producers
from vendors.programme.models import RegisterImport, RegisterMaker, RegisterRow, RegisterStatus, RowState
from vendors.programme.reading import ReadRow, read_register


def check(import_id: int) -> None:
    """Read the spreadsheet and compare it with what is known; an echo of the fact does nothing."""
    query = select(RegisterImport).where(RegisterImport.id == import_id).with_for_update()
    job = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if job.status is not RegisterStatus.READING:
        return
    with force_locale(job.language):
        try:
            register = read_register(gateways().files.get(job.file_key).content, _categories())
        except UnreadableTable as refused:
            job.status, job.failure = RegisterStatus.FAILED, str(refused)
            return
        job.unused = list(register.unused)[:60]
        _ask(job, register.rows)
        _write(job, register.rows)
    job.status = RegisterStatus.CHECKED


def compare_again(job: RegisterImport, *, with_producers: bool = False) -> None:
    """Compare the rows as they were read with what is known now; `with_producers` matches these anew too."""
    stored = select(RegisterRow).where(RegisterRow.import_id == job.id, RegisterRow.number > 0)
    rows = [read_again(row) for row in db.session.scalars(stored.order_by(RegisterRow.number))]
    if with_producers:
        _match_again(job, rows)
    _write(job, rows)


def last_applied() -> int | None:
    """The import that was applied last."""
    return db.session.scalar(select(func.max(RegisterImport.id)).where(RegisterImport.status == RegisterStatus.APPLIED))


def makers_of(job: RegisterImport) -> dict[str, RegisterMaker]:
    """The producers that the spreadsheet names, by their keys."""
    named = select(RegisterMaker).where(RegisterMaker.import_id == job.id).order_by(RegisterMaker.id)
    return {maker.key: maker for maker in db.session.scalars(named)}


def _categories() -> dict[str, int]:
    """The product sets by their names and labels, folded."""
    return {
        slug(name): each.number
        for each in db.session.scalars(select(Category))
        for name in (each.name_vi, each.label_vi, each.name_en)
    }


def _ask(job: RegisterImport, rows: Sequence[ReadRow]) -> None:
    """Keep each producer of the file with whom it is, or with those who may be meant."""
    matcher, counts = Matcher(known_producers()), Counter(row.maker_key for row in rows)
    first = {row.maker_key: row for row in reversed(rows) if row.producer and row.commune_code}
    for key, row in first.items():
        match = matcher.match(row)
        db.session.add(
            RegisterMaker(
                import_id=job.id,
                key=key,
                name=row.producer,
                kind=row.kind,
                tax_code=row.tax_code,
                commune_code=row.commune_code,
                rows=counts[key],
                known=_surely(match),
                candidates=match.candidates,
            )
        )
    db.session.flush()


def _surely(match: Match) -> dict[str, Any] | None:
    """Whom of the known it surely is: somebody, or surely nobody (an empty answer); None where a person is asked."""
    return None if match.candidates else match.known or {}


def _match_again(job: RegisterImport, rows: Sequence[ReadRow]) -> None:
    """Match the producers that no person has answered for."""
    matcher, makers = Matcher(known_producers()), makers_of(job)
    by_key = {row.maker_key: row for row in rows}
    for key, maker in makers.items():
        if maker.answered_at is None and key in by_key:
            row = by_key[key]
            row.tax_code = maker.tax_code
            match = matcher.match(row)
            maker.candidates = match.candidates
            maker.known = _surely(match)


def _write(job: RegisterImport, rows: Sequence[ReadRow]) -> None:
    db.session.execute(delete(RegisterRow).where(RegisterRow.import_id == job.id))
    compared = compare(job, rows, makers_of(job))
    db.session.add_all(compared)
    counts = Counter(row.state for row in compared)
    job.added, job.changed, job.same = counts[RowState.NEW], counts[RowState.CHANGED], counts[RowState.SAME]
    job.older, job.bad, job.gone = counts[RowState.OLDER], counts[RowState.BAD], counts[RowState.GONE]
    job.base_id = last_applied()
    db.session.flush()
