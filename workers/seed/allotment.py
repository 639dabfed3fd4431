"""Which goods are made where: the known producers keep theirs, every other one is dealt out to its own old district.

Pure: the same numbers give the same market.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random
from typing import Final

from marketplace.money import share_out
from workers.seed.goods import Product, products
from workers.seed.localities import Locality, by_district, named_by
from workers.seed.themes import Theme, theme_of, theme_of_all

SHARE_OF_KNOWN: Final = 3
"""In a small market at most one in so many producers is a known one."""

SIZES: Final = (0, 0, 0, 1, 1, 1, 2, 3, 5, 8)
"""How unlike each other producers are: the weights by which listings are shared out among them."""

OF_ONE_PRODUCER: Final = frozenset(
    {"dong-trung-ha-thao-kho-phuong-thuy", "che-hang-nga", "banh-keo-xuan-the", "banh-chung-com-long"}
    | {"thien-duong-hoa-quang-la", "du-lich-lang-que-yen-duc"}
)
"""Goods without a known producer whose name is that of one shop or one place."""

OF_EVERYBODY: Final = frozenset(
    {"mien-dong-binh-lieu", "mien-dong-huc-dong", "tra-hoa-vang-ba-che", "ruou-ba-kich-ba-che", "cu-cai-kho-dam-ha"}
    | {"ruou-nam-lim-xanh-ba-che", "trung-vit-bien-dong-rui", "ruoc-hau-van-don", "ruoc-tom-van-don", "che-duong-hoa"}
    | {"cu-cai-phen-dam-ha", "muc-mot-nang-co-to", "nuoc-mam-co-to"}
)
"""Goods of a known producer whose name is that of the place: its neighbours make them too."""


@dataclass(frozen=True)
class Shop:
    """A producer to be: where it is, what it lives from and its goods; `known_as` is its name where that is known."""

    locality: Locality
    goods: tuple[Product, ...]
    known_as: str = ""

    @property
    def theme(self) -> Theme:
        """Its line of trade."""
        return theme_of_all(self.goods)


def allot(vendors: int, listings: int, chance: Random, *, with_known: bool = True) -> list[Shop]:
    """Deal goods out to so many shops, so many listings in all, each shop at least one.

    Every kind of goods appears where there are listings enough, with the known producers. Raises ValueError for fewer
    listings than vendors.
    """
    if not 1 <= vendors <= listings:
        raise ValueError(f"{listings} listings cannot be dealt out to {vendors} vendors")
    known = _known_shops(vendors, listings, chance) if with_known else []
    left = listings - sum(len(shop.goods) for shop in known)
    return known + _further_shops(vendors - len(known), left, chance)


def _known_shops(vendors: int, listings: int, chance: Random) -> list[Shop]:
    named: dict[str, list[Product]] = {}
    for product in products().values():
        if product.producer:
            named.setdefault(product.producer, []).append(product)
    most = vendors if vendors > SHARE_OF_KNOWN * len(named) else vendors // SHARE_OF_KNOWN
    shops = [Shop(_locality(goods, chance), tuple(goods), known_as=name) for name, goods in named.items()][:most]
    return shops if sum(len(shop.goods) for shop in shops) + vendors <= listings else []


def _locality(goods: Sequence[Product], chance: Random) -> Locality:
    """The commune that the goods name, else one of their district, else any."""
    if place := next(filter(None, map(named_by, goods)), None):
        return place
    district = next((product.former_district for product in goods if product.former_district), None)
    return chance.choice(by_district()[district or chance.choice(sorted(by_district()))])


def _further_shops(vendors: int, listings: int, chance: Random) -> list[Shop]:
    if not vendors:
        return []
    specialities = {district: _specialities(district) for district in by_district()}
    counts = _shops_by_district(vendors, specialities)
    amounts = _listings_by_district(listings, counts, specialities)
    return [
        shop
        for district in by_district()
        for shop in _shops_of(district, _sizes(counts[district], amounts[district], chance), chance)
    ]


def _specialities(district: str) -> list[Product]:
    """What is made in the district by people who are not known by name, neighbours in trade beside each other."""
    free = [product for product in products().values() if not product.producer or product.key in OF_EVERYBODY]
    own = [product for product in free if _district(product) == district]
    return sorted(own, key=lambda product: (theme_of(product).value, product.name_vi))


def _district(product: Product) -> str:
    """The goods' own district; those of the whole province get one that is always the same."""
    anywhere = sorted(by_district())
    return product.former_district or anywhere[sum(map(ord, product.key)) % len(anywhere)]


def _shops_by_district(vendors: int, specialities: dict[str, list[Product]]) -> dict[str, int]:
    """At least one shop for each commune where there are enough, the rest where most specialities are."""
    communes = [len(by_district()[district]) for district in specialities]
    least = communes if vendors >= sum(communes) else [0] * len(communes)
    shares = share_out(vendors - sum(least), [len(goods) for goods in specialities.values()])
    return dict(zip(specialities, map(sum, zip(least, shares, strict=True)), strict=True))


def _listings_by_district(
    listings: int, counts: dict[str, int], specialities: dict[str, list[Product]]
) -> dict[str, int]:
    """At least one listing for each shop, and for each speciality where there are enough."""
    whole = [max(counts[district], len(goods)) for district, goods in specialities.items()]
    least = whole if sum(whole) <= listings and all(counts.values()) else list(counts.values())
    shares = share_out(listings - sum(least), list(counts.values()))
    return dict(zip(specialities, map(sum, zip(least, shares, strict=True)), strict=True))


def _sizes(shops: int, listings: int, chance: Random) -> list[int]:
    return [1 + more for more in share_out(listings - shops, chance.choices(SIZES, k=shops))] if shops else []


def _shops_of(district: str, sizes: Sequence[int], chance: Random) -> list[Shop]:
    dealer = _Dealer(_specialities(district), chance)
    return _placed(district, [dealer.deal(size) for size in sizes])


class _Dealer:
    """Deals goods out in their order, again and again, with one of the whole province in each round.

    Goods of one producer are dealt once.
    """

    def __init__(self, goods: Sequence[Product], chance: Random) -> None:
        everywhere = [product for product in products().values() if not product.former_district]
        self._again = _of_many(goods)
        self._further = _of_many([product for product in everywhere if not product.producer and product not in goods])
        chance.shuffle(self._further)
        self._one_of_them = cycle(self._further)
        self._waiting = deque(goods)

    def deal(self, size: int) -> tuple[Product, ...]:
        """So many goods, different ones as far as there are so many."""
        dealt: list[Product] = []
        while len(dealt) < size:
            fresh = self._fresh(dealt)
            self._waiting.remove(fresh)
            dealt.append(fresh)
        return tuple(dealt)

    def _fresh(self, dealt: Sequence[Product]) -> Product:
        """The next that is not among these; when there is no such left, the next."""
        for more in ([], [*self._again, next(self._one_of_them)], self._further):
            self._waiting.extend(more)
            if fresh := next((product for product in self._waiting if product not in dealt), None):
                return fresh
        return self._waiting[0]


def _of_many(goods: Sequence[Product]) -> list[Product]:
    return [product for product in goods if product.key not in OF_ONE_PRODUCER]


def _placed(district: str, dealt: Sequence[tuple[Product, ...]]) -> list[Shop]:
    """The first shop whose goods name a commune is there; the others where the fewest are."""
    named = [next(filter(None, map(named_by, goods)), None) for goods in dealt]
    first = {place: number for number, place in reversed(list(enumerate(named))) if place}
    crowd = {place: int(place in first) for place in by_district()[district]}
    shops = []
    for number, goods in enumerate(dealt):
        place = next((place for place, holder in first.items() if holder == number), None)
        if place is None:
            place = min(crowd, key=lambda candidate: crowd[candidate])
            crowd[place] += 1
        shops.append(Shop(place, goods))
    return shops
