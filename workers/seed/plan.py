"""What the demo market will consist of, before anything is written. Pure: the same size and day give the same plan."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from marketplace.gateways.banks import banks_for_transfer
from marketplace.money import share_out
from vendors.models import VendorKind
from workers.seed.allotment import Shop, allot
from workers.seed.goods import Product
from workers.seed.names import UNKNOWN_PERSON, UNKNOWN_STREET, Namer, Naming
from workers.seed.offers import Offer, offer_of
from workers.seed.ratings import Rating, rate
from workers.seed.stories import Words, story_of, story_of_known
from workers.seed.themes import Theme

VENDORS: Final = 219
LISTINGS: Final = 569
KINDS: Final = {VendorKind.COMPANY: 54, VendorKind.COOPERATIVE: 87, VendorKind.HOUSEHOLD: 78}
"""The producers of the register of 2022-23, by kind."""

LONGEST_AGO: Final = timedelta(days=600)
"""When the first producer of the demo was approved."""
HISTORY: Final = timedelta(days=92)
"""How far the orders of the demo reach back."""
AFTER_ALL: Final = 13
"""One in so many producers came while orders were already coming in."""


@dataclass(frozen=True)
class ListingPlan:
    """A listing to be: its offer, its rating, which picture it shows first, and when it goes on sale."""

    product: Product
    offer: Offer
    rating: Rating
    variation: int
    published_on: date


@dataclass(frozen=True)
class VendorPlan:
    """A producer to be."""

    naming: Naming
    kind: VendorKind
    theme: Theme
    commune_code: str
    commune_name: str
    is_demo: bool
    story: Words
    street: str
    bank_bin: str
    approved_on: date
    listings: tuple[ListingPlan, ...]


@dataclass(frozen=True)
class MarketPlan:
    """The producers in the order of their approval."""

    today: date
    block: int
    vendors: tuple[VendorPlan, ...]

    @property
    def listings(self) -> Iterator[ListingPlan]:
        """Every listing of every producer."""
        return (listing for vendor in self.vendors for listing in vendor.listings)


def plan_market(vendors: int = VENDORS, listings: int = LISTINGS, *, today: date, block: int = 0) -> MarketPlan:
    """Plan a market of this size; `block` tells parts of a larger one apart, the first has the known producers."""
    chance = Random(f"Quảng Ninh {vendors} {listings} {block}")
    shops = allot(vendors, listings, chance, with_known=block == 0)
    planner = _Planner(today, chance, Namer(chance))
    ratings = iter(rate([product for shop in shops for product in shop.goods], today=today, chance=chance))
    planned = [
        planner.vendor(shop, kind, [next(ratings) for _ in shop.goods])
        for shop, kind in zip(shops, _kinds(shops, chance), strict=True)
    ]
    return MarketPlan(today, block, tuple(sorted(planned, key=lambda vendor: vendor.approved_on)))


def _kinds(shops: Sequence[Shop], chance: Random) -> list[VendorKind]:
    """The register's share of each kind; the kind of a known producer is said by its name."""
    known = [kind_of(shop.known_as) for shop in shops if shop.known_as]
    wanted = Counter(dict(zip(KINDS, share_out(len(shops), list(KINDS.values())), strict=True)))
    further = [*(wanted - Counter(known)).elements()]
    chance.shuffle(further)
    left = iter(further)
    return [kind_of(shop.known_as) if shop.known_as else next(left) for shop in shops]


def kind_of(name: str) -> VendorKind:
    """The kind of producer that a name says."""
    beginnings = {"Công ty": VendorKind.COMPANY, "HTX": VendorKind.COOPERATIVE}
    return next((kind for words, kind in beginnings.items() if name.startswith(words)), VendorKind.HOUSEHOLD)


@dataclass
class _Planner:
    """Plans one producer after the other and remembers which goods it has seen."""

    today: date
    chance: Random
    namer: Namer
    seen: Counter[str] = field(default_factory=Counter)

    def vendor(self, shop: Shop, kind: VendorKind, ratings: Sequence[Rating]) -> VendorPlan:
        """Plan the producer that keeps this shop."""
        naming, story = self._called(shop, kind)
        approved_on = self._approved_on()
        return VendorPlan(
            naming=naming,
            kind=kind,
            theme=shop.theme,
            commune_code=shop.locality.code,
            commune_name=shop.locality.name,
            is_demo=not shop.known_as,
            story=story,
            street=UNKNOWN_STREET if shop.known_as else self._street(),
            bank_bin=self.chance.choice([bank.bin for bank in banks_for_transfer() if bank.sends_by_qr]),
            approved_on=approved_on,
            listings=tuple(self._listings(shop, ratings, naming.brand, approved_on)),
        )

    def _street(self) -> str:
        return f"{self.chance.choice(('Thôn', 'Khu', 'Tổ'))} {self.chance.randint(1, 12)}"

    def _called(self, shop: Shop, kind: VendorKind) -> tuple[Naming, Words]:
        if shop.known_as:
            return Naming(shop.known_as, "", UNKNOWN_PERSON), story_of_known()
        naming = self.namer.name(kind, shop.theme)
        place = shop.locality.name
        return naming, story_of(kind, shop.theme, brand=naming.brand, place=place, chance=self.chance)

    def _approved_on(self) -> date:
        if self.chance.randrange(AFTER_ALL) == 0:
            return self.today - timedelta(days=self.chance.randint(8, HISTORY.days - 10))
        return self.today - timedelta(days=self.chance.randint(HISTORY.days + 3, LONGEST_AGO.days))

    def _listings(self, shop: Shop, ratings: Sequence[Rating], brand: str, approved_on: date) -> Iterator[ListingPlan]:
        for product, rating in zip(shop.goods, ratings, strict=True):
            before, self.seen[product.key] = self.seen[product.key], self.seen[product.key] + 1
            place, is_first = shop.locality.name, before == 0
            offer = offer_of(product, brand=brand, place=place, is_first=is_first, chance=self.chance)
            yield ListingPlan(product, offer, rating, before, self._published_on(rating, approved_on))

    def _published_on(self, rating: Rating, approved_on: date) -> date:
        """Soon after the approval, and not before the goods are in the register."""
        in_register = rating.issued_on or rating.first_registered_on
        ready = max(approved_on + timedelta(days=self.chance.randint(1, 20)), in_register + timedelta(days=4))
        return min(ready, self.today - timedelta(days=2))
