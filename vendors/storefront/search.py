"""What visitors ask of the catalogue, and what a listing must be to answer it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, case, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from marketplace import clock
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.lexicon.terms import SPELT, marked_spellings, spellings, tokens
from vendors.listings.models import Storage
from vendors.models import Vendor
from vendors.storefront.models import CatalogueEntry as Entry

LONGEST_QUESTION = 100
MOST_WORDS = 10
SHORTEST_PLURAL = 4
DEAREST_DONG = 10**12
ALL_MARKS = 50
"""What all marks as typed are worth: more than any place of the words."""
BANDS = ((0, 50_000), (50_000, 100_000), (100_000, 200_000), (200_000, 500_000), (500_000, DEAREST_DONG))
"""Bands of price in đồng, from (included) until (not included); a band goes by its place."""


class Sort(StrEnum):
    """In which order listings are shown."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    STARS = "stars"
    NAME = "name"


@dataclass(frozen=True)
class Destination:
    """Where a buyer wants goods to be brought: a province, and in the home province its commune if it is said."""

    province: str = ""
    commune: str = ""


@dataclass(frozen=True)
class Question:
    """A search: words and filters, each of which may be empty. Prices are whole đồng.

    Several choices of one filter widen it; filters narrow each other.
    """

    words: str = ""
    categories: tuple[int, ...] = ()
    communes: tuple[str, ...] = ()
    district: str = ""
    star: int | None = None
    bands: tuple[int, ...] = ()
    price_from: int | None = None
    price_until: int | None = None
    storages: tuple[Storage, ...] = ()
    in_stock: bool = False
    reaches: Destination = Destination()
    is_exact: bool = False
    """The words are meant as they are typed."""
    vendor_id: int | None = None
    sort: Sort = Sort.RELEVANCE

    @property
    def terms(self) -> list[str]:
        """The folded words that are looked for."""
        return tokens(self.words[:LONGEST_QUESTION])[:MOST_WORDS]

    @property
    def marked(self) -> list[str]:
        """The spellings of those words that were typed with marks."""
        return marked_spellings(self.words[:LONGEST_QUESTION])[:MOST_WORDS]

    def without_filters(self) -> "Question":
        """Give the same words for everything on sale."""
        return Question(words=self.words, vendor_id=self.vendor_id, sort=self.sort)

    def exactly(self) -> "Question":
        """Give the same question with its words meant as they are typed."""
        return replace(self, is_exact=True)

    def in_words(self, words: str) -> "Question":
        """Give the same filters for other words."""
        return replace(self, words=words)


def star_today() -> ColumnElement[int | None]:
    """Give the star while its certificate is valid, and nothing after."""
    return case((Entry.star_until >= clock.today(), Entry.star), else_=None)


def band_of_price() -> ColumnElement[int]:
    """Give the place of the band in which the price lies."""
    return case(*((Entry.price_dong < until, place) for place, (_, until) in enumerate(BANDS)), else_=len(BANDS) - 1)


def conditions(question: Question) -> list[ColumnElement[bool]]:
    """Write what a listing must be to answer the question."""
    return [*subject(question), *filters(question).values()]


def subject(question: Question) -> list[ColumnElement[bool]]:
    """Write what is looked for, before any filter: the words, and the vendor of a shop's own page."""
    found: list[ColumnElement[bool]] = []
    if question.vendor_id is not None:
        found.append(Entry.vendor_id == question.vendor_id)
    if question.terms:
        found.append(matches(words_query(question.terms)))
    elif question.words.strip():
        found.append(false())
    return found


def filters(question: Question) -> dict[str, ColumnElement[bool]]:
    """Write each filter that is set, by its name."""
    star = func.coalesce(star_today(), 0) >= (question.star or 0)
    asked: tuple[tuple[str, object, ColumnElement[bool]], ...] = (
        ("category", question.categories, Entry.category_number.in_(question.categories)),
        ("commune", question.communes, Entry.commune_code.in_(question.communes)),
        ("district", question.district, Entry.former_district == question.district),
        ("star", question.star, star),
        ("band", question.bands, band_of_price().in_(question.bands)),
        ("price_from", question.price_from is not None, Entry.price_dong >= (question.price_from or 0)),
        ("price_until", question.price_until is not None, Entry.price_dong <= (question.price_until or 0)),
        ("storage", question.storages, Entry.storage.in_(question.storages)),
        ("stock", question.in_stock, Entry.available > 0),
        ("reach", question.reaches.province, reaching(question.reaches)),
    )
    return {name: condition for name, is_set, condition in asked if is_set}


def reaching(destination: Destination) -> ColumnElement[bool]:
    """Write that the vendor brings goods there, itself or by a carrier, in the days that they bear on the way.

    Fetching them does not count.
    """
    zones = [DeliveryRate.zone == DeliveryZone.COUNTRY]
    if destination.province == HOME_PROVINCE_CODE:
        zones.append(DeliveryRate.zone == DeliveryZone.PROVINCE)
        near = select(Vendor.id).where(Vendor.commune_code == destination.commune)
        zones.append((DeliveryRate.zone == DeliveryZone.COMMUNE) & DeliveryRate.vendor_id.in_(near))
    left_out = DeliveryRate.commune_prices.contains({destination.commune: None})
    ways = select(DeliveryRate.vendor_id).where(DeliveryRate.kind != DeliveryKind.PICKUP, ~left_out, or_(*zones))
    quick = ways.where(DeliveryRate.vendor_id == Entry.vendor_id, DeliveryRate.days_most <= Entry.most_transit_days)
    return Entry.vendor_id.in_(ways) & (Entry.most_transit_days.is_(None) | quick.correlate(Entry).exists())


def matches(query: str) -> ColumnElement[bool]:
    """Write that a listing has the words of a query (see `words_query`)."""
    return Entry.search_words.bool_op("@@")(literal(query, TSQUERY))


def words_query(terms: list[str], weights: str = "") -> str:
    """Write a tsquery for words that begin so, all of them; `weights` names where they must stand."""
    return " & ".join(_written(term, weights) for term in terms)


def is_close(question: Question) -> ColumnElement[bool]:
    """Write that the words stand beside each other, or are all in the listing's names and its maker's.

    Only the last of them may be the beginning of a word: it may still be typed.
    """
    *whole, last = question.terms
    beside = " <-> ".join([*(f"'{term}'" for term in whole), f"'{last}':*"])
    named = " & ".join([*(_written(term, "AB", begins="") for term in whole), _written(last, "AB")])
    return matches(f"({beside}) | ({named})")


def _written(term: str, weights: str, *, begins: str = "*") -> str:
    forms = " | ".join(f"'{form}':{begins}{weights}" for form in _forms(term))
    return f"({forms})"


def _forms(term: str) -> list[str]:
    """Give the word, and what an English or French plural in -s is the plural of."""
    if len(term) >= SHORTEST_PLURAL and term.endswith("s"):
        return [term, term.removesuffix("s")]
    return [term]


def nearness(question: Question) -> ColumnElement[int]:
    """Rank listings: those with all marks as typed first, then by where the words stand, then by marks shared."""
    folded = " ".join(question.terms)
    stands = case(
        (Entry.search_title_fold.startswith(folded, autoescape=True), 4),
        (Entry.search_title_fold.contains(f" {folded}", autoescape=True), 3),
        (matches(words_query(question.terms, "A")), 2),
        (matches(words_query(question.terms, "AB")), 1),
        else_=0,
    )
    typed = spellings(question.words[:LONGEST_QUESTION])[:MOST_WORDS]
    shared = [case((matches(f"'{SPELT}{word}'"), 1), else_=0) for word in typed]
    exact = matches(" & ".join(f"'{SPELT}{word}'" for word in marked)) if (marked := question.marked) else false()
    return sum(shared, start=10 * stands + case((exact, ALL_MARKS), else_=0))
