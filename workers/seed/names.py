"""Names for the producers and people of the demo: believable, and those of producers plainly marked as made up."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from vendors.models import VendorKind
from workers.seed.themes import TRADES, Theme

MARK: Final = "(minh họa)"
"""Stands behind the name of every producer that exists in the demo only."""

UNKNOWN_PERSON: Final = "Người đại diện (minh họa)"
"""Stands for a producer whose name is known: the demo says nothing of its people."""
UNKNOWN_STREET: Final = "Địa chỉ minh họa"

FAMILIES: Final = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi", "Đặng", "Ngô", "Hà", "Đinh", "Mai", "Lương", "Phan"),
    *("La", "Chìu", "Triệu", "Lý", "Tằng", "Nình", "Sằn", "Voòng", "Lỷ", "Hoàng", "Nguyễn", "Phạm", "Trần", "Vũ"),
)
WOMEN: Final = (
    *("Lan", "Hoa", "Mai", "Hương", "Thu", "Hạnh", "Nga", "Vân", "Hằng", "Liên", "Thủy", "Hiền", "Yến", "Nhung"),
    *("Thảo", "Loan", "Phượng", "Ngọc", "Oanh", "Dung", "Huệ", "Xuân", "Quyên", "Bích", "Thoa", "Tươi", "Mận", "Cúc"),
)
MEN: Final = (
    *("Hùng", "Dũng", "Cường", "Tuấn", "Minh", "Sơn", "Hải", "Long", "Thắng", "Nam", "Quang", "Đức", "Thành", "Trung"),
    *("Bình", "Hòa", "Phúc", "Lâm", "Khánh", "Toàn", "Vinh", "Tiến", "Hưng", "Kiên", "Duy", "Thịnh", "Đông", "Bảo"),
)
MIDDLES: Final = {True: ("Thị", "Thị Thu", "Thị Thanh", "Thị Kim", "Thị Minh"), False: ("Văn", "Đức", "Xuân", "Quang")}
FIRST_SYLLABLES: Final = (
    *("An", "Bình", "Đại", "Đông", "Hải", "Hoàng", "Hồng", "Hưng", "Kim", "Minh", "Nam", "Ngọc", "Phú", "Phúc"),
    *("Quang", "Sơn", "Tân", "Thành", "Thiên", "Tiến", "Trường", "Việt", "Xuân", "Yên"),
)
LAST_SYLLABLES: Final = (
    *("An", "Bình", "Châu", "Cường", "Dương", "Hà", "Hải", "Hòa", "Hưng", "Khánh", "Lâm", "Lợi", "Minh", "Nguyên"),
    *("Phát", "Phong", "Phú", "Sơn", "Tâm", "Thắng", "Thịnh", "Thủy", "Vân", "Vinh"),
)
LEGAL_FORMS: Final = {
    VendorKind.COMPANY: ("Công ty TNHH", "Công ty TNHH", "Công ty CP"),
    VendorKind.COOPERATIVE: ("HTX",),
    VendorKind.HOUSEHOLD: ("Hộ kinh doanh", "Hộ kinh doanh", "Cơ sở"),
}


@dataclass(frozen=True)
class Naming:
    """A producer's full name, the word that buyers know it by (none of a known one), and who stands for it."""

    name: str
    brand: str
    representative: str


def person(chance: Random) -> str:
    """A full name as Vietnamese people bear it."""
    is_woman = chance.choice((True, False))
    given = chance.choice(WOMEN if is_woman else MEN)
    return f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES[is_woman])} {given}"


class Namer:
    """Gives every producer a name that no other has."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def name(self, kind: VendorKind, theme: Theme) -> Naming:
        """Name a producer of this kind and trade."""
        return next(naming for naming in self._ideas(kind, theme) if self._is_new(naming))

    def _ideas(self, kind: VendorKind, theme: Theme) -> Iterator[Naming]:
        for attempt in range(1000):
            number = "" if attempt < 40 else f" {attempt}"  # noqa: PLR2004 - the names run out, the numbers do not
            yield self._idea(kind, self._chance.choice(TRADES[theme]), number)

    def _idea(self, kind: VendorKind, trade: str, number: str) -> Naming:
        form, who = self._chance.choice(LEGAL_FORMS[kind]), person(self._chance)
        if form == "Hộ kinh doanh":
            return Naming(f"{form} {who}{number} {MARK}", _called(who), who)
        brand = f"{self._chance.choice(FIRST_SYLLABLES)} {self._chance.choice(LAST_SYLLABLES)}"
        if len(set(brand.split())) == 1:
            brand = f"{brand.split(maxsplit=1)[0]} Thịnh"
        return Naming(f"{form} {trade} {brand}{number} {MARK}", brand, who)

    def _is_new(self, naming: Naming) -> bool:
        if naming.name in self._given:
            return False
        self._given.add(naming.name)
        return True


def _called(full_name: str) -> str:
    """How neighbours speak of somebody who sells: "bà Lan", "ông Hùng"."""
    given = full_name.rsplit(maxsplit=1)[-1]
    return f"{'bà' if ' Thị ' in full_name else 'ông'} {given}"
