"""Whom a spreadsheet means by a producer: by tax code, then by name and commune; what is doubtful is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext
from rapidfuzz import fuzz
from sqlalchemy import select

from marketplace.database import db
from marketplace.text import fold
from vendors.models import Vendor, VendorStatus
from vendors.programme.models import RegisterProducer
from vendors.programme.reading import ReadRow

ALIKE: Final = 86
"""How alike names are, in a hundred, that may be slips of each other."""
SAME: Final = 100
UNLIKE: Final = 50
"""Names under one tax code that are less alike than this belong to different producers."""
MOST_CANDIDATES: Final = 5
_KIND_WORDS: Final = (
    *("cong ty trach nhiem huu han", "cong ty co phan", "cong ty tnhh mtv", "cong ty tnhh", "cong ty cp", "cong ty"),
    *("hop tac xa", "htx", "to hop tac", "ho kinh doanh", "hkd", "ho san xuat", "co so san xuat", "co so", "ho"),
)


@dataclass(frozen=True)
class Known:
    """A producer of the register, or a shop of the market that no producer of the register has."""

    producer_id: int | None
    vendor_id: int | None
    name: str
    tax_code: str
    commune_code: str

    def told(self, why: str) -> dict[str, Any]:
        """The way it is kept with a spreadsheet."""
        return {"producer": self.producer_id, "vendor": self.vendor_id, "name": self.name, "why": why}


@dataclass(frozen=True)
class Match:
    """Who it is, if that is sure; else those who may be meant, the likeliest first. Neither: nobody known."""

    known: dict[str, Any] | None
    candidates: list[dict[str, Any]]


NOBODY: Final[Mapping[str, Any]] = {"producer": None, "vendor": None, "name": "", "why": ""}


def known_producers() -> list[Known]:
    """Everyone who may be meant, in two statements."""
    rows = db.session.execute(
        select(
            RegisterProducer.id,
            RegisterProducer.vendor_id,
            RegisterProducer.name,
            RegisterProducer.tax_code,
            RegisterProducer.commune_code,
        )
    )
    known = [Known(key, vendor, name, code or "", commune) for key, vendor, name, code, commune in rows]
    registered = {each.vendor_id for each in known}
    shops = select(Vendor.id, Vendor.name, Vendor.tax_code, Vendor.commune_code).where(
        Vendor.status.not_in([VendorStatus.APPLYING, VendorStatus.REJECTED, VendorStatus.CLOSED])
    )
    for key, name, code, commune in db.session.execute(shops):
        if key not in registered:
            known.append(Known(None, key, name, _digits(code), commune))
    return known


class Matcher:
    """Matches producers with those who are known."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = known
        self._by_tax_code = _grouped((each.tax_code, each) for each in known if each.tax_code)
        self._by_name = _grouped(((core(each.name), each.commune_code), each) for each in known)

    def match(self, row: ReadRow) -> Match:
        """Find who the row's producer is."""
        same_code = self._by_tax_code.get(row.tax_code or "", [])
        if len(same_code) == 1:
            return self._by_code(row, same_code[0])
        if same_code:
            return Match(None, [each.told(gettext("cùng mã số thuế")) for each in same_code[:MOST_CANDIDATES]])
        same_name = self._by_name.get((core(row.producer), row.commune_code), [])
        agreeing = [each for each in same_name if not row.tax_code or not each.tax_code]
        if len(same_name) == 1 and agreeing:
            return Match(same_name[0].told(gettext("cùng tên và xã")), [])
        return Match(None, self._like(row))

    def _by_code(self, row: ReadRow, known: Known) -> Match:
        """One tax code under names that have nothing in common is a slip of somebody."""
        if fuzz.token_set_ratio(core(row.producer), core(known.name)) < UNLIKE:
            return Match(None, [known.told(gettext("cùng mã số thuế, tên khác hẳn"))])
        return Match(known.told(gettext("cùng mã số thuế")), [])

    def _like(self, row: ReadRow) -> list[dict[str, Any]]:
        """Those of the same name elsewhere or with another tax code, and of a name much like it in the commune."""
        name, found = core(row.producer), []
        for known in self._known:
            near, alike = known.commune_code == row.commune_code, fuzz.ratio(name, core(known.name))
            if alike == SAME or (near and alike >= ALIKE):
                found.append((near, alike, known))
        best = sorted(found, key=lambda each: each[:2], reverse=True)[:MOST_CANDIDATES]
        return [known.told(_why(near=near, same=alike == SAME)) for near, alike, known in best]


def _why(*, near: bool, same: bool) -> str:
    if same and near:
        return str(gettext("cùng tên, cùng xã, mã số thuế khác"))
    if same:
        return str(gettext("cùng tên, xã khác"))
    return str(gettext("tên gần giống, cùng xã"))


def core(name: str) -> str:
    """A producer's name folded, without the kind of business, by which two spellings are one."""
    folded = " ".join("".join(sign if sign.isalnum() else " " for sign in fold(name)).split())
    for words in _KIND_WORDS:
        if folded.startswith(f"{words} "):
            return folded.removeprefix(f"{words} ")
    return folded


def _grouped(pairs: Iterable[tuple[Any, Known]]) -> dict[Any, list[Known]]:
    found: dict[Any, list[Known]] = {}
    for key, known in pairs:
        found.setdefault(key, []).append(known)
    return found


def _digits(code: str | None) -> str:
    return "".join(sign for sign in code or "" if sign.isdigit())
