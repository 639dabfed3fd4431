"""What the producers of the demo say of themselves and of their goods, put together from `data/stories.csv`."""

import csv
from dataclasses import dataclass
from functools import cache
from random import Random

from marketplace.places.gazetteer import without_marks
from vendors.models import VendorKind
from workers.seed.goods import DATA, Product
from workers.seed.themes import Theme


@dataclass(frozen=True)
class Words:
    """The same in Vietnamese, English and French."""

    vi: str
    en: str
    fr: str

    def __add__(self, more: "Words") -> "Words":
        """Both, one behind the other."""
        return Words(f"{self.vi} {more.vi}", f"{self.en} {more.en}", f"{self.fr} {more.fr}")

    def about(self, **who: object) -> "Words":
        """The words with their places filled; in other languages names lose their marks and "bà", "ông"."""
        bare = {name: plain_name(str(value)) for name, value in who.items()}
        filled = self.vi.format(**who), self.en.format(**bare), self.fr.format(**bare)
        return Words(*(words[:1].upper() + words[1:] for words in filled))


def story_of(kind: VendorKind, theme: Theme, *, brand: str, place: str, chance: Random) -> Words:
    """A short story of a producer that exists in the demo only."""
    opening = chance.choice(_sentences("opening", kind.value))
    told = opening.about(brand=brand, place=place, year=chance.randint(1998, 2019))
    return told + chance.choice(_sentences("middle", theme.value)) + chance.choice(_sentences("closing", "any"))


def story_of_known() -> Words:
    """What is said of a producer whose name is known: that its page is an example, and nothing else."""
    return _sentences("known", "any")[0]


def text_of(product: Product, *, brand: str, place: str, chance: Random) -> Words:
    """What the goods are, and (with a brand) who made these."""
    described = Words(product.description_vi, product.description_en, product.description_fr)
    if not brand:
        return described
    offer = chance.choice(_sentences("offer", "any")).about(brand=brand, place=place)
    paragraphs = zip((described.vi, described.en, described.fr), (offer.vi, offer.en, offer.fr), strict=True)
    return Words(*("\n\n".join(pair) for pair in paragraphs))


def plain_name(name: str) -> str:
    """A name for readers of other languages: "bà Lan" is "Lan", "Hồng Vân" is "Hong Van"."""
    return without_marks(name.removeprefix("bà ").removeprefix("ông "))


def _sentences(part: str, key: str) -> tuple[Words, ...]:
    return _all()[part, key]


@cache
def _all() -> dict[tuple[str, str], tuple[Words, ...]]:
    found: dict[tuple[str, str], tuple[Words, ...]] = {}
    with (DATA / "stories.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            place = line["part"], line["key"]
            found[place] = (*found.get(place, ()), Words(line["vi"], line["en"], line["fr"]))
    return found
