"""What kinds of goods a producer lives from, and how such producers are called."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from workers.seed.goods import Product


class Theme(StrEnum):
    """A line of trade; producers of one line share their words and their ground."""

    SEA = "sea"
    LIVESTOCK = "livestock"
    FARM = "farm"
    GRAIN = "grain"
    HONEY = "honey"
    SAUCE = "sauce"
    HERBS = "herbs"
    TEA = "tea"
    LIQUOR = "liquor"
    WATER = "water"
    CRAFT = "craft"
    FLOWERS = "flowers"
    TOURISM = "tourism"
    MIXED = "mixed"
    """A bit of many; no goods belong here, only shops."""


SETS: Final[dict[Theme, tuple[int, ...]]] = {
    Theme.SEA: (2, 8),
    Theme.FARM: (1, 7),
    Theme.GRAIN: (3, 6),
    Theme.HONEY: (4,),
    Theme.SAUCE: (9,),
    Theme.HERBS: (10, 20),
    Theme.TEA: (11, 12),
    Theme.LIQUOR: (14, 15),
    Theme.WATER: (16, 17),
    Theme.CRAFT: (21, 22),
    Theme.FLOWERS: (23, 24),
    Theme.TOURISM: (26,),
}
"""The product sets of each trade, by their numbers (Decision 26/2026/QĐ-TTg, Annex I)."""

LIVESTOCK_BEGINS: Final = ("thit-", "ga-", "vit-", "trung-", "ca-say-", "gio-", "khau-nhuc-", "nem-")
"""Keys of meat, poultry and eggs, which share a product set with fish."""

TRADES: Final[dict[Theme, tuple[str, ...]]] = {
    Theme.SEA: ("Hải sản", "Chế biến hải sản", "Thủy sản", "Nuôi trồng thủy sản"),
    Theme.LIVESTOCK: ("Chăn nuôi", "Chăn nuôi và dịch vụ", "Thực phẩm sạch"),
    Theme.FARM: ("Nông sản", "Nông nghiệp", "Dịch vụ nông nghiệp", "Nông sản sạch"),
    Theme.GRAIN: ("Chế biến nông sản", "Miến bánh", "Nông sản"),
    Theme.HONEY: ("Ong mật", "Nuôi ong"),
    Theme.SAUCE: ("Nước mắm", "Chế biến hải sản"),
    Theme.HERBS: ("Dược liệu", "Lâm sản", "Nông lâm nghiệp"),
    Theme.TEA: ("Chè", "Trà và dược liệu"),
    Theme.LIQUOR: ("Rượu truyền thống", "Rượu men lá"),
    Theme.WATER: ("Nước khoáng",),
    Theme.CRAFT: ("Thủ công mỹ nghệ", "Mỹ nghệ"),
    Theme.FLOWERS: ("Hoa và cây cảnh", "Hoa"),
    Theme.TOURISM: ("Du lịch cộng đồng", "Du lịch nông thôn"),
    Theme.MIXED: ("Đặc sản", "Nông sản và dịch vụ", "Thương mại nông sản", "Đặc sản quê"),
}


def theme_of_all(goods: Sequence[Product]) -> Theme:
    """The line of trade of a shop: that of more than half of its goods, else a bit of many."""
    theme, count = Counter(map(theme_of, goods)).most_common(1)[0]
    return theme if 2 * count > len(goods) else Theme.MIXED


def theme_of(product: Product) -> Theme:
    """The line of trade that makes these goods."""
    if product.key.startswith(LIVESTOCK_BEGINS) and product.set_number in {2, 8}:
        return Theme.LIVESTOCK
    return next(theme for theme, sets in SETS.items() if product.set_number in sets)
