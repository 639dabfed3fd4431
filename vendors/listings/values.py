"""What a vendor says of a product, made clean and checked before it is written."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, TypedDict

from flask_babel import gettext
from sqlalchemy import select

from marketplace.database import db
from marketplace.errors import Invalid
from vendors.certificates.models import Certificate
from vendors.listings.errors import NotYourCertificate, UnknownCategory
from vendors.listings.food import Allergen
from vendors.listings.models import Category, Storage

LONGEST_TITLE = 150
LONGEST_TEXT = 10_000
MOST_SHELF_LIFE_DAYS = 3650
DECEMBER = 12
MOST_CATEGORIES = 1000

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


class ListingValues(TypedDict, total=False):
    """What can be said of a product; what is left out stays as it is. Months are 1 to 12, allergens codes or unsaid."""

    title_vi: str
    title_en: str
    title_fr: str
    text_vi: str
    text_en: str
    text_fr: str
    ingredients: str
    category_number: int
    certificate_id: int | None
    storage: Storage
    shelf_life_days: int | None
    season_from_month: int | None
    season_until_month: int | None
    allergens: list[str] | None
    self_declaration: str
    dispatch_days: int
    most_transit_days: int | None


LONGEST_DECLARATION = 60
MOST_DAYS = 60
TITLES = frozenset({"title_vi", "title_en", "title_fr"})
TEXTS = frozenset({"text_vi", "text_en", "text_fr", "ingredients"})
MONTHS = frozenset({"season_from_month", "season_until_month"})


def checked(values: ListingValues, *, vendor_id: int) -> dict[str, Any]:
    """Give the values clean. Raises Invalid (with the field) for what cannot be written."""
    clean = {name: _clean(name, value) for name, value in values.items()}
    _check_category(clean)
    _check_certificate(clean, vendor_id)
    _check_numbers(clean)
    _check_days(clean)
    return clean


def plain_line(text: str) -> str:
    """The text in one line, composed (NFC), without characters that nobody sees."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def plain_text(text: str) -> str:
    """The text in lines, with at most one blank line between paragraphs: no markup means anything in it."""
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = [" ".join(line.split()) for line in _UNSEEN.sub("", unified).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _clean(name: str, value: Any) -> Any:
    if name in TITLES:
        return _within(name, plain_line(value), LONGEST_TITLE)
    if name in TEXTS:
        return _within(name, plain_text(value), LONGEST_TEXT)
    if name == "self_declaration":
        return _within(name, plain_line(value), LONGEST_DECLARATION)
    return _known_allergens(value) if name == "allergens" else value


def _known_allergens(codes: list[str] | None) -> list[str] | None:
    """The allergens once each, in the order of the list; unsaid stays unsaid."""
    if codes is None:
        return None
    if not set(codes) <= set(Allergen):
        raise Invalid(gettext("Hãy chọn chất gây dị ứng trong danh sách."), field="allergens")
    return [each.value for each in Allergen if each.value in codes]


def _within(name: str, text: str, most: int) -> str:
    if len(text) > most:
        raise Invalid(gettext("Dài quá %(most)s ký tự. Hãy viết gọn lại.", most=most), field=name)
    if name == "title_vi" and not text:
        raise Invalid(gettext("Hãy ghi tên mặt hàng."), field=name)
    return text


def _check_category(clean: Mapping[str, Any]) -> None:
    number = clean.get("category_number")
    if number is not None and (not 1 <= number <= MOST_CATEGORIES or db.session.get(Category, number) is None):
        raise UnknownCategory


def _check_certificate(clean: Mapping[str, Any], vendor_id: int) -> None:
    certificate_id = clean.get("certificate_id")
    if certificate_id is None:
        return
    own = select(Certificate.id).where(Certificate.id == certificate_id, Certificate.vendor_id == vendor_id)
    if db.session.scalar(own) is None:
        raise NotYourCertificate


def _check_numbers(clean: Mapping[str, Any]) -> None:
    days = clean.get("shelf_life_days")
    if days is not None and not 1 <= days <= MOST_SHELF_LIFE_DAYS:
        raise Invalid(
            gettext("Hạn dùng phải từ 1 đến %(most)s ngày.", most=MOST_SHELF_LIFE_DAYS), field="shelf_life_days"
        )
    for name in MONTHS & clean.keys():
        if clean[name] is not None and not 1 <= clean[name] <= DECEMBER:
            raise Invalid(gettext("Tháng phải từ 1 đến 12."), field=name)
    if (clean.get("season_from_month") is None) != (clean.get("season_until_month") is None):
        raise Invalid(gettext("Hãy chọn cả tháng bắt đầu và tháng kết thúc mùa."), field="season_until_month")


def _check_days(clean: Mapping[str, Any]) -> None:
    if not 0 <= clean.get("dispatch_days", 0) <= MOST_DAYS:
        raise Invalid(gettext("Số ngày chuẩn bị phải từ 0 đến %(most)s.", most=MOST_DAYS), field="dispatch_days")
    transit = clean.get("most_transit_days")
    if transit is not None and not 1 <= transit <= MOST_DAYS:
        raise Invalid(gettext("Số ngày đi đường phải từ 1 đến %(most)s.", most=MOST_DAYS), field="most_transit_days")
