"""Commission invoices of the past month, for the desk: who has none yet, and issuing them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.audience import administrators
from vendors.documents import invoices
from vendors.documents.commissions import due_invoices

blueprint = Blueprint("desk_invoices", __name__)


@blueprint.get("")
@administrators
def index() -> str:
    """Say how many invoices of the past month wait to be issued."""
    month = invoices.past_month()
    return render_template("documents/invoices.html", month=month, due=len(due_invoices(month)))


@blueprint.post("")
@administrators
def issue_now() -> Response:
    """Issue those of the past month, without waiting for the night."""
    count = invoices.issue_past_month(by=current_user)
    flash(_("Đang lập bảng kê hoa hồng cho %(count)s gian hàng.", count=count), "good")
    return redirect(url_for("desk_documents.index", kind="commission_invoice"))
