"""Where in Quang Ninh goods come from: the communes of the old districts, and those that a name of goods names."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from marketplace.places import gazetteer
from marketplace.text import fold
from workers.seed.goods import Product


@dataclass(frozen=True)
class Locality:
    """A commune of the province, its old district, and the names that its land had before."""

    code: str
    name: str
    full_name: str
    district: str
    earlier_names: frozenset[str]


@cache
def localities() -> tuple[Locality, ...]:
    """The 54 communes in which producers live."""
    earlier: dict[str, set[str]] = {}
    for row in gazetteer.old_unit_rows():
        earlier.setdefault(str(row["commune_code"]), set()).add(str(row["name"]))
    return tuple(
        Locality(
            code=str(row["code"]),
            name=str(row["name"]),
            full_name=str(row["full_name"]),
            district=str(row["former_district"]),
            earlier_names=frozenset(earlier.get(str(row["code"]), ())),
        )
        for row in gazetteer.commune_rows()
        if row["province_code"] == gazetteer.HOME_PROVINCE_CODE
    )


@cache
def by_district() -> dict[str, tuple[Locality, ...]]:
    """The communes of each old district."""
    found: dict[str, list[Locality]] = {}
    for place in localities():
        found.setdefault(place.district, []).append(place)
    return {district: tuple(places) for district, places in found.items()}


def named_by(product: Product) -> Locality | None:
    """The commune of the goods' own district that their name names, under its name of today or an earlier one.

    A commune that bears the name of its old district is not meant by it.
    """
    words = f" {fold(product.name_vi)} "
    candidates = by_district().get(product.former_district, ())
    longest_first = sorted(_names_of(candidates), key=lambda pair: -len(pair[0]))
    return next((place for name, place in longest_first if f" {fold(name)} " in words), None)


def _names_of(places: Iterable[Locality]) -> list[tuple[str, Locality]]:
    """Names of today come before earlier ones of the same length."""
    today = [(place.name, place) for place in places]
    earlier = [(name, place) for place in places for name in sorted(place.earlier_names)]
    return [(name, place) for name, place in today + earlier if name != place.district]
