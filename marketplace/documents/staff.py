"""Every issued document, at the desk."""

from flask import Blueprint, Response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace.documents import queries
from marketplace.documents.models import DocumentKind
from marketplace.documents.views import hand_out
from marketplace.documents.words import KINDS
from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of

blueprint = Blueprint("desk_documents", __name__)
NAVIGATION = (
    Entry(
        label=_l("Chứng từ"),
        endpoint="desk_documents.index",
        icon="file",
        place=Place.DESK,
        order=75,
        also=("desk_invoices",),
        allowed=lambda: bool(current_user.is_administrator),
    ),
)


@blueprint.get("")
@administrators
def index() -> str:
    """List what was issued, newest first, of one kind or of all."""
    asked = request.args.get("kind", "")
    kind = DocumentKind(asked) if asked in set(DocumentKind) else None
    page = page_of(queries.all_documents(kind), size=50)
    return render_template("documents/desk.html", page=page, kind=kind, kinds=KINDS)


@blueprint.get("/<int:document_id>.<ending>")
@administrators
def file(document_id: int, ending: str) -> Response:
    """Hand out one document."""
    return hand_out(queries.document_by_id(document_id), ending)
