"""Issuing: a number without a hole and the figures for good, in the transaction of what the document is about."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.documents.events import DocumentIssued
from marketplace.documents.models import PREFIXES, Document, DocumentKind, DocumentSeries, IssuerKind
from marketplace.documents.paper import Paper
from marketplace.errors import Refusal

TEMPLATE_VERSION = 1
"""Of templates/documents/<kind>-<version>.typ; a new look is a new file, so that old documents keep theirs."""


class IssuedOtherwise(Refusal):
    """A document of this kind about this subject was issued before with other figures; it wants a correction."""

    sentence = _l("Chứng từ này đã lập với nội dung khác. Tờ đã lập không sửa được, chỉ lập được tờ thay thế.")


class NothingToCorrect(Refusal):
    """The correction would say what the document says already."""

    sentence = _l("Không có gì thay đổi để lập tờ thay thế.")


@dataclass(frozen=True)
class Issuer:
    """Whose series a number is taken from: the market's, or a vendor's (`id` is the vendor's number)."""

    kind: IssuerKind
    id: int


MARKET = Issuer(IssuerKind.MARKET, 0)


def issue(
    kind: DocumentKind,
    paper: Paper,
    *,
    subject: str,
    owner_id: int | None = None,
    issuer: Issuer = MARKET,
) -> Document:
    """Issue the paper once for its subject ('payout/17'); a repeat with the same figures gives the first document.

    The number is the next of the issuer, kind and year (Vietnam's); a transaction that is rolled back gives it back.
    `owner_id` is the vendor for whom the document is. The files are made by the workers. Raises IssuedOtherwise.
    """
    series = _lock_series(issuer, kind)
    if earlier := _about(kind, subject):
        return _same_as_before(earlier, paper)
    return _write(series, paper, subject=subject, owner_id=owner_id)


def correct(document: Document, paper: Paper) -> Document:
    """Issue a further document that names the one it corrects, with a number of its own.

    A repeat with the same figures gives the first correction. Raises NothingToCorrect when nothing is different, and
    IssuedOtherwise when it was corrected otherwise.
    """
    if document.figures == paper.as_json():
        raise NothingToCorrect
    issued_in = db.session.get_one(DocumentSeries, document.series_id)
    series = _lock_series(Issuer(issued_in.issuer_kind, issued_in.issuer_id), document.kind)
    if earlier := db.session.scalar(select(Document).where(Document.corrects_id == document.id)):
        return _same_as_before(earlier, paper)
    return _write(series, paper, subject=document.subject, owner_id=document.owner_id, corrects_id=document.id)


def _lock_series(issuer: Issuer, kind: DocumentKind) -> DocumentSeries:
    """Lock the series of this year, begun with its first document; until the commit nobody else takes a number."""
    found = {"issuer_kind": issuer.kind, "issuer_id": issuer.id, "kind": kind, "year": clock.today().year}
    db.session.execute(insert(DocumentSeries).values(last_number=0, **found).on_conflict_do_nothing())
    query = select(DocumentSeries).filter_by(**found).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _about(kind: DocumentKind, subject: str) -> Document | None:
    query = select(Document).where(Document.kind == kind, Document.subject == subject)
    return db.session.scalar(query.where(Document.corrects_id.is_(None)))


def _same_as_before(earlier: Document, paper: Paper) -> Document:
    if earlier.figures != paper.as_json():
        raise IssuedOtherwise
    return earlier


def _write(
    series: DocumentSeries, paper: Paper, *, subject: str, owner_id: int | None, corrects_id: int | None = None
) -> Document:
    series.last_number += 1
    document = Document(
        series_id=series.id,
        kind=series.kind,
        year=series.year,
        number=series.last_number,
        full_number=f"{PREFIXES[series.kind]}-{series.year}-{series.last_number:06d}",
        subject=subject,
        owner_id=owner_id,
        issued_at=clock.now(),
        figures=paper.as_json(),
        template_version=TEMPLATE_VERSION,
        corrects_id=corrects_id,
    )
    db.session.add(document)
    db.session.flush()
    outbox.record(DocumentIssued(document.id))
    return document
