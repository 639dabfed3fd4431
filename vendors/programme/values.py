"""What a cell of the province's spreadsheet means: days, stars, tax codes, kinds of producers, product codes."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid
from marketplace.tables import Cell
from marketplace.text import fold, slug
from vendors.models import VendorKind

EXCEL_BEGAN: Final = date(1899, 12, 30)
"""Day 0 of Excel's numbers (its own calendar has a 29 February 1900, which is behind us)."""
EXCEL_DAYS: Final = range(36_526, 73_051)
"""The years 2000 to 2099."""
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*(?:[/.\-]|thang)\s*(\d{1,2})\s*(?:[/.\-]|nam)\s*(\d{4}|\d{2})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_STARS_IN_WORDS: Final = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5}
_NO_STAR: Final = frozenset({"", "-", "0", "khong", "chua", "chua dat", "chua co", "chua phan hang", "khong dat", "x"})
_POSSIBLE: Final = ("tiem nang", "de nghi", "du kien")
LEAST_STARS, MOST_STARS = 3, 5
TAX_CODE_LENGTHS: Final = frozenset({10, 12, 13})
"""A company's and a branch's number have 10 and 13 digits; a household's may be the person's own, which has 12."""
_CODE = re.compile(r"(\d{2})\D+(\d{2,5})\D+(\d{1,7})\D+([1-5])\D+(20\d\d)")


class Unreadable(Invalid):
    """A cell that says nothing that can be taken in; the sentence says what is wrong."""

    sentence: ClassVar[LazyString | str] = _l("Ô này không đọc được.")


@dataclass(frozen=True)
class ProductCode:
    """The code of a product: its lasting part (province, commune, serial), the star and the year of that star."""

    stem: str
    star: int
    year: int


def text_of(cell: Cell) -> str:
    """A cell as a person would write it: a whole number without a point, one space between words."""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).replace("\x00", "").split())[:2000]


def day_of(cell: Cell) -> date | None:
    """The day that a cell says: a date, a number of Excel, or words; None for an empty one. Raises Unreadable."""
    if isinstance(cell, datetime):
        return cell.date()
    words = fold(text_of(cell))
    if not words or words in _NO_STAR:
        return None
    if (number := words.split(".")[0]).isdigit() and int(number) in EXCEL_DAYS:
        return EXCEL_BEGAN + timedelta(days=int(number))
    found = day_within(words)
    if found is None:
        raise Unreadable(_l("Không hiểu ngày “%(words)s”. Hãy ghi như 15/03/2025.", words=text_of(cell)[:40]))
    return found


def day_within(words: str) -> date | None:
    """The first day that words name ("QĐ 12/QĐ-UBND ngày 5/3/2022"), if they name one."""
    folded = fold(words)
    try:
        if iso := _ISO_DAY.search(folded):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if day := _DAY.search(folded):
            return date(int(day[3]) + (2000 if len(day[3]) == len("22") else 0), int(day[2]), int(day[1]))
    except ValueError:
        return None
    return None


def year_of(cell: Cell) -> int | None:
    """The year that a cell says, also within a date; None where it says none. Raises Unreadable."""
    if isinstance(cell, datetime):
        return cell.year
    words = text_of(cell)
    if found := _YEAR.search(words):
        return int(found[1])
    if day := day_of(cell):
        return day.year
    return None


def star_of(cell: Cell) -> int | None:
    """The stars that a cell says: 4, "4 sao", "****", "bốn sao"; None below three, which carry no certificate.

    Raises Unreadable.
    """
    words = fold(text_of(cell)).replace("★", "*").replace("⭐", "*")
    if words in _NO_STAR:
        return None
    if any(possible in words for possible in _POSSIBLE):
        raise Unreadable(_l("“%(words)s” chưa phải là hạng đã được công nhận.", words=text_of(cell)[:40]))
    count = _stars_counted(words)
    if count is None or not 1 <= count <= MOST_STARS:
        raise Unreadable(_l("Không hiểu hạng sao “%(words)s”. Hãy ghi 3, 4 hoặc 5.", words=text_of(cell)[:40]))
    return count if count >= LEAST_STARS else None


def _stars_counted(words: str) -> int | None:
    drawn = "".join(words.split())
    if drawn and set(drawn) == {"*"}:
        return len(drawn)
    numbers = re.findall(r"\d+", re.sub(r"[.,]0+(?!\d)", "", words))
    if len(numbers) == 1:
        return int(numbers[0])
    named = [_STARS_IN_WORDS[word] for word in slug(words).split("-") if word in _STARS_IN_WORDS]
    return named[0] if len(named) == 1 and not numbers else None


def tax_code_of(cell: Cell) -> str | None:
    """The digits of a tax code, whatever stands between them; zeros that Excel took off a number come back.

    None for an empty cell. Raises Unreadable.
    """
    digits = re.sub(r"[\s.\-–/']", "", text_of(cell))
    if not digits or fold(digits) in _NO_STAR:
        return None
    if not isinstance(cell, str) and len(digits) + 1 in TAX_CODE_LENGTHS - {13}:
        digits = f"0{digits}"
    if not digits.isdigit() or len(digits) not in TAX_CODE_LENGTHS:
        raise Unreadable(_l("Mã số thuế “%(words)s” không đủ 10, 12 hoặc 13 chữ số.", words=text_of(cell)[:40]))
    return digits


_KINDS: Final = (
    (VendorKind.COOPERATIVE_GROUP, ("to hop tac", "tht")),
    (VendorKind.COOPERATIVE, ("hop tac xa", "htx", "lien hiep htx")),
    (VendorKind.COMPANY, ("cong ty", "cty", "doanh nghiep", "dntn", "dn", "tap doan", "nha may", "xi nghiep", "tnhh")),
    (VendorKind.FARM, ("trang trai",)),
    (VendorKind.ASSOCIATION, ("hiep hoi", "hoi", "trung tam", "ban quan ly")),
    (VendorKind.HOUSEHOLD, ("ho", "hkd", "co so", "cssx", "gia dinh", "ca nhan", "ong", "ba", "nhom ho")),
)


def kind_named(words: str) -> VendorKind | None:
    """The kind of producer that words begin with or name; None when they say nothing of it."""
    said = fold(words)
    return next((kind for kind, beginnings in _KINDS if any(_begins(said, word) for word in beginnings)), None)


def _begins(said: str, word: str) -> bool:
    return said == word or said.startswith(f"{word} ")


def code_of(words: str) -> ProductCode | None:
    """Read a product code ("22-06652-128-4-2022"); None for a number of another form, which is kept as it is."""
    found = _CODE.fullmatch(words.strip())
    return ProductCode(f"{found[1]}-{found[2]}-{int(found[3])}", int(found[4]), int(found[5])) if found else None
