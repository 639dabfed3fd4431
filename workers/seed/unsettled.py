"""What waits for a decision in the demo: applications, a suspended shop, listings to look at, shelves that run low."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from typing import Final

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from vendors.certificates.operations import Award, register
from vendors.consents.operations import give
from vendors.listings import operations as listings
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Member, Vendor
from vendors.onboarding.models import PaperKind, PaperState
from vendors.onboarding.operations import return_with_notes, suspend
from vendors.onboarding.papers import answer
from vendors.stock import operations as stock
from vendors.stock.models import MovementReason, StockItem
from workers.seed.moments import on
from workers.seed.people import OFFICER, PRODUCER, owner_of, person_of
from workers.seed.plan import ListingPlan, MarketPlan, VendorPlan, plan_market
from workers.seed.producers import open_one, openings_of
from workers.seed.ratings import PROGRAMME_BEGAN, Rating
from workers.seed.shelves import PROVINCE, write
from workers.seed.shops import Opening, apply_with_papers
from workers.seed.trade import Trade

BLOCK: Final = 900
"""A part of the plan of its own: nobody of it is among the approved producers."""
APPLICANTS: Final = 3
SCANT: Final = (0, 1, 2, 2, 3, 0)
"""How many are left on some shelves."""
BLURRED: Final = "Giấy an toàn thực phẩm chụp bị mờ, xin chụp lại cho rõ số và ngày cấp."
COMPLAINT: Final = "Ba đơn liền giao chậm không báo khách; tạm ngừng bán trong lúc làm rõ."
UNCLEAR: Final = "Ảnh chưa thấy rõ nhãn. Xin thêm một ảnh chụp mặt sau bao bì."
HELPED: Final = 2
CONSENTED_AGO, CONSENTED_UNTIL = timedelta(days=5), timedelta(days=180)
SPOILED: Final = "Kiểm kho cuối ngày"


def leave_unsettled(vendor_ids: Sequence[int], trade: Trade) -> None:
    """Leave work for those who try the desk: nothing of it counts among the approved producers or what is on sale."""
    today = clock.in_vietnam(trade.now).date()
    suspended, returned, *applicants = openings_of(_newcomers(today))
    _suspended(suspended, trade, today)
    _returned(returned, trade, today)
    for days, opening in enumerate(applicants, start=1):
        apply_with_papers(opening, on_day=today - timedelta(days=days * 2))
    yesterday = today - timedelta(days=1)
    written = [each for opening in applicants for each in opening.plan.listings]
    drafts = [replace(each, published_on=yesterday) for each in written]
    _to_look_at([db.session.get_one(Vendor, vendor_id) for vendor_id in vendor_ids[:3]], drafts, trade, today)
    with clock.at(trade.now - timedelta(hours=1)):
        _run_low()
    with clock.at(trade.now - CONSENTED_AGO):
        _let_the_officer_help(vendor_ids)


def _newcomers(today: date) -> MarketPlan:
    """Producers that exist in the demo only, the oldest of a small plan; one of them in the officer's commune."""
    plan = plan_market(4 * (APPLICANTS + 2), 9 * (APPLICANTS + 2), today=today, block=BLOCK)
    *others, last = plan.vendors[: APPLICANTS + 2]
    at_home = replace(last, commune_code=OFFICER.communes[0])
    return replace(plan, vendors=tuple(map(_without_stars, [*others, at_home])))


def _without_stars(vendor: VendorPlan) -> VendorPlan:
    """Its goods are old and bear no stars: they are counted nowhere."""
    plain = (replace(each, rating=Rating(PROGRAMME_BEGAN)) for each in vendor.listings)
    return replace(vendor, listings=tuple(plain))


def _suspended(opening: Opening, trade: Trade, today: date) -> None:
    vendor = open_one(opening, trade)
    with on(today - timedelta(days=10), 8):
        for listing in db.session.scalars(select(Listing).where(Listing.vendor_id == vendor.id)):
            listings.pause(listing, by=opening.owner)
    with on(today - timedelta(days=9), 15):
        suspend(vendor, by=trade.administrator, reason=COMPLAINT)


def _returned(opening: Opening, trade: Trade, today: date) -> None:
    vendor = apply_with_papers(opening, on_day=today - timedelta(days=8))
    with on(today - timedelta(days=6), 10):
        answer(vendor, PaperKind.FOOD_SAFETY, PaperState.RETURNED, by=trade.administrator, note=BLURRED)
        return_with_notes(vendor, by=trade.administrator, reason=BLURRED)


def _to_look_at(vendors: Sequence[Vendor], drafts: Sequence[ListingPlan], trade: Trade, today: date) -> None:
    """A draft, a listing that was returned, the others submitted; and a certificate that nobody has compared yet."""
    for place, (vendor, plan) in enumerate(zip(cycle(vendors), drafts, strict=False)):
        owner = owner_of(vendor.id)
        listing = write(vendor, plan, trade, by=owner, code="")
        with on(today - timedelta(days=1), 9 + place):
            if place:
                listings.submit(listing, by=owner)
            if place == 1:
                listings.return_to_vendor(listing, reason=UNCLEAR, by=trade.administrator)
    award = Award("DEMO-22-CHO-XEM", drafts[0].product.name_vi, 3, PROVINCE, today - timedelta(days=20))
    with on(today - timedelta(days=1), 14):
        register(vendors[0], award, by=owner_of(vendors[0].id))


def _let_the_officer_help(vendor_ids: Sequence[int]) -> None:
    """Producers of the officer's communes let the officer act in their name, the one with a demo account first."""
    near = select(Vendor).where(Vendor.id.in_(vendor_ids), Vendor.commune_code.in_(OFFICER.communes))
    known = select(Member.vendor_id).where(Member.user_id == person_of(PRODUCER).id)
    ordered = near.order_by(Vendor.id.not_in(known), Vendor.id)
    for vendor in db.session.scalars(ordered.limit(HELPED)).all():
        until = clock.today() + CONSENTED_UNTIL
        give(vendor, person_of(OFFICER).id, ends_on=until, by=owner_of(vendor.id))


def _run_low() -> None:
    """Some shelves are nearly empty, as their vendors counted a moment ago."""
    items = select(StockItem).join(StockItem.variant).join(Variant.listing)
    shown = items.where(Listing.status == ListingStatus.ON_SALE).order_by(StockItem.id.desc()).limit(len(SCANT))
    for left, item in zip(SCANT, db.session.scalars(shown).all(), strict=False):
        stock.count(item, item.reserved + left, by=None, reason=MovementReason.SPOILED, words=SPOILED)
