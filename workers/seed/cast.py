"""Which producers of the plan belong to the people with whom a visitor may sign in. Pure."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from vendors.models import VendorKind
from workers.seed.people import OFFICER, PRODUCER, PRODUCER_BY_PHONE, PRODUCER_OF_TWO, DemoAccount
from workers.seed.plan import HISTORY, MarketPlan, VendorPlan
from workers.seed.themes import Theme

Fits = Callable[[VendorPlan], bool]


def _makes_vermicelli(vendor: VendorPlan) -> bool:
    made = {listing.product.key for listing in vendor.listings}
    return vendor.commune_code in OFFICER.communes and "mien-dong-binh-lieu" in made


def _sells_from_the_sea(vendor: VendorPlan) -> bool:
    return vendor.theme is Theme.SEA and vendor.naming.name.startswith("Cơ sở")


def _is_cooperative(vendor: VendorPlan) -> bool:
    return vendor.kind is VendorKind.COOPERATIVE


def _is_company(vendor: VendorPlan) -> bool:
    return vendor.kind is VendorKind.COMPANY


PARTS: Final[tuple[tuple[DemoAccount, Fits], ...]] = (
    (PRODUCER, _makes_vermicelli),
    (PRODUCER_BY_PHONE, _sells_from_the_sea),
    (PRODUCER_OF_TWO, _is_cooperative),
    (PRODUCER_OF_TWO, _is_company),
)
"""Who owns (the second time: helps to manage) a producer of which kind."""


def cast(plan: MarketPlan) -> list[int]:
    """The places in the plan of the producers for `PARTS`, each another one, as far as there are so many.

    They exist in the demo only, were there before the first order, and have the most to show of those that fit.
    """
    since = plan.today - HISTORY - timedelta(days=1)
    free = [place for place, vendor in enumerate(plan.vendors) if vendor.is_demo]
    free.sort(key=lambda place: (plan.vendors[place].approved_on > since, -len(plan.vendors[place].listings)))
    chosen: list[int] = []
    for _account, fits in PARTS[: len(free)]:
        left = [place for place in free if place not in chosen]
        chosen.append(next((place for place in left if fits(plan.vendors[place])), left[0]))
    return chosen
