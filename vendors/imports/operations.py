"""What a vendor does with a file of goods: send it, have it saved, or leave it."""

import hashlib
from pathlib import PurePath

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.archives import Archive
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.tables import MOST_BYTES, UnreadableTable
from vendors.imports.events import ImportStepDue
from vendors.imports.models import ENDED, IMPORT_MOVES, ImportJob, ImportMode, ImportStatus
from vendors.imports.working import keep_file
from vendors.listings.locking import hold_names
from vendors.models import Vendor

_XLSX = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class EmptyFile(UnreadableTable):
    """No file came, or nothing is in it."""

    sentence = _l("Tệp trống. Hãy chọn tệp XLSX hoặc CSV có hàng.")


class FileTooLarge(UnreadableTable):
    """The table is larger than we read."""

    sentence = _l("Tệp quá lớn: tối đa %(megabytes)s MB.", megabytes=MOST_BYTES // 1024 // 1024)


class OldExcel(UnreadableTable):
    """A workbook of Excel before 2007."""

    sentence = _l("Tệp Excel kiểu cũ (.xls) không đọc được. Hãy lưu lại thành .xlsx.")


class SomeRowsBad(MoveNotAllowed):
    """The whole was asked for, and not every row is good."""

    sentence = _l("Còn dòng có lỗi. Hãy sửa tệp rồi gửi lại, hoặc chỉ lưu các dòng đúng.")


class NothingGood(MoveNotAllowed):
    """There is no row to save."""

    sentence = _l("Không có dòng nào đúng để lưu. Hãy sửa tệp rồi gửi lại.")


def send_file(vendor: Vendor, raw: bytes, *, name: str, pictures: bytes = b"", by: User) -> ImportJob:
    """Take a table (and a ZIP of its pictures) to be looked at by a worker; the same again, while open, is the same.

    Raises EmptyFile, FileTooLarge, OldExcel, and what Archive raises (beside the field `pictures`).
    """
    _refuse_unfit(raw)
    if pictures:
        _refuse_no_archive(pictures)
    hold_names(vendor.id)
    digest = hashlib.sha256(raw + pictures).hexdigest()
    known = select(ImportJob).where(
        ImportJob.vendor_id == vendor.id, ImportJob.file_sha256 == digest, ImportJob.status.not_in(ENDED)
    )
    if earlier := db.session.scalar(known):
        return earlier
    job = ImportJob(
        vendor_id=vendor.id,
        by_id=by.id,
        name=PurePath(name.replace("\\", "/").replace("\x00", "")).name[:200] or "csv",
        file_key=keep_file(raw, ".xlsx" if raw.startswith(_XLSX) else ".csv"),
        file_sha256=digest,
        pictures_key=keep_file(pictures, ".zip") if pictures else None,
        language=str(get_locale()),
        uploaded_at=clock.now(),
    )
    db.session.add(job)
    db.session.flush()
    outbox.record(ImportStepDue(job.id, 0))
    return job


def save(job: ImportJob, mode: ImportMode, *, by: User) -> None:
    """Have the rows saved by a worker: all of them, or the good ones; asked again, nothing happens twice.

    Raises SomeRowsBad, NothingGood, and MoveNotAllowed for an import that was discarded.
    """
    _hold(job)
    if job.mode is mode:
        return
    if ImportStatus.SAVING not in IMPORT_MOVES[job.status]:
        raise MoveNotAllowed
    if not job.good:
        raise NothingGood
    if mode is ImportMode.WHOLE and job.bad:
        raise SomeRowsBad
    job.mode, job.status = mode, ImportStatus.SAVING
    audit.record("goods import wanted", job, by=by, rows=job.good, mode=mode.value)
    outbox.record(ImportStepDue(job.id, job.step))


def discard(job: ImportJob, *, by: User) -> None:
    """Leave a file that was looked at; nothing of it is saved. Raises MoveNotAllowed."""
    _hold(job)
    if job.status is ImportStatus.DISCARDED:
        return
    if ImportStatus.DISCARDED not in IMPORT_MOVES[job.status]:
        raise MoveNotAllowed
    job.status, job.ended_at = ImportStatus.DISCARDED, clock.now()
    audit.record("goods import discarded", job, by=by)


def _refuse_unfit(raw: bytes) -> None:
    """What can be told at once; the rest is read by the worker."""
    if not raw.strip():
        raise EmptyFile
    if len(raw) > MOST_BYTES:
        raise FileTooLarge
    if raw.startswith(_OLD_EXCEL):
        raise OldExcel


def _refuse_no_archive(pictures: bytes) -> None:
    try:
        Archive(pictures)
    except Invalid as refused:
        raise type(refused)(field="pictures") from refused


def _hold(job: ImportJob) -> None:
    """Let nobody else move the job, and read it as it is now."""
    db.session.flush()
    columns = [attribute.key for attribute in ImportJob.__mapper__.column_attrs]
    db.session.refresh(job, columns, with_for_update=True)
