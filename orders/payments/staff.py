"""Money that came and money that goes back, at the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.gateways.banks import bank_by_bin
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.kinds import PaymentMethod
from orders.payments import answers, notices, queries
from orders.payments.forms import PlacingForm
from orders.payments.gateways import NAMES
from orders.payments.models import BankNotice, NoticeOutcome, Refund
from orders.payments.refunds import WITHOUT_ACCOUNT, give_account
from orders.payments.repaying import fits
from vendors.payouts.forms import AccountForm
from vendors.payouts.queries import may_have_come_back

blueprint = Blueprint("desk_payments", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (Entry(_l("Tiền vào"), "desk_payments.incoming", "landmark", Place.DESK, 50, queries.unmatched_count),)


@blueprint.get("/desk/payments")
@administrators
def incoming() -> str:
    """List what the bank told us; what nobody could place comes first."""
    asked = request.args.get("outcome", NoticeOutcome.UNMATCHED.value)
    outcome = NoticeOutcome(asked) if asked in set(NoticeOutcome) else None
    page = page_of(queries.notices(outcome), size=50)
    return render_template(
        "payments/incoming.html",
        page=page,
        outcome=outcome,
        waiting=queries.unmatched_count(),
        refused=queries.refused_lately(),
    )


@blueprint.get("/desk/payments/<int:notice_id>")
@administrators
def notice(notice_id: int) -> Page:
    """Show money that came, and for money that nobody could place the way to its order."""
    return _page(notice_id, PlacingForm())


@blueprint.post("/desk/payments/<int:notice_id>")
@administrators
def place(notice_id: int) -> Page:
    """Give money that nobody could place to the order that a person names."""
    form = PlacingForm()
    if form.carried_out(lambda: notices.place(notice_id, form.number.data or "", by=current_user)):
        flash(_("Đã ghép tiền vào đơn %(number)s.", number=form.number.data), "good")
        return redirect(url_for("desk_payments.incoming"))
    return _page(notice_id, form)


@blueprint.post("/desk/payments/<int:notice_id>/settlement")
@administrators
def settle(notice_id: int) -> Response:
    """Note that a gateway brought to the bank what it had taken."""
    method = PaymentMethod(request.form["method"]) if request.form.get("method") in NAMES else None
    if method is None:
        raise Invalid
    answers.mark_as_settlement(notice_id, method, by=current_user)
    flash(_("Đã ghi là tiền quyết toán của %(gateway)s.", gateway=NAMES[method.value]), "good")
    return redirect(url_for("desk_payments.incoming"), code=303)


@blueprint.post("/desk/payments/<int:notice_id>/payout")
@administrators
def payout_back(notice_id: int) -> Response:
    """Note that the money is a payout that came back."""
    reference = request.form.get("reference", "")
    answers.mark_as_payout_back(notice_id, reference, by=current_user)
    flash(_("Đã ghi: lệnh chi %(reference)s bị trả lại.", reference=reference), "good")
    return redirect(url_for("desk_payments.incoming"), code=303)


@blueprint.post("/desk/payments/<int:notice_id>/return")
@administrators
def send_back(notice_id: int) -> Page:
    """Send money back to whoever sent it."""
    form = AccountForm()
    form.offer_banks()
    if _is_by_gateway(queries.notice(notice_id)) or form.validate():
        try:
            with db.session.begin_nested():
                refund = _return(notice_id, form)
        except Invalid as refusal:
            form.blame(refusal)
        else:
            flash(_("Đã lập lệnh trả lại %(reference)s.", reference=refund.reference), "good")
            return redirect(url_for("desk_payments.incoming"), code=303)
    return _page(notice_id, PlacingForm(formdata=None), form)


def _return(notice_id: int, form: AccountForm) -> Refund:
    return answers.return_to_sender(
        notice_id,
        bank_bin=form.bank_bin.data or "",
        number=form.number.data or "",
        holder=form.holder.data or "",
        by=current_user,
    )


def _is_by_gateway(notice: BankNotice) -> bool:
    return fits(notice, notice.amount_dong)


@blueprint.get("/desk/refunds")
@administrators
def refunds() -> str:
    """List refunds, open ones first."""
    open_only = request.args.get("all") != "1"
    page = page_of(queries.refunds(open_only=open_only), size=50)
    return render_template("payments/refunds.html", page=page, open_only=open_only)


@blueprint.route("/desk/refunds/<refund_reference>", methods=["GET", "POST"])
@administrators
def refund(refund_reference: str) -> Page:
    """Show a refund, and for a buyer who cannot do it alone take down the account where it goes."""
    form = AccountForm()
    form.offer_banks()
    if form.carried_out(lambda: _give_account(refund_reference, form)):
        flash(_("Đã ghi tài khoản. Tiền sẽ được chuyển tới người mua."), "good")
        return redirect(url_for("desk_payments.refunds"))
    found = queries.refund_referenced(refund_reference)
    bank, waits = bank_by_bin(found.bank_bin or ""), found.status in WITHOUT_ACCOUNT
    return form_page("payments/refund.html", form, refund=found, bank=bank, waits=waits)


def _give_account(reference: str, form: AccountForm) -> None:
    give_account(
        queries.refund_referenced(reference),
        bank_bin=form.bank_bin.data or "",
        number=form.number.data or "",
        holder=form.holder.data or "",
        by=current_user,
    )


def _page(notice_id: int, form: PlacingForm, account: AccountForm | None = None) -> str | tuple[str, int]:
    found = queries.notice(notice_id)
    waits = found.outcome is NoticeOutcome.UNMATCHED
    account = account or AccountForm(formdata=None)
    account.offer_banks()
    return form_page(
        "payments/notice.html",
        form,
        account=account,
        notice=found,
        waits=waits,
        hints=queries.may_belong_to(found) if waits else [],
        payouts=may_have_come_back(found.amount_dong) if waits else [],
        gateways=NAMES,
        statements=queries.statements_owed(found) if waits else [],
        likely=answers.likely_gateway(found),
        by_gateway=_is_by_gateway(found),
    )
