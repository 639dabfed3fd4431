"""What was issued to the vendor, to be read and kept."""

from flask import Blueprint, Response, render_template

from marketplace.documents.queries import documents_of, numbered
from marketplace.documents.views import hand_out
from marketplace.documents.words import KINDS
from marketplace.web.paging import page_of
from vendors.access import current_vendor, seller
from vendors.models import MemberRole
from vendors.permissions import Right

blueprint = Blueprint("money_documents", __name__)
MONEY_ROLES = (MemberRole.MANAGER, MemberRole.ACCOUNTANT)


@blueprint.get("")
@seller(Right.SEE_MONEY)
def index() -> str:
    """List the vendor's statements, invoices and certificates, newest first."""
    page = page_of(documents_of(current_vendor().id), size=30)
    return render_template("documents/seller.html", page=page, kinds=KINDS)


@blueprint.get("/<full_number>.<ending>")
@seller(Right.SEE_MONEY)
def file(full_number: str, ending: str) -> Response:
    """Hand out one of the vendor's own documents."""
    return hand_out(numbered(documents_of(current_vendor().id), full_number), ending)
