"""For whom the invoices of an order are made out, said or changed after the order."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.web.audience import public
from marketplace.web.forms import form_page
from orders.buying.access import let_in, order_of_visitor
from orders.wishes.forms import InvoiceForm
from orders.wishes.operations import TooLateForInvoice, may_name_invoice, name_invoice, wishes_of

blueprint = Blueprint("buying_invoice", __name__)
Page = str | Response | tuple[str, int]


@blueprint.route("/orders/<number>/invoice", methods=["GET", "POST"])
@public
def edit(number: str) -> Page:
    """Ask for the company's data, and tell the producers of them; too late once goods were sent."""
    order = order_of_visitor(number)
    form = InvoiceForm(obj=wishes_of([order.id]).get(order.id))
    if form.carried_out(lambda: name_invoice(order.id, form.invoice)):
        flash(_("Đã ghi thông tin hóa đơn. Nhà sản xuất được báo."), "good")
        return redirect(let_in(order), code=303)
    if not form.is_submitted() and not may_name_invoice(order.vendor_orders):
        flash(str(TooLateForInvoice()), "warning")
        return redirect(url_for("buying.show", number=order.number))
    return form_page("orders/buying/invoice.html", form, order=order)
