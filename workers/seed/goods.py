"""The goods of the demo market: every product name of the programme that is known, with what a page needs to say."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marketplace.places.gazetteer import without_marks

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Product:
    """A kind of goods as `data/products.csv` has it; its README says where each field comes from.

    `producer` is empty where nobody is known by name; `star` and `star_year` where no rating was published.
    `ground` is empty where the product set has the right one for pictures. Prices are placeholders of a plausible
    size. `net_amount` counts `net_unit` (g, ml or piece).
    """

    key: str
    name_vi: str
    name_en: str
    name_fr: str
    producer: str
    former_district: str
    set_number: int
    ground: str
    star: int | None
    star_year: int | None
    unit: str
    price_dong: int
    weight_grams: int
    net_amount: int
    net_unit: str
    storage: str
    shelf_life_days: int | None
    ingredients: str
    allergens: tuple[str, ...]
    pack: str
    drawing: str
    second_drawing: str
    season_from_month: int | None
    season_until_month: int | None
    description_vi: str
    description_en: str
    description_fr: str
    source: str

    @property
    def name_on_label(self) -> str:
        """The name without what stands in brackets."""
        return self.name_vi.split(" (")[0]

    @property
    def sku(self) -> str:
        """A short code for the goods: the first letters of the words, without marks ("MDBL")."""
        return "".join(word[0] for word in without_marks(self.name_on_label).upper().split())


@cache
def products() -> dict[str, Product]:
    """All goods by key, in the order of the file."""
    with (DATA / "products.csv").open(encoding="utf-8", newline="") as lines:
        return {fact["key"]: _product(fact) for fact in csv.DictReader(lines)}


def _product(fact: dict[str, str]) -> Product:
    same_names = {name: fact[name] for name in SAME_NAMES}
    return Product(
        **same_names,
        set_number=int(fact["ocop_set_no"]),
        star=_number(fact["star"]),
        star_year=_number(fact["star_year"]),
        price_dong=int(fact["demo_price_dong"]),
        weight_grams=int(fact["weight_grams"]),
        net_amount=int(fact["net_amount"]),
        shelf_life_days=_number(fact["shelf_life_days"]),
        ingredients=fact["ingredients_vi"],
        allergens=tuple(fact["allergens"].split()),
        season_from_month=_number(fact["season_from_month"]),
        season_until_month=_number(fact["season_until_month"]),
    )


SAME_NAMES = (
    *(
        "key",
        "name_vi",
        "name_en",
        "name_fr",
        "producer",
        "former_district",
        "ground",
        "unit",
        "net_unit",
        "storage",
        "pack",
    ),
    *("drawing", "second_drawing", "description_vi", "description_en", "description_fr", "source"),
)


def _number(words: str) -> int | None:
    return int(words) if words else None
