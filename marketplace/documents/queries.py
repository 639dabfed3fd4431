"""Documents for those who may see them."""

from sqlalchemy import Select, select

from marketplace.database import db
from marketplace.documents.models import FORMS, Document, DocumentFile, DocumentKind
from marketplace.errors import NotFound


def all_documents(kind: DocumentKind | None = None) -> Select[Document]:
    """Select documents, newest first, for the desk: of one kind, or all but the contracts, which are many."""
    query = select(Document).order_by(Document.id.desc())
    return query.where(Document.kind == kind if kind else Document.kind != DocumentKind.CONTRACT)


def documents_of(owner_id: int) -> Select[Document]:
    """Select what was issued for one vendor, newest first."""
    return all_documents().where(Document.owner_id == owner_id)


def document_about(kind: DocumentKind, subject: str) -> Document | None:
    """Give what was issued about the subject, as it was corrected last; None before it is issued."""
    query = all_documents(kind).where(Document.subject == subject)
    return db.session.scalars(query.limit(1)).first()


def document_by_id(document_id: int) -> Document:
    """Give any document, for the desk. Raises NotFound."""
    document = db.session.get(Document, document_id)
    if document is None:
        raise NotFound
    return document


def numbered(selected: Select[Document], full_number: str) -> Document:
    """Give the document of this number among those selected. Raises NotFound."""
    document = db.session.scalars(selected.where(Document.full_number == full_number).limit(1)).first()
    if document is None:
        raise NotFound
    return document


def file_of(document: Document, ending: str) -> DocumentFile | None:
    """Give the document's file with this ending; None while it is being made. Raises NotFound for another ending."""
    if ending not in FORMS[document.kind]:
        raise NotFound
    query = select(DocumentFile).where(DocumentFile.document_id == document.id, DocumentFile.format == ending)
    return db.session.scalar(query)
