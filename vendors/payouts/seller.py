"""The vendor's money, on the vendor's phone."""

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.access import current_vendor, seller
from vendors.models import MemberRole
from vendors.payouts import queries
from vendors.payouts.accounts import current_account

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
    )


@blueprint.get("/seller/money/payouts/<reference>")
@seller(*MONEY_ROLES)
def statement(reference: str) -> str:
    """Show what a payout settles, line by line."""
    payout = queries.payout_of(current_vendor(), reference)
    return render_template("payouts/statement.html", payout=payout, rows=queries.statement_of(payout))
