"""The files that an import hands out: templates in three languages, and the vendor's own file with what is wrong."""

from collections.abc import Mapping, Sequence

from flask_babel import force_locale, gettext

from marketplace.spreadsheets import Sheet, as_csv, as_xlsx
from vendors.imports.columns import BY_KEY as COLUMN
from vendors.imports.columns import EXAMPLE_SKUS, FILLED_IN, OF_LISTING, PICTURES, PROBLEM, SKU, Column
from vendors.imports.models import ImportRow
from vendors.listings.food import ALLERGEN_NAMES
from vendors.listings.models import Category
from vendors.listings.variants import NET_UNITS
from vendors.listings.words import STORAGE_NAMES, UNIT_NAMES

EXAMPLE: Mapping[str, str | int] = {
    "title_vi": "Miến dong Bình Liêu",
    "label": "Túi 500 g",
    "price_dong": 85000,
    "weight_grams": 550,
    "net_amount": 500,
    "net_unit": "g",
    "on_hand": 20,
    "shelf_life_days": 365,
    "season_from_month": 10,
    "season_until_month": 2,
    "ingredients": "Củ dong riềng 100 %",
    "text_vi": "Sợi miến dai, trong, làm từ củ dong riềng.",
    "title_en": "Binh Lieu arrowroot vermicelli",
    "title_fr": "Vermicelles de canna de Binh Lieu",
    PICTURES: "mien-1.jpg, https://example.vn/mien-2.jpg",
}
EXAMPLE_SET = 6
_WIDE = {"text_vi", "text_en", "text_fr", "ingredients", PICTURES, PROBLEM}
LANGUAGE_OF_COMMAS = "en"
"""Where Excel puts commas between the cells of a CSV file; elsewhere the comma stands in numbers."""


def template(categories: Sequence[Category], language: str, ending: str) -> bytes:
    """An empty table with its heads, an example that is never taken in, and (XLSX) what may stand in which column."""
    with force_locale(language):
        sets = [f"{each.number}. {getattr(each, f'label_{language}')}" for each in categories]
        choices = {
            "category_number": sets,
            "storage": [str(name) for name in STORAGE_NAMES.values()],
            "net_unit": [str(UNIT_NAMES[unit]) for unit in NET_UNITS],
            "allergens": [gettext("Không có"), *(str(name) for name in ALLERGEN_NAMES.values())],
        }
        example = {
            **EXAMPLE,
            SKU: EXAMPLE_SKUS[language],
            "category_number": next(name for name in sets if name.startswith(f"{EXAMPLE_SET}.")),
            "storage": choices["storage"][0],
            "allergens": choices["allergens"][0],
        }
        goods = _sheet(gettext("Hàng"), FILLED_IN, language, [[example.get(column.key) for column in FILLED_IN]])
        return (
            as_csv(goods, delimiter=_delimiter(language))
            if ending == "csv"
            else as_xlsx(goods, *_told(choices, language))
        )


def corrected(rows: Sequence[ImportRow], language: str) -> bytes:
    """The vendor's own lines as a workbook: what is wrong stands in a column of its own, and its cells are marked."""
    used = {key for row in rows for key in (*row.cells, *(problem[0] for problem in row.problems))} | {SKU}
    columns = [*(column for column in FILLED_IN if column.key in used), COLUMN[PROBLEM]]
    places = {column.key: place for place, column in enumerate(columns)}
    lines = [[*(row.cells.get(column.key) for column in columns[:-1]), _told_of(row, language)] for row in rows]
    marked = {(at, places[key]) for at, row in enumerate(rows) for key, _words in row.problems}
    with force_locale(language):
        return as_xlsx(_sheet(gettext("Hàng"), columns, language, lines, marked=marked))


def _told_of(row: ImportRow, language: str) -> str:
    return "\n".join(f"{COLUMN[key].named(language)}: {words}" for key, words in row.problems)


def _told(choices: Mapping[str, Sequence[str]], language: str) -> tuple[Sheet, Sheet]:
    """What may stand in columns with few values, and what each column is."""
    longest = max(map(len, choices.values()))
    rows = [[names[at] if at < len(names) else "" for names in choices.values()] for at in range(longest)]
    allowed = Sheet(gettext("Giá trị được nhận"), [COLUMN[key].named(language) for key in choices], rows, wide=(0,))
    columns = [[column.named(language), _explained(column)] for column in FILLED_IN]
    return allowed, Sheet(gettext("Cách điền"), [gettext("Cột"), gettext("Cách điền")], columns, wide=(0, 1))


def _explained(column: Column) -> str:
    words = {
        SKU: gettext("Bắt buộc. Mỗi quy cách một mã. Mã đã có thì sửa hàng đó, mã mới thì tạo bản nháp."),
        "title_vi": gettext("Bắt buộc với hàng mới. Các dòng cùng tên là các quy cách của một mặt hàng."),
        "category_number": gettext("Bắt buộc với hàng mới. Ghi số hoặc tên nhóm."),
        "price_dong": gettext("Bắt buộc với hàng mới. Ví dụ 85000 hoặc 85k."),
        "on_hand": gettext("Số đếm được trong kho. Để trống thì giữ nguyên."),
        "allergens": gettext("Cách nhau bằng dấu chấm phẩy; không có chất nào thì ghi “Không có”."),
        "kg_price_dong": gettext("Chỉ điền cho hàng bán theo cân; khi ấy không cần giá bán và lượng hàng trong gói."),
        "least_grams": gettext("Chỉ điền cho hàng bán theo cân."),
        "most_grams": gettext("Chỉ điền cho hàng bán theo cân: khách trả nhiều nhất theo con nặng nhất."),
        "expected": gettext("Số gói khách đặt được khi chưa có hàng; ghi 0 thì thôi nhận đặt trước."),
        "expected_on": gettext("Ngày bắt đầu gửi hàng đặt trước, ví dụ 25/12/2026."),
        PICTURES: gettext("Địa chỉ https hoặc tên tệp trong ZIP, cách nhau bằng dấu phẩy."),
    }
    if column.key in {"label", "weight_grams"}:
        return str(gettext("Bắt buộc với hàng mới."))
    return str(words.get(column.key, gettext("Để trống thì giữ nguyên.") if column.key in OF_LISTING else ""))


def _sheet(
    name: str,
    columns: Sequence[Column],
    language: str,
    rows: Sequence[Sequence[str | int | None]],
    *,
    marked: set[tuple[int, int]] | None = None,
) -> Sheet:
    wide = [place for place, column in enumerate(columns) if column.key in _WIDE]
    return Sheet(str(name), [column.named(language) for column in columns], rows, marked=marked or (), wide=wide)


def _delimiter(language: str) -> str:
    return "," if language == LANGUAGE_OF_COMMAS else ";"
