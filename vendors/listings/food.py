"""What has to be said of food before buyers see it, by product set, and the allergens that are asked for.

Labels: Decree 43/2017/NĐ-CP as changed by 111/2021/NĐ-CP; self-declaration of processed packed food: Decree
15/2018/NĐ-CP, art. 4 and 5; allergens: TCVN 7087:2013 (CXS 1-1985), with sesame and molluscs, which later lists name.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Allergen(StrEnum):
    """What many people cannot bear."""

    GLUTEN = "gluten"
    CRUSTACEANS = "crustaceans"
    MOLLUSCS = "molluscs"
    FISH = "fish"
    EGGS = "eggs"
    MILK = "milk"
    PEANUTS = "peanuts"
    SOYBEANS = "soybeans"
    NUTS = "nuts"
    SESAME = "sesame"
    SULPHITES = "sulphites"


class Fact(StrEnum):
    """What is asked for of food; what is in a pack and how it is kept is asked for of everything."""

    INGREDIENTS = "ingredients"
    ALLERGENS = "allergens"
    SHELF_LIFE = "shelf_life"
    DECLARATION = "declaration"


ALLERGEN_NAMES: Final[dict[Allergen, LazyString]] = {
    Allergen.GLUTEN: _l("Ngũ cốc có gluten (lúa mì, đại mạch)"),
    Allergen.CRUSTACEANS: _l("Tôm, cua, ghẹ"),
    Allergen.MOLLUSCS: _l("Mực, sò, ốc, hàu"),
    Allergen.FISH: _l("Cá"),
    Allergen.EGGS: _l("Trứng"),
    Allergen.MILK: _l("Sữa"),
    Allergen.PEANUTS: _l("Lạc"),
    Allergen.SOYBEANS: _l("Đậu nành"),
    Allergen.NUTS: _l("Hạt cây (điều, óc chó, hạnh nhân)"),
    Allergen.SESAME: _l("Vừng"),
    Allergen.SULPHITES: _l("Sunfit từ 10 mg/kg"),
}

OF_ALL_FOOD: Final = frozenset({Fact.ALLERGENS, Fact.SHELF_LIFE})
_FRESH_OR_RAW: Final = (1, 2, 3)
_OF_ONE_THING: Final = (4,)
_PREPARED: Final = tuple(range(5, 19))
"""From ready-to-eat food to drinks and food supplements."""

ASKED: Final[dict[int, frozenset[Fact]]] = {
    **dict.fromkeys(_FRESH_OR_RAW, OF_ALL_FOOD),
    **dict.fromkeys(_OF_ONE_THING, OF_ALL_FOOD | {Fact.DECLARATION}),
    **dict.fromkeys(_PREPARED, frozenset(Fact)),
}
"""By the number of the product set (Decision 26/2026/QĐ-TTg, Annex I)."""


def asked_of(category_number: int) -> frozenset[Fact]:
    """Give what has to be said of goods of this product set; nothing of what is no food."""
    return ASKED.get(category_number, frozenset())


def sets_asked(fact: Fact) -> list[int]:
    """Give the product sets of which this has to be said."""
    return [number for number, asked in ASKED.items() if fact in asked]


def names_of(codes: Sequence[str]) -> list[str]:
    """Name allergens in the reader's language, in the order of the list."""
    return [str(name) for each, name in ALLERGEN_NAMES.items() if each.value in codes]
