"""The papers of an application: handed in by the vendor, answered one by one by the market."""

from datetime import date

from flask_babel import lazy_gettext as _l

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.gateways.files import content_type_of
from marketplace.gateways.wiring import gateways
from marketplace.papers import UnreadablePaper, keep_paper
from vendors.models import Vendor, VendorStatus
from vendors.moves import expect, lock
from vendors.onboarding.checklist import ANSWERED
from vendors.onboarding.models import Paper, PaperKind, PaperState
from vendors.onboarding.operations import ReasonMissing, lock_for_writing
from vendors.onboarding.queries import paper_of

FOLDER = "private/papers"


class PaperAnswered(MoveNotAllowed):
    """The market has accepted or waived the paper."""

    sentence = _l("Giấy này đã được nhận, không cần nộp lại.")


class NoScan(Invalid):
    """There is nothing to look at."""

    sentence = _l("Hãy chọn tệp PDF hoặc ảnh chụp của giấy.")


class UnusableFile(Invalid):
    """The file cannot be kept; the sentence says why."""


class PaperDates(Invalid):
    """The dates do not fit each other or today."""

    sentence = _l("Ngày cấp không thể sau hôm nay, và giấy phải còn hạn.")


def hand_in(
    vendor: Vendor,
    kind: PaperKind,
    raw: bytes,
    *,
    by: User,
    number: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> Paper:
    """Hand a paper in: `raw` is a PDF or a picture, or empty to keep the scan that is there.

    Raises NotForWriting, PaperAnswered, NoScan, UnusableFile (field `file`) and PaperDates.
    """
    check_dates(issued_on, expires_on)
    lock_for_writing(vendor)
    paper = paper_of(vendor, kind)
    if paper.state in ANSWERED:
        raise PaperAnswered
    if raw or paper.file_key is None:
        paper.file_key, paper.file_kind = kept_scan(raw)
    paper.number, paper.issued_on, paper.expires_on = number.strip(), issued_on, expires_on
    paper.state, paper.note, paper.submitted_at = PaperState.SUBMITTED, "", clock.now()
    audit.record("paper handed in", vendor, by=by, paper=kind)
    return paper


def answer(vendor: Vendor, kind: PaperKind, state: PaperState, *, by: User, note: str = "") -> Paper:
    """Accept a paper, return it with a note, or waive it with a reason, while the application waits for a decision.

    Raises StateChanged, ReasonMissing (field `note`), and NoScan when there is nothing to accept.
    """
    lock(vendor)
    expect(vendor, VendorStatus.SUBMITTED)
    paper = paper_of(vendor, kind)
    if state is PaperState.ACCEPTED and paper.file_key is None:
        raise NoScan
    if state is not PaperState.ACCEPTED and not note.strip():
        raise ReasonMissing(field="note")
    paper.state, paper.note = state, note.strip()
    audit.record("paper answered", vendor, by=by, paper=kind, answer=state, note=note.strip())
    return paper


def check_dates(issued_on: date | None, expires_on: date | None) -> None:
    """Raise PaperDates unless the paper was issued by today, ends after that, and has not ended."""
    today = clock.today()
    if issued_on and issued_on > today:
        raise PaperDates(field="issued_on")
    if expires_on and (expires_on < today or (issued_on and expires_on <= issued_on)):
        raise PaperDates(field="expires_on")


def kept_scan(raw: bytes) -> tuple[str, str]:
    """Keep a scan in object storage; give its key and what kind of file it is. Raises NoScan, UnusableFile."""
    if not raw:
        raise NoScan(field="file")
    try:
        key = keep_paper(gateways().files, raw, folder=FOLDER)
    except UnreadablePaper as refused:
        raise UnusableFile(refused.words, field="file") from refused
    return key, content_type_of(key)
