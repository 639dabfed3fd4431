"""Which goods bear stars and since when, in the proportions of the programme's register. Pure.

The register of 2022-23 counted 569 products, 336 of them with three to five stars, 67 new in that year; of those with
stars about a third had four, eight had five.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from vendors.certificates.operations import MONTHS_VALID, months_after
from workers.seed.goods import Product

REGISTERED: Final = 569
WITH_STARS: Final = {5: 8, 4: 104, 3: 224}
NEW_THIS_YEAR: Final = 67
PROGRAMME_BEGAN: Final = date(2017, 3, 1)
LIKELY_FIVE: Final = frozenset({"cha-muc-ha-long", "muc-kho-co-to"})
"""Goods that get the fifth stars that no published name has."""


@dataclass(frozen=True)
class Rating:
    """Since when goods are in the register, and their stars with the day of issue where they have any."""

    first_registered_on: date
    star: int | None = None
    issued_on: date | None = None


def rate(goods: Sequence[Product], *, today: date, chance: Random) -> list[Rating]:
    """Rate goods in their order: so many of each star, and so many new ones, as the register's share of them."""
    stars = _stars(goods, chance)
    old = [number for number, product in enumerate(goods) if product.star_year]
    may_be_new = sorted(set(range(len(goods))) - set(old))
    new = set(chance.sample(may_be_new, min(scaled(NEW_THIS_YEAR, len(goods)), len(may_be_new))))
    return [
        _rating(stars.get(number), is_new=number in new, today=today, chance=chance) for number in range(len(goods))
    ]


def scaled(count: int, listings: int) -> int:
    """What so many of the register's are in a market of another size."""
    return round(count * listings / REGISTERED)


def _stars(goods: Sequence[Product], chance: Random) -> dict[int, int]:
    """By place: first the goods whose stars are published, then those drawn by lot."""
    found: dict[int, int] = {}
    for star, count in WITH_STARS.items():
        wanted = scaled(count, len(goods))
        published = _published(goods, star)[:wanted]
        others = _by_lot(goods, star, {*found, *published}, chance)[: wanted - len(published)]
        found |= dict.fromkeys([*published, *others], star)
    return found


def _published(goods: Sequence[Product], star: int) -> list[int]:
    """The first listing of each product of which these stars were published."""
    first = {product.key: number for number, product in reversed(list(enumerate(goods)))}
    return [number for number, product in enumerate(goods) if product.star == star and first[product.key] == number]


def _by_lot(goods: Sequence[Product], star: int, taken: Collection[int], chance: Random) -> list[int]:
    """Goods without published stars in a random order, the likely ones before them where it is the fifth star."""
    free = [number for number, product in enumerate(goods) if number not in taken and product.star is None]
    chance.shuffle(free)
    likely: dict[str, int] = {goods[number].key: number for number in free if goods[number].key in LIKELY_FIVE}
    first = list(likely.values()) if star == max(WITH_STARS) else []
    return first + [number for number in free if number not in first]


def _rating(star: int | None, *, is_new: bool, today: date, chance: Random) -> Rating:
    a_year_ago = today - timedelta(days=364)
    if is_new:
        registered = _between(a_year_ago, today - timedelta(days=40 if star is None else 100), chance)
    else:
        registered = _between(PROGRAMME_BEGAN, a_year_ago - timedelta(days=30), chance)
    if star is None:
        return Rating(registered)
    earliest = max(registered + timedelta(days=45), months_after(today, 1 - MONTHS_VALID))
    return Rating(registered, star, _between(earliest, today - timedelta(days=12), chance))


def _between(first: date, last: date, chance: Random) -> date:
    return first + timedelta(days=chance.randrange(max((last - first).days, 0) + 1))
