"""Making the files of a document, once: what is stored stays, and a file that would come out otherwise is refused."""

import hashlib
from collections.abc import Callable

import structlog
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.documents.models import FORMS, Document, DocumentFile, FileFormat
from marketplace.documents.rendering import as_pdf
from marketplace.documents.sheets import as_workbook
from marketplace.gateways.files import FileStore, NoSuchFile, content_key, content_type_of
from marketplace.gateways.wiring import gateways

log = structlog.get_logger()
FOLDER = "private/documents"
MAKERS: dict[FileFormat, Callable[..., bytes]] = {FileFormat.PDF: as_pdf, FileFormat.XLSX: as_workbook}


class MadeOtherwise(RuntimeError):
    """A lost file was made again and came out with other bytes than it was issued with: it is not put in its place."""


def make_files(document_id: int) -> None:
    """Make and store the document's files; those that are stored are left as they are.

    A file that the store has lost is made again, and kept only if it is the same to the byte. Raises MadeOtherwise.
    """
    document = db.session.get_one(Document, document_id)
    made = select(DocumentFile).where(DocumentFile.document_id == document.id)
    known = {file.format: file for file in db.session.scalars(made)}
    for form in FORMS[document.kind]:
        if form not in known:
            _make(document, form)
        elif not gateways().files.exists(known[form].key):
            _put_back(document, known[form])


def changed_files() -> list[str]:
    """Read every stored file and name those that are lost or are not what was issued (`flask documents verify`)."""
    query = select(DocumentFile, Document.full_number).join(Document, Document.id == DocumentFile.document_id)
    rows = db.session.execute(query.order_by(DocumentFile.id)).all()
    return [f"{number}.{file.format}" for file, number in rows if not _is_as_issued(gateways().files, file)]


def _make(document: Document, form: FileFormat) -> None:
    content = _content(document, form)
    key = content_key(FOLDER, content, f".{form}")
    gateways().files.put(key, content, content_type_of(key))
    db.session.add(
        DocumentFile(
            document_id=document.id,
            format=form,
            key=key,
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            made_at=clock.now(),
        )
    )
    db.session.flush()


def _put_back(document: Document, file: DocumentFile) -> None:
    content = _content(document, file.format)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        log.error("document_made_otherwise", document=document.full_number, format=file.format)
        raise MadeOtherwise(f"{document.full_number}.{file.format} is not as it was issued")
    gateways().files.put(file.key, content, content_type_of(file.key))


def _content(document: Document, form: FileFormat) -> bytes:
    earlier = db.session.get(Document, document.corrects_id) if document.corrects_id else None
    return MAKERS[form](document, corrects=earlier.full_number if earlier else "")


def _is_as_issued(files: FileStore, file: DocumentFile) -> bool:
    try:
        return hashlib.sha256(files.get(file.key).content).hexdigest() == file.sha256
    except NoSuchFile:
        return False
