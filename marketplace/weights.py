"""Weights in whole grams, as people write and read them."""

import re
from decimal import Decimal

_WEIGHT = re.compile(r"(?P<number>[0-9]{1,7}(?:[.,][0-9]{1,3})?)(?P<unit>kg|g|gr|gam)?")
_GROUPED = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
GRAMS_PER_KG = 1000


def parse_grams(typed: str) -> int:
    """Read a weight: '950', '950 g', '1.200' (grams); '0,95', '1,2 kg' (kilograms). Raises ValueError for none."""
    found = _WEIGHT.fullmatch("".join(typed.lower().split()))
    if found is None:
        raise ValueError(typed)
    number, unit = found["number"], found["unit"]
    has_fraction = "," in number or "." in number
    if _GROUPED.fullmatch(number) and unit != "kg":
        grams = Decimal(number.replace(".", ""))
    elif unit == "kg" or (has_fraction and unit is None):
        grams = Decimal(number.replace(",", ".")) * GRAMS_PER_KG
    else:
        grams = Decimal(number.replace(",", "."))
    if grams != int(grams) or grams < 1:
        raise ValueError(typed)
    return int(grams)


def weight_words(grams: int) -> str:
    """Write a weight as people say it: 950 g, 1,2 kg."""
    if grams < GRAMS_PER_KG:
        return f"{grams} g"
    return f"{Decimal(grams) / GRAMS_PER_KG:f}".replace(".", ",") + " kg"
