"""The words by which a listing is found: its names, its maker, its places, and what else people call it."""

from collections.abc import Sequence
from dataclasses import dataclass

from vendors.lexicon.synonyms import Said, also_called, also_said
from vendors.lexicon.terms import spellings, tokens, vector

EVERYWHERE = "Đặc sản OCOP tỉnh Quảng Ninh Việt Nam Vietnam speciality spécialité"
STARS = "sao stars étoiles"
CITIES = {"Hạ Long", "Móng Cái", "Cẩm Phả", "Uông Bí", "Đông Triều"}
TOWNS = {"Quảng Yên", "Đông Triều"}
"""Old districts that were towns, or had been until not long before."""


@dataclass(frozen=True)
class Wording:
    """What is said of a listing, in order of weight."""

    names: Sequence[str]
    vendor: str
    places: Sequence[str]
    kinds: Sequence[str]

    def indexed(self, said: Sequence[Said]) -> tuple[str, list[str]]:
        """Give the search vector, and the folded words that people may type for it."""
        named = [*self.names[:1], *self.places]
        more = [*self.kinds, *also_called(named), EVERYWHERE]
        known = tokens(" ".join([*self.names, self.vendor, *self.places, *more]))
        spelt = spellings(" ".join([*named, self.vendor]))
        more += also_said(said, known, spelt)
        parts = (
            ("A", self.names, self.names[0]),
            ("B", [self.vendor], self.vendor),
            ("C", self.places, " ".join(self.places)),
            ("D", more, ""),
        )
        return vector(parts), sorted({*known, *tokens(" ".join(more))})


def district_names(district: str | None) -> list[str]:
    """Give an old district as people write it, with its kind before it."""
    if not district:
        return []
    kinds = [kind for kind, names in (("Thành phố", CITIES), ("Thị xã", TOWNS)) if district in names]
    return [f"{kind} {district}" for kind in kinds or ["Huyện"]]


def star_words(star: int | None) -> list[str]:
    """Give the words for a star ("5 sao")."""
    return [f"{star} {STARS}"] if star else []
