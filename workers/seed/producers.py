"""The producers of a plan and all they sell, in the order in which they came."""

from collections.abc import Iterator, Sequence
from typing import Final

from vendors.models import Vendor, VendorKind
from vendors.shop.operations import PictureKind, hang_picture
from workers.seed.cast import PARTS, cast
from workers.seed.moments import on
from workers.seed.names import MARK
from workers.seed.past import keep
from workers.seed.people import PRODUCER_OF_TWO, open_accounts, person_of
from workers.seed.pictures import ground_of
from workers.seed.plan import MarketPlan, VendorPlan
from workers.seed.progress import Stages
from workers.seed.shelves import put_on_sale
from workers.seed.shopfronts import initials_of
from workers.seed.shops import Opening, open_shop
from workers.seed.studio import Banner, Drawing, Sign, pictures_of
from workers.seed.trade import Trade

AT_ONCE: Final = 20
"""Producers in one transaction."""
BANNERS: Final = 3
"""Landscapes for each ground."""
SIGN_COLOURS: Final = 3
BLOCK: Final = 10_000
"""Numbers of the producers of one block of the plan."""


def openings_of(plan: MarketPlan) -> list[Opening]:
    """Open an account for the owner of each producer; those of the cast belong to demo accounts."""
    owners = open_accounts([vendor.naming.representative for vendor in plan.vendors], login=f"sx{plan.block}")
    places = cast(plan) if plan.block == 0 else []
    for (account, _fits), place in zip(PARTS[:-1], places, strict=False):
        owners[place] = person_of(account)
    helped = places[-1] if len(places) == len(PARTS) else None
    return [
        Opening(vendor, owner, plan.block * BLOCK + place + 1, helper=PRODUCER_OF_TWO if place == helped else None)
        for place, (vendor, owner) in enumerate(zip(plan.vendors, owners, strict=True))
    ]


def open_all(openings: Sequence[Opening], trade: Trade, shown: Stages) -> list[int]:
    """Open every shop and put its listings on sale, a batch in a transaction; give the vendors' ids."""
    trade.studio.begin(drawing for opening in openings for drawing in drawings_for(opening.plan))
    opened = []
    for opening in shown.each("producers", openings):
        opened.append(open_one(opening, trade).id)
        if len(opened) % AT_ONCE == 0:
            keep(trade.now)
    keep(trade.now)
    return opened


def open_one(opening: Opening, trade: Trade) -> Vendor:
    """Open a shop, furnish it with pictures and put its listings on sale."""
    vendor = open_shop(opening, administrator=trade.administrator)
    with on(opening.plan.approved_on, 20, 30):
        for kind, drawing in shopfront(opening.plan).items():
            hang_picture(vendor, kind, trade.studio.key_of(drawing), by=opening.owner)
    for place, listing in enumerate(opening.plan.listings, start=1):
        put_on_sale(vendor, listing, trade, by=opening.owner, code=f"{opening.number:05}-{place}")
    return vendor


def drawings_for(plan: VendorPlan) -> Iterator[Drawing]:
    """Every picture that a producer shows, in the order in which it is asked for."""
    yield from shopfront(plan).values()
    for listing in plan.listings:
        yield from pictures_of(listing.product.key, listing.variation)


def shopfront(plan: VendorPlan) -> dict[PictureKind, Drawing]:
    """A landscape for everybody; a sign with their letters for companies."""
    ground = ground_of(plan.listings[0].product.set_number)
    found: dict[PictureKind, Drawing] = {PictureKind.BANNER: Banner(ground, len(plan.naming.name) % BANNERS)}
    if plan.kind is VendorKind.COMPANY:
        initials = initials_of(plan.naming.name.removesuffix(MARK))
        found[PictureKind.LOGO] = Sign(initials, len(initials + plan.commune_name) % SIGN_COLOURS)
    return found
