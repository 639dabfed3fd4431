"""What vendors owe, at the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.money import format_dong
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.dues import operations, queries, words
from vendors.dues.forms import WithdrawalForm
from vendors.dues.models import DuesStatus
from vendors.dues.standing import left_of

blueprint = Blueprint("desk_dues", __name__)
NAVIGATION = (
    Entry(
        label=_l("Báo phí"),
        endpoint="desk_dues.index",
        icon="receipt",
        place=Place.DESK,
        order=62,
        allowed=lambda: bool(current_user.is_administrator),
    ),
)
TABS = ("open", "overdue", "all")


@blueprint.get("/desk/dues")
@administrators
def index() -> str:
    """List invoices, those that wait first, and the vendors that have paid more than they owe."""
    asked = request.args.get("tab", "")
    tab = asked if asked in TABS else "open"
    page = page_of(queries.all_invoices(open_only=tab == "open", overdue=tab == "overdue"), size=50)
    return render_template(
        "dues/desk.html",
        page=page,
        tab=tab,
        overdue=queries.overdue_count(),
        left=left_of([invoice.id for invoice in page.rows]),
        credits=queries.credits_of_vendors(),
        waiting=len(operations.vendors_to_invoice()),
        words=words,
    )


@blueprint.post("/desk/dues")
@administrators
def issue_now() -> Response:
    """Invoice every vendor that owes, without waiting for the month's end."""
    count = operations.want_invoices(by=current_user)
    flash(_("Đang lập giấy báo phí cho %(count)s nhà.", count=count), "good")
    return redirect(url_for("desk_dues.index"), code=303)


@blueprint.route("/desk/dues/<dues_reference>", methods=["GET", "POST"])
@administrators
def invoice(dues_reference: str) -> str | Response | tuple[str, int]:
    """Show one invoice, and take it back with a reason."""
    found, form = queries.invoice_referenced(dues_reference), WithdrawalForm()
    if form.carried_out(lambda: operations.withdraw(found, reason=form.reason.data or "", by=current_user)):
        flash(_("Đã rút lại giấy báo phí."), "good")
        return redirect(url_for("desk_dues.index"), code=303)
    return form_page(
        "dues/desk_invoice.html",
        form,
        invoice=found,
        charges=queries.charges_of(found),
        settlements=queries.settlements_of(found),
        left_dong=left_of([found.id]).get(found.id, 0),
        document=queries.document_of(found),
        may_withdraw=found.status is DuesStatus.OPEN,
        words=words,
    )


@blueprint.post("/desk/dues/credits/<int:vendor_id>")
@administrators
def pay_back(vendor_id: int) -> Response:
    """Let a vendor's credit go with its next payout."""
    vendor = queries.credit_holder(vendor_id)
    amount = operations.pay_back_credit(vendor, by=current_user)
    flash(_("Lần chi tới trả lại %(amount)s.", amount=format_dong(amount)), "good")
    return redirect(url_for("desk_dues.index"), code=303)
