"""`/seller`: today, on the phone of whoever acts for a vendor."""

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace import clock
from marketplace.text import given_name
from marketplace.web.navigation import Entry, Place
from orders.conversations.queries import waiting_count
from orders.fulfilment import words
from orders.fulfilment.seller import counts, may_act
from orders.today.queries import today
from vendors.access import current_member, current_vendor, has, seller
from vendors.onboarding.checklist import PAPER_NAMES
from vendors.permissions import Right

blueprint = Blueprint("seller_today", __name__)
NAVIGATION = (Entry(_l("Hôm nay"), "seller_today.index", "sun", Place.SELLER, 10),)


@blueprint.get("")
@seller(Right.SEE_TODAY)
def index() -> str:
    """Say what waits: orders with their clock, goods running out, papers, money with its dates."""
    return render_template(
        "orders/today/seller.html",
        today=today(current_vendor(), role=current_member().role, counts=counts()),
        questions=waiting_count(current_vendor()) if has(Right.TALK_WITH_BUYERS) else 0,
        name=given_name(current_user.full_name),
        words=words,
        day=clock.today(),
        may_act=may_act(),
        sees_complaints=has(Right.HANDLE_ORDERS),
        paper_names=PAPER_NAMES,
    )
