"""What producers of the demo do at their counter: take orders ahead of the season, lower prices, give out codes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from orders.coupons.models import CouponKind
from orders.coupons.operations import CouponTerms, make
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor, VendorStatus
from vendors.reductions import operations as reductions
from vendors.stock import operations as stock
from vendors.stock.expecting import expect
from vendors.stock.models import StockItem
from workers.seed.people import owner_of

AHEAD: Final = 3
EXPECTED: Final = 60
FURTHEST: Final = timedelta(days=120)
"""Nobody waits longer for fruit."""
SOON: Final = timedelta(days=12)
OVER: Final = "Hết mùa"
REDUCED: Final = 6
SHARE_LEFT: Final = 0.85
STEP_DONG: Final = 1_000
REDUCED_DAYS: Final = 20
CODE_DAYS: Final = 60
MARKETS_CODE: Final = "CHAO BAN"
VENDORS_CODE: Final = "CAM ON"


def sell_ahead() -> None:
    """A few producers have nothing left of the season's goods, and take orders for the next."""
    query = select(StockItem, Listing).join(StockItem.variant).join(Variant.listing).join(Listing.vendor)
    on_sale = query.where(Listing.status == ListingStatus.ON_SALE, Vendor.status == VendorStatus.APPROVED)
    one_each = on_sale.where(Variant.position == 0, Listing.most_transit_days.is_(None)).order_by(Listing.id)
    coming = sorted(((_season(listing), item.id, item) for item, listing in db.session.execute(one_each)))
    for day, _id, item in [each for each in coming if each[0] < clock.today() + FURTHEST][:AHEAD]:
        owner = owner_of(item.vendor_id)
        stock.count(item, item.reserved, by=owner, words=OVER)
        expect(item, EXPECTED, on=day, by=owner)


def lower_prices() -> None:
    """Some producers let their goods go for less until the end of the month."""
    query = select(Variant).join(Variant.listing).join(Listing.vendor)
    on_sale = query.where(Listing.status == ListingStatus.ON_SALE, Vendor.status == VendorStatus.APPROVED)
    long_there = on_sale.where(Listing.published_at < clock.now() - timedelta(days=40), ~Variant.sold_by_weight)
    first = long_there.where(Variant.position == 0).order_by(Listing.id.desc())
    for variant in db.session.scalars(first).all()[: 5 * REDUCED : 5]:
        price = round(variant.price_dong * SHARE_LEFT / STEP_DONG) * STEP_DONG
        days = {"first_day": clock.today(), "last_day": clock.today() + timedelta(days=REDUCED_DAYS)}
        reductions.plan(variant, price_dong=price, **days, by=owner_of(variant.vendor_id))


def give_codes(vendor_ids: Sequence[int], administrator: User) -> None:
    """The market pays for the delivery of a first order, and a producer takes a tenth off for its guests."""
    last_day = clock.today() + timedelta(days=CODE_DAYS)
    free = CouponTerms(
        CouponKind.DELIVERY,
        clock.today(),
        last_day,
        most_dong=30_000,
        least_order_dong=200_000,
        most_uses_each=1,
        budget_dong=3_000_000,
    )
    make(None, MARKETS_CODE, free, by=administrator)
    for vendor_id in vendor_ids[:1]:
        tenth = CouponTerms(CouponKind.PERCENT, clock.today(), last_day, basis_points=1_000, most_dong=50_000)
        make(db.session.get_one(Vendor, vendor_id), VENDORS_CODE, tenth, by=owner_of(vendor_id))


def _season(listing: Listing) -> date:
    """The next day on which its season begins; in some days for goods of the whole year, after all others."""
    today = clock.today()
    if listing.season_from_month is None:
        return today + FURTHEST - SOON
    years = (today.year, today.year + 1, today.year + 2)
    return next(day for year in years if (day := date(year, listing.season_from_month, 5)) > today + SOON)
