"""What a vendor owes the market, and how it pays."""

from flask import Blueprint, Response, render_template

from marketplace.documents.views import hand_out
from marketplace.web.paging import page_of
from vendors.access import current_vendor, seller
from vendors.dues import queries, words
from vendors.dues.standing import free_of, left_of
from vendors.models import MemberRole
from vendors.permissions import Right

blueprint = Blueprint("dues", __name__)
MONEY_ROLES = (MemberRole.MANAGER, MemberRole.ACCOUNTANT)


@blueprint.get("/seller/money/dues")
@seller(Right.SEE_MONEY)
def index() -> str:
    """List the vendor's invoices, and say what stands on none yet."""
    vendor = current_vendor()
    page = page_of(queries.invoices_of(vendor), size=20)
    free_dong = free_of(vendor.id).sum_dong
    return render_template("dues/index.html", page=page, free_dong=free_dong, words=words)


@blueprint.get("/seller/money/dues/<dues_reference>")
@seller(Right.SEE_MONEY)
def invoice(dues_reference: str) -> str:
    """Show one invoice: what it is made of, what was paid of it, and the transfer that is left to make."""
    found = queries.invoice_of(current_vendor(), dues_reference)
    return render_template(
        "dues/invoice.html",
        invoice=found,
        charges=queries.charges_of(found),
        settlements=queries.settlements_of(found),
        left_dong=left_of([found.id]).get(found.id, 0),
        transfer=queries.transfer_for(found),
        words=words,
    )


@blueprint.get("/seller/money/dues/<dues_reference>.<ending>")
@seller(Right.SEE_MONEY)
def file(dues_reference: str, ending: str) -> Response:
    """Hand out the numbered document of an invoice."""
    return hand_out(queries.document_of(queries.invoice_of(current_vendor(), dues_reference)), ending)
