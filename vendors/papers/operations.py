"""Renewing a paper: handed in beside the one that counts, answered by the market, which keeps what was before."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from vendors.access import IN_BUSINESS
from vendors.models import Vendor
from vendors.moves import expect, lock
from vendors.onboarding.models import Paper, PaperKind, PaperState
from vendors.onboarding.operations import ReasonMissing
from vendors.onboarding.papers import check_dates, kept_scan
from vendors.papers.events import RenewalAnswered
from vendors.papers.models import EditionState, PaperEdition
from vendors.papers.queries import find_paper


class AnsweredAlready(MoveNotAllowed):
    """Somebody has answered the renewal, or the vendor handed in another."""

    sentence = _l("Giấy này vừa được xử lý hoặc thay bằng bản khác. Hãy tải lại trang.")


def renew(
    vendor: Vendor,
    kind: PaperKind,
    raw: bytes,
    *,
    by: User,
    number: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> PaperEdition:
    """Hand in a new edition of a paper; what counts goes on counting until staff accepts it.

    A second one before the answer takes the place of the first. Raises StateChanged, PaperDates, NoScan, UnusableFile.
    """
    check_dates(issued_on, expires_on)
    lock(vendor)
    expect(vendor, *IN_BUSINESS)
    key, file_kind = kept_scan(raw)
    edition = _waiting(vendor.id, kind) or PaperEdition(vendor_id=vendor.id, kind=kind)
    edition.state, edition.file_key, edition.file_kind = EditionState.WAITING, key, file_kind
    edition.number, edition.issued_on, edition.expires_on = number.strip(), issued_on, expires_on
    edition.submitted_at, edition.submitted_by_id = clock.now(), by.id
    db.session.add(edition)
    db.session.flush()
    audit.record("paper renewal handed in", vendor, by=by, paper=kind)
    return edition


def answer(edition: PaperEdition, state: EditionState, *, by: User, note: str = "", seen_key: str = "") -> None:
    """Accept a renewal, which then counts, or send it back with a note.

    `seen_key` names the scan that was looked at. Raises AnsweredAlready, ReasonMissing (field `note`).
    """
    lock(edition.vendor)
    db.session.refresh(edition, ["state", "file_key", "file_kind", "number", "issued_on", "expires_on"])
    if edition.state is not EditionState.WAITING or (seen_key and seen_key != edition.file_key):
        raise AnsweredAlready
    if state is EditionState.RETURNED and not note.strip():
        raise ReasonMissing(field="note")
    edition.state, edition.note = state, note.strip()
    edition.decided_at, edition.decided_by_id = clock.now(), by.id
    if state is EditionState.ACCEPTED:
        _let_count(edition)
    audit.record("paper renewal answered", edition.vendor, by=by, paper=edition.kind, answer=state, note=note.strip())
    outbox.record(RenewalAnswered(edition.id))


def _let_count(edition: PaperEdition) -> None:
    paper = find_paper(edition.vendor_id, edition.kind)
    if paper is None:
        paper = Paper(vendor_id=edition.vendor_id, kind=edition.kind)
        db.session.add(paper)
    elif paper.file_key and not _was_an_edition(paper):
        db.session.add(_former(paper))
    paper.file_key, paper.file_kind = edition.file_key, edition.file_kind
    paper.number, paper.issued_on, paper.expires_on = edition.number, edition.issued_on, edition.expires_on
    paper.state, paper.note, paper.submitted_at = PaperState.ACCEPTED, "", edition.submitted_at


def _former(paper: Paper) -> PaperEdition:
    """Keep what stood in the application."""
    return PaperEdition(
        vendor_id=paper.vendor_id,
        kind=paper.kind,
        state=EditionState.FORMER,
        file_key=paper.file_key,
        file_kind=paper.file_kind or "",
        number=paper.number,
        issued_on=paper.issued_on,
        expires_on=paper.expires_on,
        submitted_at=paper.submitted_at or clock.now(),
        decided_at=clock.now(),
    )


def _was_an_edition(paper: Paper) -> bool:
    mine = (PaperEdition.vendor_id == paper.vendor_id, PaperEdition.kind == paper.kind)
    counted = PaperEdition.state == EditionState.ACCEPTED
    same = select(PaperEdition.id).where(*mine, counted, PaperEdition.file_key == paper.file_key)
    return db.session.scalar(same.limit(1)) is not None


def _waiting(vendor_id: int, kind: PaperKind) -> PaperEdition | None:
    mine = (PaperEdition.vendor_id == vendor_id, PaperEdition.kind == kind)
    return db.session.scalar(select(PaperEdition).where(*mine, PaperEdition.state == EditionState.WAITING))
