"""What the desk does with a spreadsheet of the register: send it, answer, apply it whole, or leave it."""

from pathlib import PurePath
from typing import Final

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.gateways.files import CONTENT_TYPES, content_key
from marketplace.gateways.wiring import gateways
from marketplace.tables import UnreadableTable, refuse_unfit
from vendors.programme.applying import write_register
from vendors.programme.checking import compare_again, last_applied
from vendors.programme.events import RegisterSent
from vendors.programme.matching import NOBODY
from vendors.programme.models import RegisterImport, RegisterMaker, RegisterStatus

FOLDER = "private/register"
_XLSX = b"PK\x03\x04"
_ONE_AT_A_TIME: Final = 7_310_022
"""The register is changed by one transaction after the other: the number of its advisory lock."""


class EmptyFile(UnreadableTable):
    """No file came, or nothing is in it."""

    sentence = _l("Tệp trống. Hãy chọn tệp XLSX hoặc CSV có sản phẩm.")


class AlreadyDecided(MoveNotAllowed):
    """Somebody else was quicker."""

    sentence = _l("Bảng này đã có người quyết định rồi. Không có gì được ghi lần nữa.")


class RegisterMoved(MoveNotAllowed):
    """Another spreadsheet was applied after this one had been compared."""

    sentence = _l("Trong lúc đó một bảng khác đã được ghi vào sổ. Hãy so sánh lại rồi quyết định.")


class QuestionsOpen(MoveNotAllowed):
    """Not every doubtful producer was answered for."""

    sentence = _l("Còn chủ thể chưa rõ là ai. Hãy chọn cho từng chủ thể rồi ghi vào sổ.")


class NothingToApply(MoveNotAllowed):
    """The spreadsheet says what is known already."""

    sentence = _l("Bảng này không có gì khác với sổ.")


class NoSuchAnswer(Invalid):
    """The answer is none of those offered."""

    sentence = _l("Hãy chọn một trong các chủ thể được nêu, hoặc “chủ thể mới”.")


def send(raw: bytes, *, name: str, by: User) -> RegisterImport:
    """Take a spreadsheet to be compared by a worker. Raises EmptyFile and other kinds of UnreadableTable."""
    if not raw.strip():
        raise EmptyFile
    refuse_unfit(raw)
    ending = ".xlsx" if raw.startswith(_XLSX) else ".csv"
    key = content_key(FOLDER, raw, ending)
    gateways().files.put(key, raw, CONTENT_TYPES[ending])
    job = RegisterImport(
        by_id=by.id,
        name=PurePath(name.replace("\\", "/").replace("\x00", "")).name[:200] or "csv",
        file_key=key,
        language=str(get_locale()),
        sent_at=clock.now(),
    )
    db.session.add(job)
    db.session.flush()
    audit.record("register sent", job, by=by, name=job.name)
    outbox.record(RegisterSent(job.id))
    return job


def answer(job: RegisterImport, maker: RegisterMaker, choice: int, *, by: User) -> None:
    """Say who a doubtful producer is: a candidate by its place from 1, or nobody known (0).

    Raises NoSuchAnswer and AlreadyDecided.
    """
    _hold(job)
    if not 0 <= choice <= len(maker.candidates):
        raise NoSuchAnswer
    maker.known = maker.candidates[choice - 1] if choice else dict(NOBODY)
    maker.answered_by_id, maker.answered_at = by.id, clock.now()
    audit.record("register producer answered", maker, by=by, name=maker.name, answer=maker.known["name"])
    compare_again(job)


def compare_anew(job: RegisterImport, *, by: User) -> None:
    """Compare with the register as it is now. Raises AlreadyDecided."""
    _hold(job)
    compare_again(job, with_producers=True)
    audit.record("register compared again", job, by=by)


def apply(job: RegisterImport, *, drops_gone: bool, by: User) -> None:
    """Write all that is new and changed into the register, once; `drops_gone` also marks what the file has no more.

    Raises AlreadyDecided, RegisterMoved, QuestionsOpen and NothingToApply.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    _hold(job)
    if job.base_id != last_applied():
        raise RegisterMoved
    if _count_open(job):
        raise QuestionsOpen
    if not (job.added or job.changed or job.older or (drops_gone and job.gone)):
        raise NothingToApply
    write_register(job, drops_gone=drops_gone)
    job.drops_gone = drops_gone
    job.status, job.applied_at, job.decided_by_id = RegisterStatus.APPLIED, clock.now(), by.id
    counts = {"added": job.added, "changed": job.changed, "unread": job.bad, "gone": job.gone if drops_gone else 0}
    audit.record("register applied", job, by=by, **counts)


def discard(job: RegisterImport, *, by: User) -> None:
    """Leave a spreadsheet; nothing of it is written. Raises AlreadyDecided."""
    _hold(job)
    job.status = RegisterStatus.DISCARDED
    audit.record("register discarded", job, by=by)


def _count_open(job: RegisterImport) -> int:
    asked = select(func.count(RegisterMaker.id)).where(RegisterMaker.import_id == job.id)
    return db.session.scalar(asked.where(RegisterMaker.known.is_(None))) or 0


def _hold(job: RegisterImport) -> None:
    """Let nobody else decide on it meanwhile, and read it as it is now."""
    db.session.flush()
    columns = [attribute.key for attribute in RegisterImport.__mapper__.column_attrs]
    db.session.refresh(job, columns, with_for_update=True)
    if job.status is not RegisterStatus.CHECKED:
        raise AlreadyDecided
