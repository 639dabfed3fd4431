"""The vendor's money, on the vendor's phone."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.settings import settings
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.access import current_member, current_vendor, seller
from vendors.models import MemberRole
from vendors.payouts import queries
from vendors.payouts.accounts import current_account, name_account
from vendors.payouts.forms import AccountForm

blueprint = Blueprint("money", __name__)
NAVIGATION = (Entry(_l("Tiền"), "money.overview", "wallet", Place.SELLER, order=40),)
MONEY_ROLES = (MemberRole.MANAGER, MemberRole.ACCOUNTANT)


@blueprint.get("/seller/money")
@seller(*MONEY_ROLES)
def overview() -> str:
    """Say where the vendor's money is, and when it comes."""
    vendor = current_vendor()
    return render_template(
        "payouts/overview.html",
        standing=queries.standing(vendor),
        coming=queries.coming(vendor),
        account=current_account(vendor),
        page=page_of(queries.payouts_of(vendor), size=20),
        may_change_account=current_member().role is MemberRole.OWNER,
        minimum_dong=settings().payout_minimum_dong,
    )


@blueprint.get("/seller/money/payouts/<reference>")
@seller(*MONEY_ROLES)
def statement(reference: str) -> str:
    """Show what a payout settles, line by line."""
    payout = queries.payout_of(current_vendor(), reference)
    return render_template("payouts/statement.html", payout=payout, rows=queries.statement_of(payout))


@blueprint.route("/seller/money/account", methods=["GET", "POST"])
@seller(MemberRole.OWNER)
def account() -> str | Response | tuple[str, int]:
    """Show and change the bank account that the vendor is paid to."""
    now = current_account(current_vendor())
    form = AccountForm(obj=now)
    form.offer_banks()
    if form.carried_out(lambda: _name_account(form)):
        flash(_("Đã lưu tài khoản. Chợ kiểm tra rồi mới chi vào tài khoản mới."), "good")
        return redirect(url_for("money.overview"))
    return form_page("payouts/account.html", form, account=now)


def _name_account(form: AccountForm) -> None:
    name_account(
        current_vendor(),
        bank_bin=form.bank_bin.data or "",
        number=form.number.data or "",
        holder=form.holder.data or "",
        by=current_user,
    )
