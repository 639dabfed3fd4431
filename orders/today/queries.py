"""What waits for a seller today, across orders, stock, papers and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager

from marketplace import clock
from marketplace.database import db
from orders.fulfilment.queries import Tab, parts_of
from orders.kinds import HELD_WHILE
from orders.models import VendorOrder
from orders.returns.queries import count_waiting_for
from vendors.certificates.models import Certificate
from vendors.certificates.queries import Standing, certificates_of, standing
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import MemberRole, Vendor
from vendors.onboarding.models import Paper, PaperState
from vendors.payouts import queries as money
from vendors.stock.models import Lot, StockItem
from vendors.stock.queries import soon_to_expire

MOST_SHOWN = 5
PICKUPS_SHOWN = timedelta(days=2)
RENEW_PAPERS_BEFORE = timedelta(days=60)
SEES_MONEY = frozenset({MemberRole.OWNER, MemberRole.MANAGER, MemberRole.ACCOUNTANT})


@dataclass(frozen=True)
class Earnings:
    """Where the vendor's money is, and the earnings that come next."""

    standing: money.Standing
    coming: list[money.Coming]


@dataclass(frozen=True)
class Today:
    """What waits for one member of a vendor; `earnings` only for those who see the money."""

    counts: dict[Tab, int]
    to_accept: Sequence[VendorOrder]
    pickups: Sequence[VendorOrder]
    complaints: int
    low: Sequence[StockItem]
    expiring: Sequence[Lot]
    returned: Sequence[Listing]
    papers: list[Certificate]
    other_papers: Sequence[Paper]
    earnings: Earnings | None


def today(vendor: Vendor, *, role: MemberRole, counts: dict[Tab, int]) -> Today:
    """Read all that the first page shows to a member of this role, in a number of statements that does not grow."""
    return Today(
        counts=counts,
        to_accept=_most_urgent(vendor) if counts[Tab.TO_ACCEPT] else (),
        pickups=_pickups(vendor),
        complaints=count_waiting_for(vendor),
        low=_running_low(vendor),
        expiring=soon_to_expire(vendor)[:MOST_SHOWN],
        returned=_returned(vendor),
        papers=_to_renew(vendor),
        other_papers=_papers_waiting(vendor),
        earnings=_earnings(vendor) if role in SEES_MONEY else None,
    )


def _most_urgent(vendor: Vendor) -> Sequence[VendorOrder]:
    return db.session.scalars(parts_of(vendor, tab=Tab.TO_ACCEPT).limit(MOST_SHOWN)).unique().all()


def _pickups(vendor: Vendor) -> Sequence[VendorOrder]:
    """What buyers come for today and tomorrow, the soonest first."""
    begins = datetime.combine(clock.today(), time.min, tzinfo=clock.VIETNAM)
    query = select(VendorOrder).where(VendorOrder.vendor_id == vendor.id, VendorOrder.routed_at.is_not(None))
    soon = query.where(VendorOrder.pickup_from.between(begins, begins + PICKUPS_SHOWN))
    coming = soon.where(VendorOrder.status.in_(HELD_WHILE))
    return db.session.scalars(coming.order_by(VendorOrder.pickup_from, VendorOrder.id).limit(MOST_SHOWN)).all()


def _running_low(vendor: Vendor) -> Sequence[StockItem]:
    """Goods on sale that are at their warning level or below, the scarcest first."""
    left = StockItem.available
    query = (
        select(StockItem)
        .join(StockItem.variant)
        .join(Variant.listing)
        .options(contains_eager(StockItem.variant).contains_eager(Variant.listing))
        .where(StockItem.vendor_id == vendor.id, left <= StockItem.low_at)
        .where(Variant.archived.is_(False), Listing.status == ListingStatus.ON_SALE)
        .order_by(left, StockItem.id)
    )
    return db.session.scalars(query.limit(MOST_SHOWN)).all()


def _to_renew(vendor: Vendor) -> list[Certificate]:
    day = clock.today()
    return [each for each in certificates_of(vendor) if standing(each, day) is Standing.EXPIRING]


def _returned(vendor: Vendor) -> Sequence[Listing]:
    """Listings that the market sent back and that wait for their vendor, those longest waiting first."""
    query = select(Listing).where(Listing.vendor_id == vendor.id, Listing.status == ListingStatus.RETURNED)
    return db.session.scalars(query.order_by(Listing.id).limit(MOST_SHOWN)).all()


def _papers_waiting(vendor: Vendor) -> Sequence[Paper]:
    """Papers that were sent back, and accepted ones that end soon or have ended, the most urgent first."""
    ends = and_(Paper.state == PaperState.ACCEPTED, Paper.expires_on <= clock.today() + RENEW_PAPERS_BEFORE)
    query = select(Paper).where(Paper.vendor_id == vendor.id, ends | (Paper.state == PaperState.RETURNED))
    return db.session.scalars(query.order_by(Paper.expires_on, Paper.id)).all()


def _earnings(vendor: Vendor) -> Earnings:
    return Earnings(money.standing(vendor), money.coming(vendor)[:MOST_SHOWN])
