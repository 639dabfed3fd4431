"""From the cells of a line to what they mean, cell by cell, so that all that is wrong is told at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from flask import current_app
from flask_babel import force_locale, gettext

from marketplace import clock
from marketplace.errors import Invalid
from marketplace.money import NotAnAmount, parse_dong
from marketplace.text import slug
from marketplace.web.language import LANGUAGES
from vendors.imports.columns import BY_KEY, BY_WEIGHT, NEEDED_OF_A_PACK, OF_LISTING, PICTURES, SKU, TITLE, Kind
from vendors.imports.naming import allergen_words, allergens_named, day_written
from vendors.imports.reading import Problems
from vendors.listings.models import Category, Storage
from vendors.listings.photos import MOST_PHOTOS
from vendors.listings.values import ListingValues, checked, plain_line
from vendors.listings.variants import LONGEST_SKU, NET_UNITS, Terms, checked_terms
from vendors.listings.words import STORAGE_NAMES, UNIT_NAMES
from vendors.shelf.packs import net_content
from vendors.stock.counting import Ahead
from vendors.stock.errors import DayMissing, ImplausibleQuantity
from vendors.stock.expecting import MOST_EXPECTED
from vendors.stock.operations import MOST_ON_HAND

_WHOLE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,15}")
_NUMBERED = re.compile(r"([0-9]{1,4})\b")
_PLACES = re.compile(r"[\s,;]+")
SOUND = Terms("a", 1, 1, 1, "g", "A")
OF_A_PACK = (*NEEDED_OF_A_PACK, "net_amount", "net_unit", *BY_WEIGHT)
FOLLOWS_FROM_WEIGHT = {"price_dong", "net_amount", "net_unit"}


@dataclass(frozen=True)
class Words:
    """What words of cells stand for: product sets, ways of keeping and units, by their names in every language."""

    categories: Mapping[str, int]
    storages: Mapping[str, Storage]
    units: Mapping[str, str]
    allergens: Mapping[str, str]
    sets: Sequence[Category] = ()
    """Kept here so that they stay in the session, and no check asks for one of them again."""

    @classmethod
    def known(cls, categories: list[Category]) -> "Words":
        """Collect the names; those of product sets as they are in the database."""
        return cls(_category_names(categories), *_names_by_language(), sets=categories)


@dataclass(frozen=True)
class Line:
    """What a line says: of its product, of its pack (without what it leaves out), how many there are, its pictures."""

    sku: str
    of_listing: ListingValues = field(default_factory=ListingValues)
    of_pack: Mapping[str, Any] = field(default_factory=dict)
    on_hand: int | None = None
    ahead: Ahead | None = None
    pictures: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The product's name, where it is said."""
        return self.of_listing.get("title_vi", "")

    @property
    def by_weight(self) -> bool:
        """Whether it says something of goods that are sold by weight."""
        return any(key in self.of_pack for key in BY_WEIGHT)

    def terms(self, before: Terms | None = None) -> Terms:
        """What the pack is sold as: what is not said stays as it was; without a content the label says it.

        Raises Invalid (with the field) where what is said does not fit what was, or more is needed by weight.
        """
        said = dict(self.of_pack)
        if self.by_weight or (before and before.sold_by_weight):
            said = {name: value for name, value in said.items() if name not in FOLLOWS_FROM_WEIGHT}
            known = before or replace(SOUND, net_unit="g")
            return checked_terms(replace(known, **said, sku=self.sku, sold_by_weight=True))
        if "label" in said and not {"net_amount", "net_unit"} & said.keys() and not before:
            said["net_amount"], said["net_unit"] = net_content(said["label"])
        return replace(before or replace(SOUND, net_unit="piece"), **said, sku=self.sku)


def read_line(cells: Mapping[str, str], words: Words, *, vendor_id: int) -> tuple[Line, Problems]:
    """What the cells mean, and every problem as [column, sentence]; what is wrong is left out of the line."""
    problems: Problems = []
    found: dict[str, Any] = {}
    for key, text in cells.items():
        try:
            found[key] = _READERS[BY_KEY[key].kind](text, words)
        except Invalid as refused:
            problems.append([key, str(refused)])
    if not 1 <= len(found.get(SKU, "")) <= LONGEST_SKU:
        problems.append([SKU, _sku_words(found.get(SKU, ""))])
    said = {key: found[key] for key in OF_LISTING if key in found}
    pack = {key: found[key] for key in OF_A_PACK if key in found}
    problems += _wrong_with_listing(said, vendor_id) + _wrong_with_pack(pack)
    ahead = (
        Ahead(found.get("expected"), found.get("expected_on")) if {"expected", "expected_on"} & found.keys() else None
    )
    line = Line(
        sku=found.get(SKU, ""),
        of_listing=_clean(said, problems, vendor_id),
        of_pack=pack,
        on_hand=found.get("on_hand"),
        ahead=ahead,
        pictures=found.get(PICTURES, ()),
    )
    return line, problems + _wrong_with_rest(line)


def is_new_without(line: Line, *, has_listing: bool) -> Problems:
    """What a pack that is not known yet lacks, and its product where that is not known either."""
    needed = ("label", *BY_WEIGHT) if line.by_weight else NEEDED_OF_A_PACK
    missing = [key for key in needed if key not in line.of_pack]
    if line.ahead and line.ahead.quantity and line.ahead.day is None:
        missing.append("expected_on")
    if not line.title:
        missing.append(TITLE)
    if not has_listing and "category_number" not in line.of_listing:
        missing.append("category_number")
    problems = [[key, str(gettext("Hàng mới cần có mục này."))] for key in missing]
    if line.ahead and line.ahead.day and line.ahead.day < clock.today():
        problems.append(["expected_on", str(DayMissing())])
    return problems


def _sku_words(sku: str) -> str:
    if not sku:
        return str(gettext("Hãy ghi mã riêng cho mỗi quy cách."))
    return str(gettext("Mã dài quá %(most)s ký tự.", most=LONGEST_SKU))


def _wrong_with_listing(said: Mapping[str, Any], vendor_id: int) -> Problems:
    seasons = {"season_from_month", "season_until_month"} & said.keys()
    alone = [{key: value} for key, value in said.items() if key not in seasons]
    together = [{key: said.get(key) for key in ("season_from_month", "season_until_month")}] if seasons else []
    problems: Problems = []
    for values in (*alone, *together):
        try:
            checked(values, vendor_id=vendor_id)  # type: ignore[arg-type]  # its keys are those of ListingValues
        except Invalid as refused:
            problems.append([refused.field or next(iter(values)), str(refused)])
    return problems


def _clean(said: Mapping[str, Any], problems: Problems, vendor_id: int) -> ListingValues:
    wrong = {key for key, _words in problems}
    if wrong & {"season_from_month", "season_until_month"}:
        wrong |= {"season_from_month", "season_until_month"}
    right = {key: value for key, value in said.items() if key not in wrong}
    return cast("ListingValues", checked(cast("ListingValues", right), vendor_id=vendor_id))


def _wrong_with_pack(pack: Mapping[str, Any]) -> Problems:
    weighed = {key: value for key, value in pack.items() if key in BY_WEIGHT}
    problems = _wrong_by_weight(weighed) if weighed else Problems()
    terms = replace(SOUND, **{key: value for key, value in pack.items() if key not in BY_WEIGHT})
    while True:
        try:
            checked_terms(terms)
        except Invalid as refused:
            problems.append([str(refused.field), str(refused)])
            terms = replace(terms, **{str(refused.field): getattr(SOUND, str(refused.field))})
        else:
            return problems


def _wrong_by_weight(weighed: Mapping[str, Any]) -> Problems:
    """What is wrong with each alone; then, where all of them may be, with them together."""
    problems: Problems = []
    for said in (*({key: value} for key, value in weighed.items()), weighed):
        heaviest = said.get("most_grams", max(said.get("least_grams", 1), 1))
        fitting = {"kg_price_dong": 1000, "least_grams": 1, "most_grams": heaviest, **said}
        try:
            checked_terms(replace(SOUND, sold_by_weight=True, **fitting))
        except Invalid as refused:
            at_fault = refused.field if refused.field in said else "kg_price_dong"
            problems += [[str(at_fault), str(refused)]] if said is not weighed or not problems else []
    return problems


def _wrong_with_rest(line: Line) -> Problems:
    problems: Problems = []
    if line.ahead and (line.ahead.quantity or 0) > MOST_EXPECTED:
        problems.append(["expected", str(ImplausibleQuantity(least=0, most=MOST_EXPECTED, field="expected"))])
    if line.on_hand is not None and line.on_hand > MOST_ON_HAND:
        problems.append(["on_hand", str(gettext("Số gói phải từ 0 đến 1.000.000.000."))])
    if len(line.pictures) > MOST_PHOTOS:
        problems.append([PICTURES, str(gettext("Mỗi mặt hàng có tối đa %(most)s ảnh.", most=MOST_PHOTOS))])
    if any("://" in place and not place.startswith("https://") for place in line.pictures):
        problems.append([PICTURES, str(gettext("Địa chỉ ảnh phải bắt đầu bằng https://."))])
    return problems


def _text(text: str, _words: Words) -> str:
    return text


def _whole(text: str, _words: Words) -> int:
    typed = "".join(text.split())
    if not _WHOLE.fullmatch(typed):
        raise Invalid(gettext("Hãy ghi một số nguyên, ví dụ 10."))
    return int(typed.replace(".", ""))


def _dong(text: str, _words: Words) -> int:
    try:
        return parse_dong(text)
    except NotAnAmount as refused:
        raise Invalid(gettext("Hãy ghi số tiền, ví dụ 350000 hoặc 350k.")) from refused


def _category(text: str, words: Words) -> int:
    """By its number ("6", "6. Miến, bún") or by one of its names."""
    numbered = _NUMBERED.match(text)
    found = int(numbered[1]) if numbered else words.categories.get(slug(text))
    if found is None or found not in words.categories.values():
        raise Invalid(gettext("Không có nhóm hàng này. Hãy chọn lại."))
    return found


def _storage(text: str, words: Words) -> Storage:
    found = words.storages.get(slug(text))
    if found is None:
        raise Invalid(gettext("Hãy chọn: %(choices)s.", choices=", ".join(map(str, STORAGE_NAMES.values()))))
    return found


def _unit(text: str, words: Words) -> str:
    found = words.units.get(slug(text))
    if found is None:
        raise Invalid(gettext("Hãy chọn đơn vị g, ml hoặc cái."))
    return found


def _day(text: str, _words: Words) -> date:
    found = day_written(text)
    if found is None:
        raise Invalid(gettext("Hãy ghi ngày, ví dụ 25/12/2026."))
    return found


def _allergens(text: str, words: Words) -> list[str]:
    found = allergens_named(text, words.allergens)
    if found is None:
        raise Invalid(gettext("Hãy ghi tên trong danh sách, cách nhau bằng dấu chấm phẩy, hoặc “Không có”."))
    return found


def _pictures(text: str, _words: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for place in _PLACES.split(plain_line(text)) if place))


_READERS: dict[Kind, Callable[[str, Words], Any]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _whole,
    Kind.DONG: _dong,
    Kind.CATEGORY: _category,
    Kind.STORAGE: _storage,
    Kind.UNIT: _unit,
    Kind.DAY: _day,
    Kind.ALLERGENS: _allergens,
    Kind.PICTURES: _pictures,
}


def _category_names(categories: list[Category]) -> dict[str, int]:
    """Each product set by its names; a name that two of them bear means neither."""
    found: dict[str, int] = {}
    for each in categories:
        found[f"#{each.number}"] = each.number
        for name in {slug(getattr(each, f"{what}_{one}")) for what in ("name", "label") for one in LANGUAGES}:
            found[name] = 0 if found.get(name, each.number) != each.number else each.number
    return {name: number for name, number in found.items() if number}


Names = tuple[dict[str, Storage], dict[str, str], dict[str, str]]


def _names_by_language() -> Names:
    """Ways of keeping, units and allergens by their names in every language: the same as long as the program runs."""
    kept: Names | None = current_app.extensions.get("import_words")
    if kept is None:
        storages = {kind.value: kind for kind in Storage}
        units = {unit: unit for unit in NET_UNITS} | {"gram": "g", "gr": "g", "chiec": "piece"}
        for language in LANGUAGES:
            with force_locale(language):
                storages |= {slug(str(name)): kind for kind, name in STORAGE_NAMES.items()}
                units |= {slug(str(name)): unit for unit, name in UNIT_NAMES.items()}
        kept = current_app.extensions["import_words"] = (storages, units, allergen_words())
    return kept
