"""The filters as a page shows them: what can be chosen, what is chosen, and what to loosen when nothing fits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from marketplace.money import format_dong
from marketplace.text import sort_key
from vendors.listings.models import Storage
from vendors.listings.words import STORAGE_NAMES
from vendors.storefront.facets import Choice, Counts
from vendors.storefront.filters import LEAST_STAR, MOST_STAR, address_of
from vendors.storefront.search import BANDS, Destination, Question


@dataclass(frozen=True)
class Option:
    """A choice of a filter: its value in the form, its words, how many listings it leaves, and whether it is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is set: its words, the address without it, and how many listings that would give."""

    label: str
    url: str
    count: int


class Panel:
    """The filters of one question with its counts."""

    def __init__(self, question: Question, counts: Counts, destination_name: str) -> None:
        """Keep what is asked and counted; `destination_name` is how the place that goods must reach is called."""
        self.question, self.counts, self._destination_name = question, counts, destination_name

    @property
    def categories(self) -> list[Option]:
        """The product sets that would leave something, the fullest first."""
        chosen = {str(number) for number in self.question.categories}
        return self._fullest_first("category", chosen)

    @property
    def communes(self) -> list[Option]:
        """The communes that would leave something, the fullest first."""
        return self._fullest_first("commune", set(self.question.communes))

    @property
    def stars(self) -> list[Option]:
        """So many stars at least."""
        counted = {star: self.counts.of("star", str(star)) for star in range(LEAST_STAR, MOST_STAR + 1)}
        return [
            Option(
                str(star),
                star_words(star),
                sum(counted[more] for more in range(star, MOST_STAR + 1)),
                star == self.question.star,
            )
            for star in range(MOST_STAR, LEAST_STAR - 1, -1)
        ]

    @property
    def bands(self) -> list[Option]:
        """The bands of price that would leave something."""
        options = (
            Option(str(place), band_words(place), self.counts.of("band", str(place)), place in self.question.bands)
            for place in range(len(BANDS))
        )
        return [option for option in options if option.count or option.is_chosen]

    @property
    def storages(self) -> list[Option]:
        """The ways of keeping that would leave something."""
        options = (
            Option(
                storage.value,
                str(STORAGE_NAMES[storage]),
                self.counts.of("storage", storage.value),
                storage in self.question.storages,
            )
            for storage in Storage
        )
        return [option for option in options if option.count or option.is_chosen]

    @property
    def in_stock(self) -> int:
        """How many are in stock."""
        return self.counts.of("stock", "true")

    @property
    def chips(self) -> list[Chip]:
        """What is set, each with the way to take it back."""
        return [Chip(label, address_of(without), self._without(name, without)) for name, label, without in self._set()]

    @property
    def looser(self) -> list[Chip]:
        """What to take back when nothing fits, what helps most first; nothing where no single one helps."""
        return sorted((chip for chip in self.chips if chip.count), key=lambda chip: -chip.count)

    def _without(self, name: str, without: Question) -> int:
        """Count what is left without one choice: of several in one filter, another may still be chosen."""
        several = {"category": without.categories, "commune": without.communes, "band": without.bands}
        chosen = several.get(name, without.storages if name == "storage" else ())
        if not chosen:
            return self.counts.without.get(name, 0)
        return sum(self.counts.of(name, str(getattr(value, "value", value))) for value in chosen)

    def _fullest_first(self, name: str, chosen: set[str]) -> list[Option]:
        fitting = [choice for choice in self.counts.choices.get(name, ()) if choice.count or choice.value in chosen]
        ordered = sorted(
            fitting, key=lambda choice: (choice.value not in chosen, -choice.count, sort_key(choice.label))
        )
        return [Option(each.value, each.label, each.count, each.value in chosen) for each in ordered]

    def _set(self) -> Iterator[tuple[str, str, Question]]:
        yield from self._set_of_several()
        yield from self._set_once()

    def _set_of_several(self) -> Iterator[tuple[str, str, Question]]:
        asked = self.question
        for number in asked.categories:
            left = tuple(other for other in asked.categories if other != number)
            yield "category", self._label("category", str(number)), replace(asked, categories=left)
        for code in asked.communes:
            left_codes = tuple(other for other in asked.communes if other != code)
            yield "commune", self._label("commune", code), replace(asked, communes=left_codes)
        for place in asked.bands:
            left = tuple(other for other in asked.bands if other != place)
            yield "band", band_words(place), replace(asked, bands=left)
        for storage in asked.storages:
            left_ways = tuple(other for other in asked.storages if other is not storage)
            yield "storage", str(STORAGE_NAMES[storage]), replace(asked, storages=left_ways)

    def _set_once(self) -> Iterator[tuple[str, str, Question]]:
        asked = self.question
        if asked.district:
            yield "district", asked.district, replace(asked, district="")
        if asked.star is not None:
            yield "star", star_words(asked.star), replace(asked, star=None)
        if asked.price_from is not None:
            words = _("Từ %(price)s", price=format_dong(asked.price_from))
            yield "price_from", words, replace(asked, price_from=None)
        if asked.price_until is not None:
            words = _("Đến %(price)s", price=format_dong(asked.price_until))
            yield "price_until", words, replace(asked, price_until=None)
        if asked.in_stock:
            yield "stock", _("Chỉ hàng còn"), replace(asked, in_stock=False)
        if asked.reaches.province:
            words = _("Giao tới %(place)s", place=self._destination_name)
            yield "reach", words, replace(asked, reaches=Destination())

    def _label(self, name: str, value: str) -> str:
        known: list[Choice] = self.counts.choices.get(name, [])
        return next((choice.label for choice in known if choice.value == value), value)


def star_words(star: int) -> str:
    """Say at least so many stars."""
    return str(_("5 sao") if star == MOST_STAR else _("Từ %(star)s sao", star=star))


def band_words(place: int) -> str:
    """Say a band of price."""
    least, until = BANDS[place]
    if least == 0:
        return str(_("Dưới %(price)s", price=format_dong(until)))
    if place == len(BANDS) - 1:
        return str(_("Từ %(price)s", price=format_dong(least)))
    return f"{format_dong(least)} – {format_dong(until)}"
