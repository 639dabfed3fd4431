"""Payouts at the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.gateways.banks import bank_by_bin
from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.payouts import operations, queries
from vendors.payouts.accounts import verify_account
from vendors.payouts.models import PayoutStatus

blueprint = Blueprint("desk_payouts", __name__)
NAVIGATION = (Entry(_l("Chi trả"), "desk_payouts.payouts", "banknote", Place.DESK, 60, queries.accounts_waiting_count),)


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
        due=operations.due_vendors(),
        waiting=queries.accounts_waiting(),
        bank_by_bin=bank_by_bin,
    )


@blueprint.get("/desk/payouts/<reference>")
@administrators
def payout(reference: str) -> str:
    """Show one payout with what it settles."""
    found = queries.payout_numbered(reference)
    rows, bank = queries.statement_of(found), bank_by_bin(found.account.bank_bin)
    return render_template("payouts/desk_payout.html", payout=found, rows=rows, bank=bank)


@blueprint.post("/desk/payouts")
@administrators
def request_now() -> Response:
    """Ask for a payout to every vendor that is due, without waiting for the night."""
    count = operations.want_payouts(by=current_user)
    flash(_("Đang lập lệnh chi cho %(count)s nhà, mỗi nhà một lệnh.", count=count), "good")
    return redirect(url_for("desk_payouts.payouts"))


@blueprint.post("/desk/payouts/accounts/<int:account_id>/verification")
@administrators
def verify(account_id: int) -> Response:
    """Note that an account has been compared with the papers: money may be sent to it."""
    waiting = queries.account_waiting(account_id)
    verify_account(waiting.vendor, by=current_user, seen_id=account_id)
    flash(_("Đã xác nhận tài khoản của %(name)s.", name=waiting.vendor.name), "good")
    return redirect(url_for("desk_payouts.payouts"))
