"""What an owner opens from the letter about a new account, signed in or not."""

from flask import Blueprint, render_template

from marketplace.web.audience import public
from vendors.payouts.objections import account_of_token, object_to

blueprint = Blueprint("payout_objections", __name__)


@blueprint.get("/payout-accounts/<token>")
@public
def objection(token: str) -> str:
    """Ask whether the new account is not the owner's wish: nothing is changed by looking."""
    account = account_of_token(token)
    return render_template("payouts/objection.html", account=account, token=token)


@blueprint.post("/payout-accounts/<token>")
@public
def object_to_account(token: str) -> str:
    """Stop payouts to the account until staff has looked."""
    account = account_of_token(token)
    object_to(account)
    return render_template("payouts/objection.html", account=account, token=token)
