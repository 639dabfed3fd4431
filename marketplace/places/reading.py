"""What an address says of its place in the home province, by names of today or of before 1 July 2025.

People write "phường Hà Khánh, TP Hạ Long" although both are gone; here the communes are found that they mean.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from marketplace.places.gazetteer import (
    HOME_PROVINCE_CODE,
    Row,
    commune_rows,
    old_province_rows,
    old_unit_rows,
    province_rows,
)
from marketplace.text import fold

MOST_READ: Final = 400
"""Letters of an address that are looked at."""
LONGEST_NAME: Final = 5
"""In words: "Bà Rịa - Vũng Tàu" has the most."""
_PARTS: Final = re.compile(r"[,;\n\r/()|]|\s[-–]\s")


class Tier(StrEnum):
    """What a name stands for."""

    NOW = "now"
    """A commune of today."""
    OLD = "old"
    """A ward, commune or town of before."""
    DISTRICT = "district"
    PROVINCE = "province"


_LOW: Final = frozenset({Tier.NOW, Tier.OLD})
_KINDS: Final[dict[str, tuple[str, frozenset[Tier]]]] = {
    **dict.fromkeys(("phuong", "p"), ("phường", _LOW)),
    **dict.fromkeys(("xa", "x"), ("xã", _LOW)),
    **dict.fromkeys(("thi tran", "tt"), ("thị trấn", _LOW)),
    "dac khu": ("đặc khu", _LOW),
    **dict.fromkeys(("huyen", "h"), ("huyện", frozenset({Tier.DISTRICT}))),
    **dict.fromkeys(("thi xa", "tx"), ("thị xã", frozenset({Tier.DISTRICT}))),
    **dict.fromkeys(("thanh pho", "tp"), ("thành phố", frozenset({Tier.DISTRICT, Tier.PROVINCE}))),
    "tinh": ("tỉnh", frozenset({Tier.PROVINCE})),
}
"""How people write kinds of places, folded; what each kind may stand for."""


@dataclass(frozen=True)
class Named:
    """One thing that a name stands for; `code` is that of a commune or a province of today."""

    tier: Tier
    full_name: str
    code: str
    district: str = ""

    @property
    def words(self) -> str:
        """The name as it was, with its district."""
        return f"{self.full_name}, {self.district}" if self.tier is Tier.OLD else self.full_name


@dataclass(frozen=True)
class Reading:
    """Codes of the communes of today that are meant, and the old name that led there (empty for today's own)."""

    codes: tuple[str, ...] = ()
    old_name: str = ""


NOTHING: Final = Reading()
Mention = Sequence[Named]


def read(address: str, *, province_code: str = "") -> Reading:
    """Read which communes of the home province an address means.

    NOTHING where it says no name, or lies elsewhere: in another province that is chosen or named. While no province is
    chosen the address itself must name the home province or one of its old districts, for many wards share a name.
    """
    mentions = [each for part in _PARTS.split(fold(address[:MOST_READ])) for each in _mentions(_words(part))]
    districts = {one.full_name for each in mentions for one in each if one.tier is Tier.DISTRICT}
    if province_code not in ("", HOME_PROVINCE_CODE) or any(map(_is_elsewhere, mentions)):
        return NOTHING
    if not province_code and not districts and not any(map(_is_home, mentions)):
        return NOTHING
    smaller = [one for each in mentions if not _is_district(each) for one in each if one.tier in _LOW]
    return _within(districts, smaller) if districts else _reading(smaller)


def bare(name: str) -> str:
    """Give a place's name folded, without what kind of place it is: "Thị xã Quảng Yên" is "quang yen"."""
    words = _words(fold(name))
    _kind, rest = _kind_of(words)
    return " ".join(rest or words)


def _within(districts: set[str], smaller: Sequence[Named]) -> Reading:
    """The units named that lie in a district named; without any, all that has become of the district."""
    names = {bare(district) for district in districts}
    if inside := [one for one in smaller if bare(one.district) in names]:
        return _reading(inside)
    codes = [one.code for each in _index().values() for one in each if one.code and bare(one.district) in names]
    return Reading(tuple(dict.fromkeys(codes)), min(districts))


def _reading(named: Sequence[Named]) -> Reading:
    gone = [one.words for one in named if one.tier is Tier.OLD and one.full_name != _names_of_today()[one.code]]
    return Reading(tuple(dict.fromkeys(one.code for one in named)), next(iter(gone), ""))


def _mentions(words: Sequence[str]) -> list[Mention]:
    """Names that fill the words to their end, else those that follow their kind ("... phuong ha tu ...")."""
    if (filling := _filling(words)) is not None:
        return filling
    for place in range(len(words)):
        kind, rest = _kind_of(words[place:])
        for length in _lengths(rest) if kind else ():
            if named := _fitting(rest[:length], kind):
                return [named, *_mentions(rest[length:])]
    return []


def _filling(words: Sequence[str]) -> list[Mention] | None:
    if not words:
        return []
    for kind, rest in (_kind_of(words), ("", words)):
        for length in _lengths(rest):
            named = _fitting(rest[:length], kind)
            if named and (after := _filling(rest[length:])) is not None:
                return [named, *after]
    return None


def _kind_of(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The kind of place with which the words begin, as `_KINDS` writes it, and what follows."""
    for length in (2, 1):
        if (kind := " ".join(words[:length])) in _KINDS:
            return kind, words[length:]
    return "", words


def _lengths(words: Sequence[str]) -> Iterable[int]:
    return range(min(LONGEST_NAME, len(words)), 0, -1)


def _fitting(words: Sequence[str], kind: str) -> Mention:
    """What the name stands for; with its kind, those of that kind if there are any."""
    named = _index().get(" ".join(words), ())
    if not kind:
        return named
    full, tiers = _KINDS[kind]
    possible = [one for one in named if one.tier in tiers]
    return [one for one in possible if one.full_name.lower().startswith(full)] or possible


def _words(text: str) -> list[str]:
    return text.replace(".", " ").replace(":", " ").split()


def _is_district(mention: Mention) -> bool:
    return any(one.tier is Tier.DISTRICT for one in mention)


def _is_home(mention: Mention) -> bool:
    return any(one.tier is Tier.PROVINCE and one.code == HOME_PROVINCE_CODE for one in mention)


def _is_elsewhere(mention: Mention) -> bool:
    return all(one.tier is Tier.PROVINCE and one.code != HOME_PROVINCE_CODE for one in mention)


@cache
def _names_of_today() -> dict[str, str]:
    return {str(row["code"]): str(row["full_name"]) for row in _communes_at_home()}


@cache
def _index() -> dict[str, tuple[Named, ...]]:
    """Everything that has a name, by its folded name."""
    index: dict[str, list[Named]] = {}
    for name, named in [*_communes(), *_old_units(), *_districts(), *_provinces()]:
        index.setdefault(fold(name), []).append(named)
    return {name: tuple(dict.fromkeys(several)) for name, several in index.items()}


def _communes_at_home() -> list[Row]:
    return [row for row in commune_rows() if row["province_code"] == HOME_PROVINCE_CODE]


def _communes() -> list[tuple[str, Named]]:
    return [
        (str(row["name"]), Named(Tier.NOW, str(row["full_name"]), str(row["code"]), str(row["former_district"])))
        for row in _communes_at_home()
    ]


def _old_units() -> list[tuple[str, Named]]:
    return [
        (str(row["name"]), Named(Tier.OLD, str(row["full_name"]), str(row["commune_code"]), str(row["district"])))
        for row in old_unit_rows()
    ]


def _districts() -> list[tuple[str, Named]]:
    names = dict.fromkeys(str(row["district"]) for row in old_unit_rows())
    return [(bare(name), Named(Tier.DISTRICT, name, "")) for name in names]


def _provinces() -> list[tuple[str, Named]]:
    rows = [*province_rows(), *old_province_rows()]
    return [
        (str(row["name"]), Named(Tier.PROVINCE, f"{row['kind']} {row['name']}".capitalize(), str(row["code"])))
        for row in rows
    ]
