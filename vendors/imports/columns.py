"""The columns that a table of goods may have, by the names that people give them in three languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marketplace.text import slug

SKU, TITLE, CATEGORY, PICTURES, PROBLEM = "sku", "title_vi", "category_number", "pictures", "problem"


class Kind(StrEnum):
    """What stands in a column's cells."""

    TEXT = "text"
    WHOLE = "whole"
    DONG = "dong"
    CATEGORY = "category"
    STORAGE = "storage"
    UNIT = "unit"
    DAY = "day"
    ALLERGENS = "allergens"
    PICTURES = "pictures"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Column:
    """A column: its key, its name in each language, what its cells hold, further names, an example."""

    key: str
    vi: str
    en: str
    fr: str
    kind: Kind = Kind.TEXT
    also: tuple[str, ...] = ()
    example: str | int = ""

    def named(self, language: str) -> str:
        """Its name in a language."""
        return {"en": self.en, "fr": self.fr}.get(language, self.vi)

    @property
    def words(self) -> Iterable[str]:
        """All its names, as they are compared."""
        return {slug(name) for name in (self.key, self.vi, self.en, self.fr, *self.also)}


COLUMNS: tuple[Column, ...] = (
    Column(SKU, "Mã hàng (SKU)", "SKU", "Référence (SKU)", also=("mã", "mã hàng", "code", "référence", "mã SKU")),
    Column(TITLE, "Tên mặt hàng", "Name", "Nom", also=("tên", "tên hàng", "product", "product name", "titre", "title")),
    Column(CATEGORY, "Nhóm hàng", "Product set", "Famille", Kind.CATEGORY, also=("nhóm", "category", "catégorie")),
    Column("label", "Quy cách", "Pack", "Conditionnement", also=("loại", "pack label", "variant", "variante")),
    Column("price_dong", "Giá bán (đồng)", "Price (VND)", "Prix (VND)", Kind.DONG,
           also=("giá", "giá bán", "price", "prix")),
    Column("weight_grams", "Nặng cả bao bì (g)", "Weight with packaging (g)", "Poids brut (g)", Kind.WHOLE,
           also=("cân nặng", "nặng cả bao bì", "khối lượng", "weight", "weight g", "poids")),
    Column("net_amount", "Lượng hàng trong gói", "Content", "Contenance", Kind.WHOLE,
           also=("dung tích", "net content")),
    Column("net_unit", "Đơn vị", "Unit", "Unité", Kind.UNIT),
    Column("kg_price_dong", "Giá mỗi kg (đồng)", "Price per kg (VND)", "Prix au kg (VND)", Kind.DONG,
           also=("giá mỗi kg", "giá kg", "giá một kg", "giá theo cân", "price per kg", "kg price", "prix au kg")),
    Column("least_grams", "Con nhẹ nhất (g)", "Lightest piece (g)", "Pièce la plus légère (g)", Kind.WHOLE,
           also=("nhẹ nhất", "lightest", "la plus légère")),
    Column("most_grams", "Con nặng nhất (g)", "Heaviest piece (g)", "Pièce la plus lourde (g)", Kind.WHOLE,
           also=("nặng nhất", "heaviest", "la plus lourde")),
    Column("on_hand", "Đang có", "In stock", "En stock", Kind.WHOLE,
           also=("tồn kho", "số lượng", "stock", "quantity", "quantité")),
    Column("expected", "Nhận đặt trước tối đa", "Pre-orders taken", "Précommandes acceptées", Kind.WHOLE,
           also=("đặt trước", "nhận đặt trước", "pre-order", "pre-orders", "précommandes")),
    Column("expected_on", "Giao từ ngày", "Sent from", "Envoi à partir du", Kind.DAY,
           also=("ngày giao", "dispatch date", "sent from day", "date d'envoi")),
    Column("storage", "Cách bảo quản", "Storage", "Conservation", Kind.STORAGE, also=("bảo quản",)),
    Column("shelf_life_days", "Hạn dùng (ngày)", "Shelf life (days)", "Durée de conservation (jours)", Kind.WHOLE,
           also=("hạn dùng", "shelf life")),
    Column("season_from_month", "Mùa từ tháng", "Season from month", "Saison : du mois", Kind.WHOLE),
    Column("season_until_month", "Mùa đến tháng", "Season until month", "Saison : au mois", Kind.WHOLE),
    Column("ingredients", "Thành phần", "Ingredients", "Ingrédients"),
    Column("allergens", "Chất gây dị ứng", "Allergens", "Allergènes", Kind.ALLERGENS, also=("dị ứng", "allergen")),
    Column("text_vi", "Lời giới thiệu", "Description (Vietnamese)", "Description (vietnamien)",
           also=("mô tả", "giới thiệu", "lời giới thiệu tiếng Việt")),
    Column("title_en", "Tên tiếng Anh", "Name in English", "Nom en anglais"),
    Column("text_en", "Lời giới thiệu tiếng Anh", "Description in English", "Description en anglais"),
    Column("title_fr", "Tên tiếng Pháp", "Name in French", "Nom en français"),
    Column("text_fr", "Lời giới thiệu tiếng Pháp", "Description in French", "Description en français"),
    Column(PICTURES, "Ảnh", "Pictures", "Photos", Kind.PICTURES,
           also=("hình ảnh", "photo", "images", "image", "picture")),
    Column(PROBLEM, "Lỗi", "Error", "Erreur", Kind.IGNORED, also=("errors", "erreurs")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
FILLED_IN = tuple(column for column in COLUMNS if column.kind is not Kind.IGNORED)
"""The columns of a template."""
OF_LISTING = (
    TITLE, CATEGORY, "storage", "shelf_life_days", "season_from_month", "season_until_month", "ingredients",
    "allergens", "text_vi", "title_en", "text_en", "title_fr", "text_fr",
)  # fmt: skip
"""What is said of the product; the rest is said of one pack of it."""
NEEDED_OF_A_PACK = ("label", "price_dong", "weight_grams")
BY_WEIGHT = ("kg_price_dong", "least_grams", "most_grams")
"""Who fills in one of these sells by weight: price and content follow from the heaviest piece."""
_BY_WORD = {word: column.key for column in COLUMNS for word in column.words}
EXAMPLE_SKUS = {"vi": "VI-DU", "en": "EXAMPLE", "fr": "EXEMPLE"}
"""The row that shows how it is done; it is never taken in."""


def columns_of(heads: Sequence[str]) -> tuple[dict[int, str], list[str]]:
    """Which column stands at which place, and the heads that mean nothing here; of two alike the first counts."""
    found: dict[int, str] = {}
    unused = []
    for place, head in enumerate(heads):
        key = _BY_WORD.get(slug(head))
        if key and key not in found.values():
            found[place] = key
        elif head.strip():
            unused.append(head.strip()[:80])
    return found, unused
