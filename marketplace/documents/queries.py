"""Documents for those who may see them."""

from sqlalchemy import Select, select

from marketplace.database import db
from marketplace.documents.models import Document, DocumentFile, DocumentKind, FileFormat
from marketplace.errors import NotFound


def all_documents(kind: DocumentKind | None = None) -> Select[Document]:
    """Select documents, newest first, for the desk."""
    query = select(Document).order_by(Document.id.desc())
    return query.where(Document.kind == kind) if kind else query


def document_by_id(document_id: int) -> Document:
    """Give any document, for the desk. Raises NotFound."""
    document = db.session.get(Document, document_id)
    if document is None:
        raise NotFound
    return document


def file_of(document: Document, ending: str) -> DocumentFile | None:
    """Give the document's file with this ending; None while it is being made. Raises NotFound for another ending."""
    if ending not in set(FileFormat):
        raise NotFound
    query = select(DocumentFile).where(DocumentFile.document_id == document.id, DocumentFile.format == ending)
    return db.session.scalar(query)
