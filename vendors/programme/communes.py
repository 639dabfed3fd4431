"""The commune that a spreadsheet means, by today's name or by the ward, commune and district of before July 2025."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext
from sqlalchemy import select

from marketplace.database import db
from marketplace.places.models import Commune, OldUnit
from marketplace.places.queries import quang_ninh_communes
from marketplace.text import fold
from vendors.programme.values import Unreadable

_KIND = re.compile(
    r"^(?:xa|phuong|dac khu|thi tran|tt|huyen|thi xa|thanh pho|tp|tx|p|x|h)(?:\s*[.:]\s*|\s+)(?=\S)", re.IGNORECASE
)
_PARTS = re.compile(r"\s*[,;\-–/()]\s*")
OUTSIDE: Final = frozenset({"quang ninh", "tinh quang ninh", "viet nam"})


@dataclass(frozen=True)
class Found:
    """The commune that is meant, and a remark where the spreadsheet has an old name for it."""

    commune: Commune
    remark: str = ""


class Gazetteer:
    """The home province's names, today's and the old ones, in two statements."""

    def __init__(self) -> None:
        self.communes = {commune.code: commune for commune in quang_ninh_communes()}
        self._old = db.session.scalars(select(OldUnit).order_by(OldUnit.id)).all()
        self._districts = {bare(unit.district) for unit in self._old}

    def meant(self, words: str, district: str = "") -> Found:
        """The commune of these words (a name, a code or an address), with its old district if one is said.

        Raises Unreadable with what is missing.
        """
        if words.strip().zfill(5) in self.communes:
            return Found(self.communes[words.strip().zfill(5)])
        parts = [part for part in _PARTS.split(words) if part and fold(part) not in OUTSIDE]
        district = district or next((part for part in parts[1:] if self.is_district(part)), "")
        for part in [*parts[::-1], words]:
            if found := self._named(part, bare(district)):
                return found
        if not parts:
            raise Unreadable(gettext("Thiếu xã, phường của chủ thể."))
        raise Unreadable(gettext("Không có xã, phường “%(name)s” ở Quảng Ninh, cả tên cũ.", name=words[:60]))

    def is_district(self, words: str) -> bool:
        """Whether the words name one of the old districts."""
        return bare(words) in self._districts

    def _named(self, words: str, district: str) -> Found | None:
        """An old ward where its district is said, else today's commune, else an old one that lies in one commune."""
        name = bare(words)
        old = [unit for unit in self._old if bare(unit.name) == name and district in ("", bare(unit.district))]
        if district and old:
            return self._one(words, old)
        if now := [each for each in self.communes.values() if name in _names(each)]:
            return Found(now[0])
        return self._one(words, old) if old else None

    def _one(self, words: str, units: Sequence[OldUnit]) -> Found:
        codes = list(dict.fromkeys(unit.commune_code for unit in units))
        if len(codes) > 1:
            raise Unreadable(_which(words, units, [self.communes[code].full_name for code in codes]))
        commune = self.communes[codes[0]]
        if bare(commune.name) == bare(words):
            return Found(commune)
        return Found(commune, gettext("%(old)s nay thuộc %(new)s.", old=units[0].full_name, new=commune.full_name))


def bare(words: str) -> str:
    """A place's name folded, without what kind of place it is."""
    folded = fold(words)
    shorter = _KIND.sub("", folded)
    return shorter or folded


def _names(commune: Commune) -> frozenset[str]:
    return frozenset(bare(name) for name in (commune.name, commune.full_name, commune.name_alias or "") if name)


def _which(words: str, units: Iterable[OldUnit], names: Sequence[str]) -> str:
    """What to add so that one place is meant."""
    districts = ", ".join(dict.fromkeys(unit.district for unit in units))
    if "," in districts:
        return str(
            gettext("Tên “%(name)s” có ở %(districts)s. Hãy ghi thêm huyện cũ.", name=words[:60], districts=districts)
        )
    return str(gettext("“%(name)s” nay chia về %(places)s. Hãy ghi xã mới.", name=words[:60], places=", ".join(names)))
