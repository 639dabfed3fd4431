"""The desk's tax withheld: month by month, prepared, filed, paid."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from marketplace.documents.views import hand_out
from marketplace.errors import NotFound
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from orders.declarations import operations, queries, words
from orders.declarations.forms import PaymentForm
from orders.declarations.models import TaxDeclaration

blueprint = Blueprint("desk_taxes", __name__)
Page = str | AnyResponse | tuple[str, int]
NAVIGATION = (
    Entry(
        _l("Thuế khấu trừ"),
        "desk_taxes.index",
        "receipt",
        Place.DESK,
        68,
        count=queries.waiting_count,
        allowed=lambda: bool(current_user.is_administrator),
        also=("desk_tax_rules",),
    ),
)


@blueprint.get("")
@administrators
def index() -> str:
    """List the months since tax was withheld first."""
    return render_template("orders/declarations/months.html", months=queries.months(), words=words)


@blueprint.get("/<month>")
@administrators
def show(month: str) -> Page:
    """Show a month: what was withheld of each vendor, what came back, and how far its declaration is."""
    return _page(month, PaymentForm(formdata=None))


@blueprint.post("/<month>/preparation")
@administrators
def preparation(month: str) -> AnyResponse:
    """Write the month's figures down."""
    operations.prepare(queries.month_named(month).first, by=current_user)
    return _back(month, _("Đã lập số liệu. Xem kỹ rồi nộp; còn sửa được cho tới khi nộp."))


@blueprint.post("/<month>/filing")
@administrators
def filing(month: str) -> AnyResponse:
    """Note that the declaration is handed in."""
    operations.file(_declaration(month), by=current_user)
    return _back(month, _("Đã ghi nộp tờ khai. Số liệu từ nay không đổi."))


@blueprint.post("/<month>/payment")
@administrators
def payment(month: str) -> Page:
    """Note the payment to the State Treasury."""
    form, declaration = PaymentForm(), _declaration(month)
    reference = form.treasury_reference.data or ""
    if form.carried_out(lambda: operations.pay(declaration, treasury_reference=reference, by=current_user)):
        return _back(month, _("Đã ghi nộp thuế vào ngân sách."))
    return _page(month, form)


@blueprint.get("/<month>/declaration.<ending>")
@administrators
def document(month: str, ending: str) -> Response | AnyResponse:
    """Hand out the declaration as it was filed; before that there is none."""
    declaration = queries.month_named(month).declaration
    if declaration is None or declaration.document is None:
        flash(_("Tờ khai có bản PDF và XLSX sau khi nộp."), "info")
        return redirect(url_for("desk_taxes.show", month=month))
    return hand_out(declaration.document, ending)


def _declaration(month: str) -> TaxDeclaration:
    declaration = queries.month_named(month).declaration
    if declaration is None:
        raise NotFound
    return declaration


def _back(month: str, sentence: str) -> AnyResponse:
    flash(sentence, "good")
    return redirect(url_for("desk_taxes.show", month=month))


def _page(name: str, form: PaymentForm) -> Page:
    month = queries.month_named(name)
    rows = queries.rows_of(month)
    return form_page(
        "orders/declarations/month.html",
        form,
        month=month,
        name=name,
        rows=rows,
        whole=queries.together(rows),
        words=words,
    )
