"""The vendor's money, on the vendor's phone."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.accounts.factors.proving import second_proved
from marketplace.settings import settings
from marketplace.web.charts import column_chart
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.access import current_member, current_vendor, seller
from vendors.models import MemberRole
from vendors.payouts import queries
from vendors.payouts.accounts import current_account, name_account
from vendors.payouts.forms import AccountForm, TermsForm
from vendors.payouts.issuing import issued_statement
from vendors.payouts.outlook import next_payout
from vendors.payouts.runs import operations as payout_runs
from vendors.payouts.statements import explained, owing
from vendors.payouts.terms import choose_terms, effective, own_terms, terms_of
from vendors.payouts.words import CADENCES, WEEKDAYS
from vendors.payouts.year import year_of
from vendors.permissions import Right

blueprint = Blueprint("money", __name__)
NAVIGATION = (
    Entry(
        _l("Tiền"),
        "money.overview",
        "wallet",
        Place.SELLER,
        order=40,
        also=("figures", "fees", "money_documents", "tax"),
    ),
)
MONEY_ROLES = (MemberRole.MANAGER, MemberRole.ACCOUNTANT)


@blueprint.get("/seller/money")
@seller(Right.SEE_MONEY)
def overview() -> str:
    """Say where the vendor's money is, and when it comes."""
    vendor = current_vendor()
    terms, account = terms_of(vendor.id), current_account(vendor)
    standing, coming = queries.standing(vendor), queries.coming(vendor, hold_days=terms.hold_days)
    cools_until = account.cools_until if account else None
    return render_template(
        "payouts/overview.html",
        straight=settings().holding == "direct",
        standing=standing,
        coming=coming,
        account=account,
        terms=terms,
        outlook=next_payout(terms, standing, coming, now=clock.now(), not_before=cools_until),
        cadences=CADENCES,
        weekdays=WEEKDAYS,
        is_cooling=cools_until is not None and cools_until > clock.now(),
        page=page_of(queries.payouts_of(vendor), size=20),
        year=column_chart(year_of(vendor)),
        debts=owing(vendor.id) if standing.debt else [],
        may_change_account=current_member().role is MemberRole.OWNER,
    )


@blueprint.get("/seller/money/payouts/<reference>")
@seller(Right.SEE_MONEY)
def statement(reference: str) -> str:
    """Show what a payout settles, order by order, and the document that says so."""
    payout = queries.payout_of(current_vendor(), reference)
    document = issued_statement(payout)
    return render_template("payouts/statement.html", payout=payout, statement=explained(payout), document=document)


@blueprint.route("/seller/money/account", methods=["GET", "POST"])
@seller(Right.NAME_ACCOUNT)
@second_proved
def account() -> str | Response | tuple[str, int]:
    """Show and change the bank account that the vendor is paid to."""
    now = current_account(current_vendor())
    form = AccountForm(obj=now)
    form.offer_banks()
    if form.carried_out(lambda: _name_account(form)):
        flash(_("Đã lưu tài khoản. Chợ kiểm tra rồi mới chi vào tài khoản mới."), "good")
        return redirect(url_for("money.overview"))
    return form_page("payouts/account.html", form, account=now)


@blueprint.route("/seller/money/terms", methods=["GET", "POST"])
@seller(Right.NAME_ACCOUNT)
def terms() -> str | Response | tuple[str, int]:
    """Show and choose when the vendor is paid, and from which amount on."""
    vendor, form = current_vendor(), TermsForm()
    form.offer_choices()
    form.show(own_terms(vendor.id))
    if form.carried_out(lambda: choose_terms(vendor, form.wish, by=current_user)):
        flash(_("Đã lưu lịch chi trả."), "good")
        return redirect(url_for("money.overview"))
    return form_page("payouts/terms.html", form, market=effective(None), cadences=CADENCES)


@blueprint.post("/seller/money/payouts")
@seller(Right.MOVE_MONEY)
def ask_for_payout() -> Response:
    """Let a vendor that is paid on request be paid now."""
    payout_runs.ask_for_payout(current_vendor(), by=current_user)
    flash(_("Đã nhận yêu cầu. Lệnh chi được lập trong ít phút."), "good")
    return redirect(url_for("money.overview"))


def _name_account(form: AccountForm) -> None:
    name_account(
        current_vendor(),
        bank_bin=form.bank_bin.data or "",
        number=form.number.data or "",
        holder=form.holder.data or "",
        by=current_user,
    )
