"""What a producer of the demo asks for its goods: title, text, packs and prices. Pure."""

from dataclasses import dataclass
from random import Random
from typing import Final

from vendors.listings.variants import Terms
from workers.seed.goods import Product
from workers.seed.stories import Words, plain_name, text_of

SPREAD: Final = 0.18
"""Prices differ from producer to producer by so much; rounding stays within a fifth."""
LARGER_PACKS: Final = 0.35
NAMED_AFTER_MAKER: Final = 0.6
MOST_GRAMS: Final = 25_000
REBATE: Final = 0.95
BY_WEIGHT: Final = frozenset(
    {"ghe-tra-co", "cua-bien-quang-yen", "tu-hai-van-don", "ga-tien-yen", "ga-ban-dam-ha", "na-dong-trieu"}
)
"""What nobody can cut to a weight: its price is that of a kilogram."""
ABOUT_A_KILOGRAM: Final = "Khoảng 1 kg"
LEAST_GRAMS, GRAMS = 850, 1_000
STEPS: Final = ((1_000_000, 10_000), (100_000, 5_000), (0, 1_000))
"""From this price on, prices are whole multiples of that."""


@dataclass(frozen=True)
class Offer:
    """A listing in words and packs; the first pack is the one of the product's own unit."""

    title: Words
    text: Words
    packs: tuple[Terms, ...]


def offer_of(product: Product, *, brand: str, place: str, is_first: bool, chance: Random) -> Offer:
    """Offer the goods: those who come first bear the product's plain name and price, later ones often their maker's."""
    price = product.price_dong if is_first else _rounded(product.price_dong * chance.uniform(1 - SPREAD, 1 + SPREAD))
    packs = [_pack(product, price)]
    number = 5 if product.unit == "kg" else 3
    if product.weight_grams * number <= MOST_GRAMS and not packs[0].sold_by_weight and chance.random() < LARGER_PACKS:
        packs.append(_larger(product, number, price))
    plain = is_first or chance.random() > NAMED_AFTER_MAKER
    return Offer(
        title=_title(product, "" if plain else brand),
        text=text_of(product, brand=brand, place=place, chance=chance),
        packs=tuple(packs),
    )


def _pack(product: Product, price: int) -> Terms:
    """The pack of the product's own unit; what nobody can cut to a weight is weighed when it is packed."""
    if product.key not in BY_WEIGHT:
        return Terms(_label(product, 1), price, product.weight_grams, product.net_amount, product.net_unit)
    return Terms(
        ABOUT_A_KILOGRAM,
        price,
        product.weight_grams,
        product.net_amount,
        product.net_unit,
        sold_by_weight=True,
        kg_price_dong=price,
        least_grams=LEAST_GRAMS,
        most_grams=GRAMS,
    )


def _title(product: Product, maker: str) -> Words:
    if not maker:
        return Words(product.name_vi, product.name_en, product.name_fr)
    bare = plain_name(maker)
    return Words(f"{product.name_vi} {maker}", f"{product.name_en}, {bare}", f"{product.name_fr}, {bare}")


def _larger(product: Product, number: int, price: int) -> Terms:
    grams, net = product.weight_grams * number, product.net_amount * number
    return Terms(_label(product, number), _rounded(price * number * REBATE), grams, net, product.net_unit)


def _label(product: Product, number: int) -> str:
    """The pack in the words of the data file: "Gói 500 g", "3 × gói 500 g", "5 kg"."""
    unit = product.unit
    if unit in {"kg", "chiếc", "con", "quả", "bát", "bó", "vé", "suất", "chậu", "chục"}:
        return f"{number} {unit}"
    return f"{unit[:1].upper()}{unit[1:]}" if number == 1 else f"{number} × {unit}"


def _rounded(price: float) -> int:
    step = next(step for least, step in STEPS if price >= least)
    return max(round(price / step) * step, step)
