"""Payouts at the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.gateways.banks import bank_by_bin
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.payouts import queries
from vendors.payouts.accounts import verify_account
from vendors.payouts.bank_statements.queries import questions_count
from vendors.payouts.batches.queries import batch_of, waiting_for_file
from vendors.payouts.due import due_vendors
from vendors.payouts.forms import DeskTermsForm, ReasonForm
from vendors.payouts.holders import match_of
from vendors.payouts.issuing import correct_statement, is_out_of_date, issued_statement
from vendors.payouts.models import PayoutStatus
from vendors.payouts.objections import drop_account, uphold_account
from vendors.payouts.runs.queries import latest_runs
from vendors.payouts.settling import bounce
from vendors.payouts.statements import explained
from vendors.payouts.terms import effective, history_of, own_terms, set_terms
from vendors.payouts.words import CADENCES, MATCHES, WEEKDAYS

blueprint = Blueprint("desk_payouts", __name__)
NAVIGATION = (Entry(_l("Chi trả"), "desk_payouts.payouts", "banknote", Place.DESK, 60, queries.desk_count),)


@blueprint.get("/desk/payouts")
@administrators
def payouts() -> str:
    """List payouts, how many vendors are due, and the accounts that wait to be verified."""
    asked = request.args.get("status", "")
    status = PayoutStatus(asked) if asked in set(PayoutStatus) else None
    page = page_of(queries.all_payouts(status), size=50)
    return render_template(
        "payouts/desk.html",
        page=page,
        status=status,
        statuses=PayoutStatus,
        due=due_vendors(),
        runs=latest_runs(),
        waiting_for_file=waiting_for_file(),
        questions=questions_count(),
        waiting=queries.accounts_waiting(),
        objected=queries.accounts_objected(),
        match_of=match_of,
        matches=MATCHES,
        bank_by_bin=bank_by_bin,
    )


@blueprint.get("/desk/payouts/<reference>")
@administrators
def payout(reference: str) -> str | Response | tuple[str, int]:
    """Show one payout with what it settles."""
    return _payout_page(reference, ReasonForm(formdata=None))


@blueprint.post("/desk/payouts/<reference>")
@administrators
def unpaid(reference: str) -> str | Response | tuple[str, int]:
    """Note that the bank did not make a payout of a file, or that one which had arrived came back."""
    found, form = queries.payout_numbered(reference), ReasonForm()
    if form.carried_out(lambda: bounce(found.id, reason=form.reason.data or "", by=current_user)):
        flash(_("Đã ghi: %(reference)s không tới nơi. Tiền trở lại phần được chi.", reference=reference), "good")
        return redirect(url_for("desk_payouts.payout", reference=reference))
    return _payout_page(reference, form)


@blueprint.post("/desk/payouts/<reference>/correction")
@administrators
def correction(reference: str) -> Response:
    """Issue a statement in place of the last one."""
    document = correct_statement(queries.payout_numbered(reference), by=current_user)
    flash(_("Đã lập sao kê %(number)s thay cho tờ trước.", number=document.full_number), "good")
    return redirect(url_for("desk_payouts.payout", reference=reference))


@blueprint.post("/desk/payouts/accounts/<int:account_id>/verification")
@administrators
def verify(account_id: int) -> Response:
    """Note that an account has been compared with the papers: money may be sent to it."""
    waiting = queries.account_waiting(account_id)
    verify_account(waiting.vendor, by=current_user, seen_id=account_id)
    flash(_("Đã xác nhận tài khoản của %(name)s.", name=waiting.vendor.name), "good")
    return redirect(url_for("desk_payouts.payouts"))


@blueprint.post("/desk/payouts/accounts/<int:account_id>/objection")
@administrators
def answer_objection(account_id: int) -> Response:
    """Say whether an account that an owner objects to stays, or the one before comes back."""
    account = queries.account_objected(account_id)
    if request.form.get("answer") == "keep":
        uphold_account(account, by=current_user)
        flash(_("Tài khoản của %(name)s được giữ; tiền lại được chi.", name=account.vendor.name), "good")
    else:
        drop_account(account, by=current_user)
        flash(_("Đã bỏ tài khoản mới của %(name)s; tài khoản trước được dùng lại.", name=account.vendor.name), "good")
    return redirect(url_for("desk_payouts.payouts"))


@blueprint.route("/desk/payouts/vendors/<int:vendor_id>", methods=["GET", "POST"])
@administrators
def terms(vendor_id: int) -> str | Response | tuple[str, int]:
    """Show and set when a vendor is paid, from which amount on, and how long its earnings are held."""
    vendor, form = queries.vendor_paid(vendor_id), DeskTermsForm()
    form.offer_choices()
    form.show(own_terms(vendor_id))
    if form.carried_out(lambda: set_terms(vendor, form.wish, by=current_user)):
        flash(_("Đã lưu lịch chi trả."), "good")
        return redirect(url_for("desk_payouts.terms", vendor_id=vendor_id))
    history, words = history_of(vendor_id), {"cadences": CADENCES, "weekdays": WEEKDAYS}
    return form_page("payouts/desk_terms.html", form, case=vendor, history=history, market=effective(None), **words)


def _payout_page(reference: str, form: ReasonForm) -> str | tuple[str, int]:
    found = queries.payout_numbered(reference)
    document = issued_statement(found)
    return form_page(
        "payouts/desk_payout.html",
        form,
        payout=found,
        statement=explained(found),
        document=document,
        is_out_of_date=is_out_of_date(found, document),
        batch=batch_of(found),
        bank=bank_by_bin(found.account.bank_bin),
    )
