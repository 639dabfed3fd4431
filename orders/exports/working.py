"""The worker's side of an export: a table a step, each a transaction; the last step joins them."""

import secrets
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from io import BytesIO

from flask_babel import force_locale
from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.files import content_type_of
from marketplace.gateways.wiring import gateways
from marketplace.spreadsheets import Sheet, Value, as_csv, as_xlsx
from orders.exports.events import ExportStepDue
from orders.exports.models import DataExport, ExportFormat, ExportKind, ExportStatus
from orders.exports.tables import table_of
from orders.exports.words import FILE_NAMES

FOLDER = "private/exports"
KEPT = timedelta(days=7)
FORGOTTEN_AT_ONCE = 200


def take_step(export_id: int, step: int) -> None:
    """Make the next table of an export, or join what was made; an echo of an earlier fact does nothing."""
    query = select(DataExport).where(DataExport.id == export_id).with_for_update()
    export = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if export.status is not ExportStatus.MAKING or len(export.pieces) != step:
        return
    with force_locale(export.language):
        _make(export, export.parts[step])
    if len(export.pieces) == len(export.parts):
        _end(export)
    else:
        outbox.record(ExportStepDue(export.id, len(export.pieces)))
    db.session.flush()


def forget_expired() -> int:
    """Delete the files of exports that were ready so many days ago; give how many."""
    old = DataExport.status == ExportStatus.DONE, DataExport.ended_at < clock.now() - KEPT
    query = select(DataExport).where(*old).limit(FORGOTTEN_AT_ONCE).with_for_update(skip_locked=True)
    expired = db.session.scalars(query).all()
    for export in expired:
        for key in {*export.pieces, export.file_key or ""} - {""}:
            gateways().files.delete(key)
        export.status, export.file_key, export.pieces = ExportStatus.EXPIRED, None, []
    return len(expired)


def _make(export: DataExport, kind: ExportKind) -> None:
    table = table_of(export, kind)
    counted = _Counted(table.rows)
    sheet = Sheet(table.name, table.heads, counted)
    raw = as_csv(sheet) if export.ending is ExportFormat.CSV else as_xlsx(sheet)
    export.pieces = [*export.pieces, _keep(raw, export.ending.value)]
    export.rows += counted.number
    if kind is ExportKind.ORDERS and export.with_buyers:
        by = db.session.get_one(User, export.by_id)
        audit.record("buyers exported", export, by=by, vendor_id=export.vendor_id, rows=counted.number)


def _end(export: DataExport) -> None:
    export.status, export.ended_at = ExportStatus.DONE, clock.now()
    export.file_key = export.pieces[0] if len(export.parts) == 1 else _keep(_joined(export), "zip")


def _joined(export: DataExport) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, key in zip(export.parts, export.pieces, strict=True):
            archive.writestr(f"{FILE_NAMES[kind]}.{export.ending.value}", gateways().files.get(key).content)
    return packed.getvalue()


def _keep(raw: bytes, ending: str) -> str:
    """Keep a file under a name that nobody can guess; give its key."""
    key = f"{FOLDER}/{secrets.token_hex(16)}.{ending}"
    gateways().files.put(key, raw, content_type_of(key))
    return key


class _Counted:
    """Rows that are counted while they pass."""

    def __init__(self, rows: Iterable[Sequence[Value]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for row in self._rows:
            self.number += 1
            yield row
