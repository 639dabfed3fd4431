"""Checks of the numbered documents, for `flask ledger audit`."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import case, func, select

from marketplace import clock
from marketplace.database import db
from marketplace.documents.models import FORMS, Document, DocumentFile, DocumentSeries
from marketplace.ledger.audit import check

LONGEST_MAKING = timedelta(hours=1)


@check
def numbers_have_no_holes() -> Iterator[str]:
    """Every series has used each number from 1 to its last one, once."""
    used = func.count(Document.id)
    query = (
        select(DocumentSeries, used)
        .outerjoin(Document, Document.series_id == DocumentSeries.id)
        .group_by(DocumentSeries.id)
        .having(
            (used != DocumentSeries.last_number)
            | (func.count(Document.number.distinct()) != used)
            | (func.coalesce(func.max(Document.number), 0) != DocumentSeries.last_number)
        )
    )
    for series, count in db.session.execute(query).all():
        yield (
            f"{series.kind} {series.year} of {series.issuer_kind} {series.issuer_id}: "
            f"{count} documents for the numbers 1 to {series.last_number}"
        )


@check
def every_document_has_its_files() -> Iterator[str]:
    """What was issued more than an hour ago can be downloaded in each form."""
    made = select(func.count(DocumentFile.id)).where(DocumentFile.document_id == Document.id).scalar_subquery()
    wanted = case({kind: len(forms) for kind, forms in FORMS.items()}, value=Document.kind)
    missing = select(Document.full_number).where(Document.issued_at < clock.now() - LONGEST_MAKING, made < wanted)
    for full_number in db.session.scalars(missing):
        yield f"document {full_number} was issued and its files are not made"
