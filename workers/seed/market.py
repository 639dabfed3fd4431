"""The demo market, stage by stage: people, producers with their listings, and what was bought of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import text

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.wiring import gateways
from marketplace.ledger.health import examine
from marketplace.places.operations import load_places
from marketplace.policies.operations import load_policies
from vendors.audit import checks as checks_of_market
from vendors.commissions.operations import load_rules
from vendors.delivery.contracts import load_carriers
from vendors.listings.reference import load_categories
from vendors.programme.founding import found_register
from vendors.storefront import index
from workers.seed.cast import cast
from workers.seed.copies import copy_vendors
from workers.seed.history import unfold
from workers.seed.past import keep
from workers.seed.people import ADMINISTRATOR, open_demo_accounts, person_of
from workers.seed.plan import LISTINGS, VENDORS, MarketPlan, plan_market
from workers.seed.producers import open_all, openings_of
from workers.seed.progress import Stages, stages
from workers.seed.queries import BEGUN, FINISHED
from workers.seed.studio import Studio
from workers.seed.taxes import declare
from workers.seed.trade import Trade
from workers.seed.unsettled import leave_unsettled

ORDERS: Final = 400
MOST_BY_OPERATIONS: Final = 600
"""Listings of one block; a larger market has copies of it."""


@dataclass(frozen=True)
class Size:
    """How large the market is to be."""

    vendors: int = VENDORS
    listings: int = LISTINGS
    orders: int = ORDERS


def build(size: Size, *, now: datetime) -> list[str]:
    """Build the demo market of this size as it would stand at `now`; give what the audits find wrong with it.

    It commits in batches: a market that was interrupted on the way is known by its audit trail.
    """
    with stages() as shown, Studio(gateways().files) as studio:
        with shown.whole("reference"):
            administrator = _begin()
            _hasten()
        trade = Trade(administrator, studio, now)
        _build(size, trade, shown)
        with shown.whole("audit"):
            problems = examine(also=checks_of_market).findings
        if not problems:
            audit.record(FINISHED, administrator, by=None)
        keep(now)
    return problems


def _begin() -> User:
    """Load what every market needs, open the demo accounts, and note that the market is not whole yet."""
    load_places()
    load_categories()
    load_policies()
    load_rules()
    load_carriers()
    open_demo_accounts()
    administrator = person_of(ADMINISTRATOR)
    audit.record(BEGUN, administrator, by=None)
    db.session.commit()
    return administrator


def _hasten() -> None:
    """Wait for no disk, since all can be built again; read nothing again after a commit, since nobody else writes."""
    db.session.execute(text("SET synchronous_commit TO off"))
    db.session().expire_on_commit = False


def _build(size: Size, trade: Trade, shown: Stages) -> None:
    first, *further = blocks_of(size, today=clock.in_vietnam(trade.now).date())
    vendors = open_all(openings_of(first), trade, shown)
    for block in further:
        open_all(openings_of(block), trade, shown)
    _copy(vendors, size.vendors - sum(len(block.vendors) for block in (first, *further)), trade, shown)
    with shown.whole("register"):
        found_register()
    with shown.whole("desk"):
        leave_unsettled(vendors, trade)
        keep(trade.now)
    unfold(size.orders, [vendors[place] for place in cast(first)], trade, shown)
    declare(trade)
    keep(trade.now)


def blocks_of(size: Size, *, today: date) -> list[MarketPlan]:
    """What is built by operations: a whole market, or of a large one a block to copy and what copies leave over."""
    count = min(-(-size.listings // MOST_BY_OPERATIONS), size.vendors)
    if count == 1:
        return [plan_market(size.vendors, size.listings, today=today)]
    vendors, listings = size.vendors // count, size.listings // count
    rest = size.vendors - (count - 1) * vendors, size.listings - (count - 1) * listings
    return [plan_market(vendors, listings, today=today), plan_market(*rest, today=today, block=1)]


def _copy(vendor_ids: Sequence[int], missing: int, trade: Trade, shown: Stages) -> None:
    """Copy the first block until nobody is missing, and let the catalogue know."""
    if not missing:
        return
    for number in shown.each("copies", range(2, 2 + missing // len(vendor_ids))):
        copy_vendors(vendor_ids, number)
        keep(trade.now)
    with shown.whole("catalogue"):
        index.rebuild()
        keep(trade.now)
